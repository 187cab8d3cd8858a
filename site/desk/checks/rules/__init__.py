"""The checks of what every section has: pictures, headings, links, words, tables, titles and summaries."""

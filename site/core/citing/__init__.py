"""What the site publishes, as others cite it.

A publication is described once, as an item of CSL-JSON (Citation Style Language 1.0.2, `csl-data.json`): the
reference in words, the files for reference managers, the metadata in a page's head and COinS come from it.
"""

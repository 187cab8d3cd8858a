"""HTML that was written elsewhere (Word, Google Docs, an old page), as blocks of the house.

`convert` keeps headings, paragraphs, lists, links, bold, italic, tables, quotes, pictures and notes, and says
in a report what it changed and what it left out. It goes in four steps, each in its module: `source` reads
the HTML and drops what nobody meant to write; `notes` finds notes and the places that call them; `reading`
turns the tree into a flat list of `pieces`; `arranging` puts these in order and `stored` writes them as a
stream stores them. Nothing here fetches anything, and nothing asks the database.
"""

from core.importing.conversion import Converted, convert
from core.importing.pieces import Picture
from core.importing.report import Report
from core.importing.source import UnreadableError
from core.importing.stored import PictureRefused

__all__ = ["Converted", "Picture", "PictureRefused", "Report", "UnreadableError", "convert"]

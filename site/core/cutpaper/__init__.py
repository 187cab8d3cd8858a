"""Cut paper: the drawings of the site, made of a few shapes cut with scissors and laid on flat grounds.

Everything is deterministic: the same seed gives the same drawing, in any process. Inside pages, colours are
CSS classes (`cut-vermilion`), so that they follow the tokens; a file of its own carries hexadecimal colours,
since no stylesheet reaches it.
"""

from .pictures import composition, frieze, picture_file
from .shapes import SHAPES
from .sheet import COLOURS, Sheet
from .signs import GLYPHS, SCENES, glyph, mark, scene

__all__ = [
    "COLOURS",
    "GLYPHS",
    "SCENES",
    "SHAPES",
    "Sheet",
    "composition",
    "frieze",
    "glyph",
    "mark",
    "picture_file",
    "scene",
]

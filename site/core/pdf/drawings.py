"""What is drawn on paper, cut like everything else on the site; decorative."""

from functools import cache
from pathlib import Path

import core
from core.cutpaper import GLYPHS, Sheet

_MARK = Path(core.__file__).parent / "static" / "core" / "img" / "mark.svg"


@cache
def mark() -> str:
    """The mark of the house, as SVG."""
    return _MARK.read_text(encoding="utf-8")


@cache
def sign(name: str) -> str:
    """A sign of `cutpaper`, as SVG that stands alone."""
    sheet = Sheet(f"glyph {name}", standalone=True)
    for kind, x, y, width, height, papers, *turn in GLYPHS[name]:
        sheet.lay(kind, x, y, width, height, papers=tuple(papers.split()), turn=turn[0] if turn else 0)
    return sheet.svg(160, 160)

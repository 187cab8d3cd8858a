"""Drawings of the demonstration, cut out of flat paper: each is told as a ground and the pieces laid on it.

A piece is `[shape, x, y, width, height, papers]`, then if need be its turn in degrees, on a sheet of
960 × 600 whose bottom edge is the table. Shapes and papers are those of `core.cutpaper`.
"""

from core.cutpaper import COLOURS, SHAPES, Sheet
from demo.errors import ContentError

WIDTH, HEIGHT = 960, 600


def svg(drawing: dict, name: str, file: str) -> str:
    """A standalone SVG document; the same pieces give the same cuts."""
    sheet = Sheet(f"demo {name}", standalone=True)
    sheet.ground(drawing["ground"], WIDTH, HEIGHT)
    for shape, x, y, width, height, papers, *turn in drawing["pieces"]:
        papers = papers.split()
        if shape == "band":
            sheet.fill(papers[0], x, y, width, height)
            continue
        if shape not in SHAPES or not COLOURS.keys() >= set(papers):
            raise ContentError(file, f"“{shape}” in “{' '.join(papers)}” cannot be cut")
        sheet.lay(shape, x, y, width, height, papers=papers, turn=turn[0] if turn else 0)
    return sheet.svg(WIDTH, HEIGHT)

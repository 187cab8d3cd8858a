"""Pictures drawn from a seed: composed, each time differently, never scattered."""

from functools import cache

from .shapes import GREAT, LOOSE, SLENDER, SMALL, STANDING
from .sheet import Sheet


def _harmonies(text: str) -> dict[str, list[tuple[str, ...]]]:
    lines = (line.split(":") for line in text.strip().splitlines())
    return {ground.strip(): [tuple(papers.split()) for papers in sets.split("|")] for ground, sets in lines}


#: Grounds, each with sets of papers that go together on it: the great piece, then the smaller ones.
HARMONIES = _harmonies("""
    yellow:    vermilion ink white blue  | blue white vermilion ink    | ink pink blue white
    pink:      vermilion ink yellow paper | green paper vermilion ink  | blue vermilion paper yellow
    sky:       blue yellow vermilion paper | vermilion ink paper yellow | ink yellow vermilion white
    blue:      vermilion white yellow pink | yellow pink white vermilion | sky yellow white vermilion
    green:     yellow paper pink ink     | pink yellow paper ink       | paper ink yellow vermilion
    vermilion: pink ink yellow white     | yellow white ink blue       | white blue yellow ink
    paper:     vermilion blue yellow ink | blue yellow vermilion pink  | green vermilion ink yellow
""")

#: Papers that would melt into the page where they reach the edge of the frame.
PALE = {"paper", "white"}

# Ways of composing a frame: in each a great piece, a rhythm of small ones, and one that strays.


def _monument(sheet, width, height):
    """One great piece stands on the table; small ones keep to a column beside it; one lies across."""
    cell = height / 3
    left = sheet.pick([True, False])
    great = height * sheet.hand.uniform(0.84, 0.98)
    x = width * 0.06 if left else width * 0.94 - great * 1.05
    sheet.lay(
        sheet.pick(GREAT[:9]), x, height - great + 2, great * 1.05, great, papers=_strong(sheet.harmony)
    )
    columns = [width - cell, width - 2 * cell] if left else [0, cell]
    for column, cx in enumerate(columns):
        for row in range(3):
            if column and row == 0:
                continue
            paper = 1 + (row + column) % 3
            sheet.lay(
                sheet.pick(SMALL), cx + cell * 0.06, row * cell + cell * 0.06, cell * 0.88,
                papers=_turned(sheet.harmony, paper), turn=sheet.pick([0, 0, 90, 180]),
            )  # fmt: skip
    sheet.lay(
        sheet.pick(LOOSE), width * (0.34 if left else 0.36), height * 0.08, width * 0.26, height * 0.3,
        papers=_turned(sheet.harmony, 2), turn=sheet.hand.uniform(-26, 26), loose=True,
    )  # fmt: skip


def _table_top(sheet, width, height):
    """Things stand in a row on the table, under a disc."""
    edge = height * 0.76
    sun = height * sheet.hand.uniform(0.5, 0.66)
    sheet.lay(
        "disc",
        width * sheet.pick([0.08, 0.38, 0.62]),
        -sun * 0.16,
        sun,
        papers=_turned(sheet.harmony, 2),
        loose=True,
    )
    sizes = sheet.pick([(0.68, 0.42, 0.5), (0.4, 0.72, 0.36), (0.36, 0.48, 0.72)])
    standing = [
        (name, size * height) for name, size in zip(sheet.hand.sample(STANDING, 3), sizes, strict=True)
    ]
    gap = (width * 0.88 - sum(side * _ratio(name) for name, side in standing)) / 2
    x = width * 0.06
    for index, (name, side) in enumerate(standing):
        papers = _turned(sheet.harmony, (0, 3, 2)[index])
        sheet.lay(name, x, edge - side + 1, side * _ratio(name), side, papers=papers)
        x += side * _ratio(name) + gap
    sheet.fill(_strong(_turned(sheet.harmony, 1))[0], -4, edge, width + 8, height - edge + 4)


def _quilt(sheet, width, height):
    """Squares sewn side by side, a shape in each, one four times as large, and one that crosses the seams."""
    cell = height / 2.5
    columns = round(width / cell)
    cell_w = width / columns
    big = sheet.pick([0, columns - 2])
    papers = sheet.harmony
    strong = [paper for paper in papers if paper not in PALE]
    for column in range(columns):
        for row in range(3):
            y = (row - 0.5) * cell if row else -cell * 0.5
            if column in (big, big + 1) and row > 0:
                continue
            if (row + column) % 2:
                under = strong[(row + column * 2) % len(strong)]
                sheet.fill(under, column * cell_w, y, cell_w, cell)
                inside = _turned(papers, papers.index(under) + 1)
            else:
                inside = _turned(papers, (row + column) % 4)
            sheet.lay(
                sheet.pick(["quarter", "half-disc", "disc", "triangle", "leaf", "arrow", "crown"]),
                column * cell_w + cell_w * 0.1, y + cell * 0.1, cell_w * 0.8, cell * 0.8,
                papers=inside, turn=sheet.pick([0, 90, 180, 270]),
            )  # fmt: skip
    sheet.lay(
        sheet.pick(GREAT), big * cell_w + cell_w * 0.08, cell * 0.6, cell_w * 1.84, height - cell * 0.6 + 2
    )
    away = (columns - 3) * cell_w if big == 0 else cell_w
    sheet.lay(
        sheet.pick(LOOSE),
        away + cell_w * 0.3,
        cell * 0.5,
        cell_w * 1.1,
        papers=_turned(papers, 3),
        turn=sheet.hand.uniform(-30, 30),
        loose=True,
    )


def _climb(sheet, width, height):
    """Stairs from one edge to the other, someone or something at the foot, a goal at the top."""
    mirror = sheet.pick([True, False])
    sheet.lay(
        "stairs",
        width * 0.1 if not mirror else -2,
        height * 0.24,
        width * 0.9 + 2,
        height * 0.78,
        papers=_strong(sheet.harmony),
        mirror=mirror,
    )
    goal = height * 0.3
    sheet.lay(
        sheet.pick(["flag", "flag", "house", "leaf", "megaphone"]),
        width * (0.06 if mirror else 0.78), height * 0.27 - goal + 2, goal,
        papers=_turned(sheet.harmony, 2), mirror=mirror,
    )  # fmt: skip
    sun = height * 0.52
    sheet.lay(
        sheet.pick(["disc", "ring", "clock"]),
        width * (0.1 if not mirror else 0.66),
        height * 0.05,
        sun,
        papers=_turned(sheet.harmony, 1),
    )
    foot = height * 0.34
    sheet.lay(
        sheet.pick(["person", "leaf", "tree", "hand"]),
        width * 0.98 - foot if mirror else width * 0.02, height - foot + 1, foot,
        papers=_turned(sheet.harmony, 3), mirror=mirror,
    )  # fmt: skip
    sheet.lay(
        "arch",
        width * (0.62 if not mirror else 0.18),
        height * 0.62,
        height * 0.4,
        papers=_turned(sheet.harmony, 3),
    )
    sheet.lay(
        sheet.pick(LOOSE),
        width * 0.38,
        height * 0.3,
        width * 0.2,
        height * 0.22,
        papers=_turned(sheet.harmony, 2),
        turn=sheet.hand.uniform(-24, 40),
        loose=True,
    )


def _close_up(sheet, width, height):
    """One shape so near that it leaves the frame; two small ones give it its size."""
    great = height * sheet.hand.uniform(1.3, 1.6)
    x = sheet.pick([-great * 0.24, width - great * 0.8])
    right = x > 0
    sheet.lay(
        sheet.pick(["disc", "leaf", "hand", "ring", "arch", "rainbow", "half-disc"]),
        x,
        height - great * 0.78,
        great,
        papers=_strong(sheet.harmony),
        turn=sheet.hand.uniform(-8, 8),
        mirror=right,
    )
    small = height * 0.4
    sx = width * (0.06 if right else 0.66)
    sheet.lay(sheet.pick(STANDING), sx, height - small + 1, small, papers=_turned(sheet.harmony, 1))
    sheet.lay(
        sheet.pick(SMALL),
        sx + width * (0.06 if right else -0.02),
        height * 0.1,
        small * 0.8,
        papers=_turned(sheet.harmony, 3),
        turn=sheet.pick([0, 90, 180]),
    )
    sheet.lay(
        sheet.pick(LOOSE),
        width * 0.34,
        height * 0.42,
        width * 0.28,
        height * 0.3,
        papers=_turned(sheet.harmony, 2),
        turn=sheet.hand.uniform(-28, 28),
        loose=True,
    )


LAYOUTS = [_monument, _table_top, _climb, _close_up, _quilt]


def _ratio(name):
    return SLENDER.get(name, 1)


def _turned(papers, by):
    return papers[by % len(papers) :] + papers[: by % len(papers)]


def _strong(papers):
    """The papers from the first that stands out against the page."""
    return _turned(papers, next(by for by, paper in enumerate(papers) if paper not in PALE))


def _compose(seed, ground, width, height, standalone):
    sheet = Sheet(str(seed), standalone=standalone)
    ground = (
        ground if ground in HARMONIES else sheet.pick(["yellow", "pink", "sky", "blue", "green", "vermilion"])
    )
    sheet.harmony = sheet.pick(HARMONIES[ground])
    sheet.ground(ground, width, height)
    sheet.pick(LAYOUTS)(sheet, width, height)
    return sheet


@cache
def composition(seed: str, ground: str | None = None, width: int = 320, height: int = 200) -> str:
    """A framed picture, decorative, as inline SVG."""
    return _compose(seed, ground, width, height, standalone=False).svg(width, height, slice_=True)


@cache
def frieze(seed: str, count: int = 4, height: int = 120) -> str:
    """Shapes that stand in a row without a ground: laid on a rule, they stand on the table."""
    sheet = Sheet(f"frieze {seed}")
    sheet.harmony = sheet.pick(HARMONIES["paper"])
    names = sheet.hand.sample(STANDING, count)
    tall = sheet.hand.randrange(count)
    x, right = 0.0, 0.0
    for index, name in enumerate(names):
        side = height * (0.94 if index == tall else sheet.hand.uniform(0.44, 0.68))
        width = side * _ratio(name)
        sheet.lay(name, x, height - side + 0.6, width, side, papers=_turned(sheet.harmony, index))
        right = max(right, x + width)
        if index == tall:
            dot = side * 0.28
            sheet.lay("disc", x + width * 0.84, 2, dot, papers=_turned(sheet.harmony, index + 2), loose=True)
            right = max(right, x + width * 0.84 + dot)
        x += width + height * sheet.hand.uniform(0.02, 0.12)
    return sheet.svg(round(right) + 2, height)


def picture_file(seed: str, ground: str | None = None, width: int = 960, height: int = 600) -> str:
    """A framed picture as an SVG document of its own, to be stored as an image."""
    return _compose(seed, ground, width, height, standalone=True).svg(width, height)

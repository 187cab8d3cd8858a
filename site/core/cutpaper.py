"""Cut paper: the drawings of the site, made of a few shapes cut with scissors and laid on flat grounds.

Everything is deterministic: the same seed gives the same drawing, in any process. Shapes are drawn in a box of
100 × 100 whose bottom edge is the table they stand on; `Scissors` makes them slightly irregular. Inside pages,
colours are CSS classes (`cut-vermilion`), so that they follow the tokens; a standalone file carries hexadecimal
colours, since no stylesheet reaches it.
"""

import hashlib
import math
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache

#: The palette of `tokens.css`, for files that stand alone.
COLOURS = {
    "paper": "#FBF7EF",
    "white": "#FFFFFF",
    "ink": "#1C1A17",
    "vermilion": "#C8321A",
    "blue": "#2337A6",
    "green": "#0F7558",
    "yellow": "#FFC72E",
    "pink": "#F6BBC9",
    "sky": "#BFDDF2",
}

#: Grounds, each with sets of papers that go together on it: the great piece, then the smaller ones.
HARMONIES = {
    "yellow": [("vermilion", "ink", "white", "blue"), ("blue", "white", "vermilion", "ink"), ("ink", "pink", "blue", "white")],
    "pink": [("vermilion", "ink", "yellow", "paper"), ("green", "paper", "vermilion", "ink"), ("blue", "vermilion", "paper", "yellow")],
    "sky": [("blue", "yellow", "vermilion", "paper"), ("vermilion", "ink", "paper", "yellow"), ("ink", "yellow", "vermilion", "white")],
    "blue": [("vermilion", "white", "yellow", "pink"), ("yellow", "pink", "white", "vermilion"), ("sky", "yellow", "white", "vermilion")],
    "green": [("yellow", "paper", "pink", "ink"), ("pink", "yellow", "paper", "ink"), ("paper", "ink", "yellow", "vermilion")],
    "vermilion": [("pink", "ink", "yellow", "white"), ("yellow", "white", "ink", "blue"), ("white", "blue", "yellow", "ink")],
    "paper": [("vermilion", "blue", "yellow", "ink"), ("blue", "yellow", "vermilion", "pink"), ("green", "vermilion", "ink", "yellow")],
}  # fmt: skip

Point = tuple[float, float]


@dataclass(frozen=True)
class Piece:
    """One piece of paper: an outline, holes included, and which paper of the harmony it is cut from."""

    outlines: tuple[tuple[tuple[float, ...], ...], ...]
    paper: int = 0


@dataclass
class Scissors:
    """Cuts outlines with a hand that is never quite straight."""

    hand: random.Random
    slip: float = 1.1

    def near(self, x: float, y: float) -> Point:
        return x + self.hand.uniform(-self.slip, self.slip), y + self.hand.uniform(-self.slip, self.slip)

    def straight(self, *corners: Point) -> tuple:
        return tuple(self.near(*corner) for corner in corners)

    def arc(self, cx: float, cy: float, rx: float, ry: float, start: float, end: float) -> tuple:
        """A curve in degrees, clockwise on screen when `end` > `start`: a few long snips, each a little off."""
        snips = max(2, round(abs(end - start) / 48))
        step = (end - start) / snips
        angles = [
            start + step * (index + (self.hand.uniform(-0.16, 0.16) if 0 < index < snips else 0))
            for index in range(snips + 1)
        ]
        nodes = [self._on(cx, cy, rx, ry, angles[0])]
        for before, after in zip(angles, angles[1:], strict=False):
            stretch = 1 / math.cos(math.radians(abs(after - before) / 2))
            bend = stretch * self.hand.uniform(0.965, 1.03)
            control = self._on(cx, cy, rx * bend, ry * bend, (before + after) / 2)
            nodes.append((*control, *self._on(cx, cy, rx, ry, after)))
        return tuple(nodes)

    def _on(self, cx, cy, rx, ry, angle) -> Point:
        radians = math.radians(angle)
        loose = 1 + self.hand.uniform(-0.018, 0.018)
        return cx + rx * loose * math.cos(radians), cy + ry * loose * math.sin(radians)


Shape = Callable[[Scissors], list[Piece]]
SHAPES: dict[str, Shape] = {}


def shape(function: Shape) -> Shape:
    SHAPES[function.__name__.replace("_", "-")] = function
    return function


def _piece(*outlines, paper=0) -> Piece:
    return Piece(tuple(outlines), paper)


@shape
def disc(cut):
    return [_piece(cut.arc(50, 50, 49, 49, 10, 370))]


@shape
def half_disc(cut):
    return [_piece(cut.arc(50, 99, 49, 72, 180, 360))]


@shape
def quarter(cut):
    return [_piece((*cut.straight((2, 100)), *cut.arc(2, 99, 96, 97, 270, 360)))]


@shape
def ring(cut):
    return [_piece(cut.arc(50, 50, 49, 49, 0, 360), cut.arc(50, 50, 20, 21, 0, -360))]


@shape
def rainbow(cut):
    bands = [(98, 0), (70, 1), (42, 2)]
    return [
        _piece((*cut.straight((1, 100)), *cut.arc(1, 99, r, r, 270, 360)), paper=paper) for r, paper in bands
    ]


@shape
def stairs(cut):
    return [
        _piece(
            cut.straight(
                (1, 100),
                (1, 78),
                (25, 78),
                (25, 54),
                (49, 54),
                (49, 29),
                (73, 29),
                (73, 4),
                (99, 4),
                (99, 100),
            )
        )
    ]


@shape
def arch(cut):
    outer = cut.arc(50, 49, 48, 48, 180, 360)
    inner = cut.arc(50, 51, 19, 22, 0, -180)
    return [
        _piece(
            (
                *cut.straight((2, 100)),
                *outer,
                *cut.straight((98, 100), (69, 100)),
                *inner,
                *cut.straight((31, 100)),
            )
        )
    ]


@shape
def arrow(cut):
    return [_piece(cut.straight((2, 36), (55, 36), (54, 10), (98, 50), (55, 90), (55, 64), (2, 64)))]


@shape
def flag(cut):
    return [
        _piece(cut.straight((14, 2), (23, 2), (23, 100), (14, 100)), paper=1),
        _piece(cut.straight((21, 5), (96, 9), (77, 30), (95, 54), (22, 53))),
    ]


@shape
def leaf(cut):
    left, right = cut.near(50, 1), cut.near(50, 99)
    return [
        _piece((left, (2, 30, 12, 62), (20, 90, *right), (90, 88, 92, 52), (92, 18, *left))),
        _piece(cut.straight((48, 22), (53, 22), (52, 99), (47, 99)), paper=1),
    ]


@shape
def house(cut):
    return [
        _piece(cut.straight((4, 44), (50, 2), (96, 44), (94, 100), (6, 100))),
        _piece(cut.straight((39, 62), (61, 61), (61, 100), (39, 100)), paper=1),
    ]


@shape
def crown(cut):
    return [
        _piece(cut.straight((2, 100), (2, 30), (22, 58), (38, 18), (54, 58), (76, 20), (97, 48), (98, 100)))
    ]


@shape
def triangle(cut):
    return [_piece(cut.straight((3, 99), (48, 4), (97, 99)))]


@shape
def strip(cut):
    return [_piece(cut.straight((1, 36), (99, 31), (98, 66), (2, 69)))]


@shape
def bubble(cut):
    return [
        _piece(cut.straight((3, 8), (97, 4), (98, 70), (52, 72), (28, 99), (30, 72), (3, 73))),
        _piece(cut.straight((20, 26), (78, 24), (78, 33), (20, 35)), paper=1),
        _piece(cut.straight((20, 46), (60, 45), (60, 54), (20, 55)), paper=1),
    ]


@shape
def hand(cut):
    return [
        _piece(
            cut.straight(
                (30, 100), (30, 76), (6, 56), (3, 42), (13, 41), (27, 54), (24, 12), (35, 10), (40, 42), (43, 3), (54, 3),
                (56, 42), (63, 8), (73, 10), (71, 45), (81, 22), (91, 26), (85, 58), (73, 79), (72, 100),
            )
        )
    ]  # fmt: skip


@shape
def megaphone(cut):
    return [
        _piece(cut.straight((24, 62), (40, 64), (46, 98), (31, 98)), paper=1),
        _piece(cut.straight((3, 36), (30, 34), (88, 6), (90, 86), (30, 66), (3, 64))),
        _piece((*cut.straight((90, 30)), *cut.arc(89, 46, 10, 17, 275, 445)), paper=2),
    ]


@shape
def table(cut):
    return [
        _piece(cut.straight((15, 42), (26, 42), (20, 100), (9, 100)), paper=1),
        _piece(cut.straight((74, 42), (85, 42), (91, 100), (80, 100)), paper=1),
        _piece(cut.straight((1, 32), (99, 29), (99, 45), (1, 47))),
        _piece(cut.straight((30, 12), (52, 9), (54, 30), (32, 31)), paper=2),
        _piece(cut.arc(70, 21, 10, 10, 0, 360), paper=3),
    ]


@shape
def station(cut):
    front = (
        *cut.straight((2, 100), (2, 40), (26, 40)),
        *cut.arc(50, 40, 25, 31, 180, 360),
        *cut.straight((98, 40), (98, 100)),
    )
    return [
        _piece(front),
        _piece(cut.arc(50, 36, 13, 13, 0, 360), paper=1),
        _piece(cut.straight((48, 27), (52, 27), (52, 35), (58, 39), (56, 42), (48, 38)), paper=2),
        *(
            _piece(
                (*cut.straight((x, 100)), *cut.arc(x + 9, 70, 9, 9, 180, 360), *cut.straight((x + 18, 100))),
                paper=1,
            )
            for x in (12, 41, 70)
        ),
    ]


@shape
def town_hall(cut):
    return [
        _piece(cut.straight((47, 2), (51, 2), (51, 26), (47, 26)), paper=1),
        _piece(cut.straight((50, 2), (74, 7), (50, 15)), paper=2),
        _piece(cut.straight((3, 46), (50, 20), (97, 46))),
        *(_piece(cut.straight((x, 50), (x + 12, 50), (x + 12, 86), (x, 86))) for x in (10, 33, 56, 79)),
        _piece(cut.straight((2, 86), (98, 85), (98, 100), (2, 100))),
    ]


@shape
def book(cut):
    return [
        _piece(cut.straight((2, 26), (50, 40), (98, 26), (98, 92), (50, 100), (2, 92)), paper=1),
        _piece((*cut.straight((8, 16)), (34, 12, 49, 30), *cut.straight((49, 92)), (32, 78, 8, 82))),
        _piece((*cut.straight((92, 16)), (66, 12, 51, 30), *cut.straight((51, 92)), (68, 78, 92, 82))),
        _piece(cut.straight((18, 30), (38, 33), (38, 40), (18, 37)), paper=2),
        _piece(cut.straight((62, 33), (82, 30), (82, 60), (62, 62)), paper=3),
    ]


@shape
def camera(cut):
    return [
        _piece(cut.straight((72, 48), (98, 28), (98, 88), (72, 70)), paper=1),
        _piece(cut.straight((2, 34), (75, 32), (75, 96), (3, 97))),
        _piece(cut.arc(22, 18, 16, 15, 0, 360)),
        _piece(cut.arc(55, 18, 14, 14, 0, 360), paper=2),
        _piece(cut.arc(38, 65, 20, 20, 0, 360), paper=2),
        _piece(cut.arc(38, 65, 8, 8, 0, 360), paper=1),
    ]


@shape
def ladder(cut):
    rails = [_piece(cut.straight((x, 2), (x + 9, 2), (x + 9, 100), (x, 100))) for x in (22, 68)]
    rungs = [_piece(cut.straight((20, y), (79, y - 2), (79, y + 7), (20, y + 8))) for y in (16, 38, 60, 81)]
    return [*rails, *rungs]


@shape
def tree(cut):
    return [
        _piece(cut.straight((44, 58), (56, 58), (58, 100), (42, 100)), paper=1),
        _piece(cut.arc(50, 36, 40, 35, 15, 375)),
    ]


@shape
def clock(cut):
    return [
        _piece(cut.arc(50, 50, 49, 49, 0, 360)),
        _piece(cut.arc(50, 50, 36, 36, 0, 360), paper=1),
        _piece(cut.straight((46, 22), (54, 22), (54, 47), (72, 59), (68, 66), (46, 54)), paper=2),
    ]


@shape
def fan(cut):
    """A swatch book opened: five colours from one pivot."""
    leaves = []
    for index, angle in enumerate((-64, -32, 0, 32, 64)):
        turn = math.radians(angle)
        corners = [(-11, 0), (-11, -92), (11, -92), (11, 0)]
        points = [
            (50 + x * math.cos(turn) - y * math.sin(turn), 96 + x * math.sin(turn) + y * math.cos(turn))
            for x, y in corners
        ]
        leaves.append(_piece(cut.straight(*points), paper=(0, 2, 3, 1, 0)[index]))
    return [*leaves, _piece(cut.arc(50, 94, 7, 6, 0, 360), paper=2)]


@shape
def window(cut):
    return [
        _piece(cut.straight((4, 3), (96, 3), (96, 97), (4, 97))),
        *(
            _piece(cut.straight((x, y), (x + 33, y), (x + 33, y + 34), (x, y + 34)), paper=1)
            for x in (13, 54)
            for y in (12, 54)
        ),
    ]


@shape
def person(cut):
    body = (*cut.straight((10, 100)), *cut.arc(50, 82, 40, 42, 180, 360), *cut.straight((90, 100)))
    return [_piece(body), _piece(cut.arc(50, 21, 19, 20, 0, 360), paper=1)]


BUILDINGS = ["house", "arch", "station", "town-hall", "window"]
STANDING = [
    *BUILDINGS,
    "stairs",
    "leaf",
    "flag",
    "table",
    "tree",
    "ladder",
    "person",
    "camera",
    "book",
    "half-disc",
    "triangle",
]
GREAT = [
    "arch",
    "stairs",
    "house",
    "disc",
    "half-disc",
    "hand",
    "megaphone",
    "town-hall",
    "leaf",
    "station",
    "rainbow",
    "bubble",
    "ring",
]
SMALL = [
    "disc",
    "half-disc",
    "quarter",
    "triangle",
    "flag",
    "leaf",
    "arrow",
    "crown",
    "bubble",
    "ring",
    "house",
    "rainbow",
]
LOOSE = ["strip", "leaf", "triangle", "arrow", "crown", "strip"]


@dataclass
class Sheet:
    """A drawing under way: what has been laid, from the bottom up."""

    seed: str
    harmony: tuple[str, ...] = ()
    laid: list[str] = field(default_factory=list)
    standalone: bool = False

    def __post_init__(self):
        digest = hashlib.sha256(self.seed.encode()).digest()
        self.hand = random.Random(int.from_bytes(digest[:8]))  # noqa: S311 - a drawing, not a secret

    def pick(self, choices):
        return self.hand.choice(choices)

    def lay(self, name, x, y, width, height=None, *, papers=None, turn=0, mirror=False, loose=False):
        """Lays a shape with its box's top left corner at (x, y), turned by `turn` degrees about its middle."""
        height = width if height is None else height
        papers = papers or self.harmony
        pieces = SHAPES[name](Scissors(self.hand))
        drawn = "".join(
            self._path(piece, papers[piece.paper % len(papers)], x, y, width, height, turn, mirror)
            for piece in pieces
        )
        self.laid.append(f'<g class="cut-loose">{drawn}</g>' if loose and not self.standalone else drawn)

    def fill(self, colour, x, y, width, height):
        """A plain strip of paper, cut by hand on its upper edge."""
        corners = [
            (x, y + self.hand.uniform(-2, 2)),
            (x + width, y + self.hand.uniform(-2, 2)),
            (x + width, y + height),
            (x, y + height),
        ]
        path = "M" + "L".join(f"{_n(px)} {_n(py)}" for px, py in corners) + "Z"
        self.laid.append(f'<path {self._colour(colour)} d="{path}"/>')

    def ground(self, colour, width, height):
        self.laid.append(f'<path {self._colour(colour)} d="M0 0H{width}V{height}H0Z"/>')

    def _colour(self, colour):
        return f'fill="{COLOURS[colour]}"' if self.standalone else f'class="cut-{colour}"'

    def _path(self, piece, colour, x, y, width, height, turn, mirror):
        cos, sin = math.cos(math.radians(turn)), math.sin(math.radians(turn))

        def place(px, py):
            px = 100 - px if mirror else px
            dx, dy = (px - 50) / 100 * width, (py - 50) / 100 * height
            return f"{_n(x + width / 2 + dx * cos - dy * sin)} {_n(y + height / 2 + dx * sin + dy * cos)}"

        commands = []
        for outline in piece.outlines:
            for index, node in enumerate(outline):
                points = " ".join(place(*node[at : at + 2]) for at in range(0, len(node), 2))
                commands.append(("M" if index == 0 else "L" if len(node) == 2 else "Q") + points)
            commands.append("Z")
        holes = ' fill-rule="evenodd"' if len(piece.outlines) > 1 else ""
        return f'<path {self._colour(colour)}{holes} d="{"".join(commands)}"/>'

    def svg(self, width, height, *, slice_=False, title=""):
        """The drawing as an `<svg>` element: decorative inside a page, titled as a file of its own."""
        fit = ' preserveAspectRatio="xMidYMid slice"' if slice_ else ""
        if self.standalone:
            head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}">'
        else:
            head = (
                f'<svg class="cut" viewBox="0 0 {width} {height}"{fit} aria-hidden="true" focusable="false">'
            )
        return head + "".join(self.laid) + "</svg>"


def _n(value: float) -> str:
    """A coordinate, short."""
    return f"{value:.1f}".removesuffix(".0")


# Pictures: a few ways of composing a frame, each with one great piece, a rhythm of small ones, one that strays.


def _monument(sheet, width, height):
    """One great piece stands on the table; small ones keep to a column beside it; one lies across."""
    cell = height / 3
    left = sheet.pick([True, False])
    great = height * sheet.hand.uniform(0.84, 0.98)
    x = width * 0.06 if left else width * 0.94 - great * 1.05
    sheet.lay(
        sheet.pick(GREAT[:9]), x, height - great + 2, great * 1.05, great, papers=_turned(sheet.harmony, 0)
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
    sizes = sheet.pick([(0.66, 0.42, 0.5), (0.4, 0.7, 0.34), (0.36, 0.46, 0.7)])
    x = width * 0.06
    names = sheet.hand.sample(STANDING, 3)
    gap = (width * 0.88 - sum(size * height for size in sizes) * 1.04) / 2
    for index, (name, size) in enumerate(zip(names, sizes, strict=True)):
        side = size * height
        sheet.lay(
            name, x, edge - side + 1, side * 1.04, side, papers=_turned(sheet.harmony, (0, 3, 1)[index])
        )
        x += side * 1.04 + gap
    sheet.fill(sheet.harmony[1], -4, edge, width + 8, height - edge + 4)


def _quilt(sheet, width, height):
    """Squares sewn side by side, a shape in each, one four times as large, and one that crosses the seams."""
    cell = height / 2.5
    columns = round(width / cell)
    cell_w = width / columns
    big = sheet.pick([0, columns - 2])
    papers = sheet.harmony
    for column in range(columns):
        for row in range(3):
            y = (row - 0.5) * cell if row else -cell * 0.5
            if column in (big, big + 1) and row > 0:
                continue
            if (row + column) % 2:
                sheet.fill(papers[(row + column * 2) % 4], column * cell_w, y, cell_w, cell)
                inside = _turned(papers, (row + column * 2 + 1) % 4)
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
        mirror=mirror,
    )
    goal = height * 0.3
    sheet.lay(
        sheet.pick(["flag", "flag", "house", "leaf", "megaphone"]), width * 0.78 if not mirror else width * 0.06, height * 0.27 - goal + 2, goal,
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
        sheet.pick(["person", "leaf", "tree", "hand"]), width * 0.02 if not mirror else width * 0.98 - foot, height - foot + 1, foot,
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


def _turned(papers, by):
    return papers[by % len(papers) :] + papers[: by % len(papers)]


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
    x = 0.0
    for index, name in enumerate(names):
        side = height * (0.92 if index == tall else sheet.hand.uniform(0.42, 0.66))
        sheet.lay(name, x, height - side + 0.6, side, papers=_turned(sheet.harmony, index))
        if index == tall:
            dot = side * 0.3
            sheet.lay(
                "disc",
                x + side * 0.86,
                height * 0.04,
                dot,
                papers=_turned(sheet.harmony, index + 2),
                loose=True,
            )
        x += side * sheet.hand.uniform(0.98, 1.12)
    return sheet.svg(round(x), height)


# Glyphs: one composition of its own for each programme, series and collection. (shape, x, y, width, height, papers…)

Laid = tuple[str, float, float, float, float, str]
GLYPHS: dict[str, list[tuple]] = {
    "la-transfo": [
        ("stairs", 6, 46, 112, 114, "blue"),
        ("flag", 92, 2, 44, 50, "vermilion ink"),
        ("arch", 70, 104, 42, 56, "sky"),
        ("disc", 120, 118, 34, 34, "yellow"),
    ],
    "territoires-en-residences": [
        ("house", 22, 40, 104, 120, "vermilion paper"),
        ("disc", 98, 6, 52, 52, "yellow"),
        ("tree", 112, 96, 44, 64, "green ink"),
        ("strip", 4, 66, 54, 26, "ink", -14),
    ],
    "mise-a-l-echelle": [
        ("house", 4, 120, 34, 40, "yellow ink"),
        ("house", 38, 92, 50, 68, "vermilion paper"),
        ("house", 86, 38, 72, 122, "blue sky"),
        ("arrow", 12, 30, 66, 42, "ink", -32),
    ],
    "le-nuancier": [("fan", 4, 36, 152, 124, "vermilion green yellow blue"), ("disc", 62, 2, 34, 34, "pink")],
    "cycle-de-decouverte": [
        ("ring", 14, 42, 118, 118, "yellow"),
        ("half-disc", 48, 12, 64, 40, "vermilion"),
        ("disc", 58, 86, 30, 30, "ink"),
        ("arrow", 110, 70, 48, 40, "blue", -38),
    ],
    "la-pointeuse": [
        ("window", 30, 22, 100, 138, "ink paper"),
        ("clock", 44, 34, 72, 72, "yellow paper ink"),
        ("strip", 50, 108, 84, 48, "pink", 5),
        ("arrow", 2, 112, 48, 34, "vermilion"),
    ],
    "superpublic": [
        ("arch", 8, 36, 104, 124, "vermilion"),
        ("arch", 74, 74, 76, 86, "ink"),
        ("disc", 94, 8, 52, 52, "yellow"),
        ("table", 30, 112, 54, 48, "blue ink pink yellow"),
    ],
    "semaine-de-l-innovation-publique": [
        ("megaphone", 4, 34, 124, 116, "vermilion ink yellow"),
        ("disc", 122, 12, 28, 28, "blue"),
        ("strip", 118, 58, 40, 22, "green", -12),
        ("triangle", 120, 104, 36, 40, "yellow", 80),
    ],
    "reacteur-public": [
        ("ring", 18, 30, 124, 124, "sky"),
        ("half-disc", 18, 96, 124, 62, "ink"),
        ("disc", 62, 68, 38, 38, "vermilion"),
        ("strip", 40, 2, 84, 36, "yellow", 8),
    ],
    "les-eclaireurs": [
        ("camera", 14, 46, 116, 112, "blue yellow vermilion"),
        ("triangle", 118, 8, 40, 46, "yellow", 200),
        ("leaf", 4, 6, 34, 46, "green paper", -20),
    ],
    "design-des-politiques-publiques": [
        ("book", 8, 50, 144, 110, "paper vermilion ink yellow"),
        ("leaf", 90, 0, 44, 62, "green ink", 18),
        ("disc", 24, 8, 40, 40, "pink"),
    ],
    "fip-explo": [
        ("ladder", 10, 10, 62, 150, "ink"),
        ("disc", 70, 70, 86, 86, "green"),
        ("ring", 88, 88, 50, 50, "paper"),
        ("strip", 60, 18, 84, 36, "yellow", -18),
    ],
    "etat-des-lieux-des-laboratoires": [
        ("town-hall", 20, 52, 118, 108, "blue vermilion yellow"),
        ("bubble", 86, 2, 66, 58, "yellow ink"),
        ("disc", 2, 18, 40, 40, "vermilion"),
    ],
    "communaute": [
        ("person", 2, 70, 66, 90, "blue pink"),
        ("person", 92, 78, 62, 82, "green yellow"),
        ("person", 44, 36, 74, 124, "vermilion ink"),
    ],
    "international": [
        ("disc", 16, 30, 122, 122, "sky"),
        ("leaf", 36, 44, 56, 70, "green ink", 40),
        ("strip", 4, 66, 150, 52, "yellow", -24),
        ("flag", 96, 6, 48, 66, "vermilion ink"),
    ],
    "adhesion": [
        ("hand", 4, 40, 96, 120, "vermilion"),
        ("hand", 66, 58, 90, 102, "blue"),
        ("disc", 78, 2, 48, 48, "yellow"),
    ],
    "agenda": [
        ("window", 14, 36, 126, 124, "blue paper"),
        ("disc", 30, 14, 30, 40, "ink"),
        ("disc", 92, 12, 30, 40, "ink"),
        ("disc", 84, 104, 42, 42, "vermilion"),
    ],
    "blog": [
        ("bubble", 4, 34, 122, 118, "yellow ink"),
        ("bubble", 88, 6, 66, 66, "vermilion paper"),
    ],
    "feuille-de-route": [
        ("flag", 20, 4, 118, 156, "vermilion ink"),
        ("stairs", 64, 92, 92, 68, "yellow"),
        ("disc", 4, 112, 44, 44, "blue"),
    ],
}  # fmt: skip


@cache
def glyph(name: str) -> str:
    """The sign of a programme or section, standing on the bottom edge; one made up for a name without its own."""
    sheet = Sheet(f"glyph {name}")
    laid = GLYPHS.get(name)
    if laid is None:
        laid = _unnamed_glyph(sheet)
    for piece in laid:
        kind, x, y, width, height, papers, *turn = piece
        sheet.lay(kind, x, y, width, height, papers=tuple(papers.split()), turn=turn[0] if turn else 0)
    return sheet.svg(160, 160)


def _unnamed_glyph(sheet):
    great, paper, second, third = (
        sheet.pick(GREAT),
        *sheet.hand.sample(["vermilion", "blue", "green", "ink"], 2),
        "yellow",
    )
    return [
        (great, 10, 40, 108, 120, f"{paper} paper {third} ink"),
        ("disc", sheet.hand.uniform(84, 104), sheet.hand.uniform(2, 16), 50, 50, third),
        (sheet.pick(["leaf", "triangle", "house", "half-disc", "flag"]), 102, 96, 54, 64, f"{second} paper"),
    ]


def picture_file(seed: str, ground: str | None = None, width: int = 960, height: int = 600) -> str:
    """A framed picture as an SVG document of its own, to be stored as an image."""
    return _compose(seed, ground, width, height, standalone=True).svg(width, height)


def mark() -> str:
    """The mark of the house: an arch that one walks through, and the twenty-seventh star beside it."""
    sheet = Sheet("la 27e région")
    sheet.lay("arch", 2, 20, 78, 80, papers=("vermilion",))
    sheet.lay("disc", 60, 0, 40, 40, papers=("ink",))
    return sheet.svg(100, 100)


# Scenes: drawn once, for one place of the site.


def _workshop(sheet):
    """The hero of the front door: a door to walk through, stairs to climb, what one meets on them."""
    lay = sheet.lay
    lay("disc", 372, 40, 196, papers=("yellow",))
    lay("stairs", 318, 300, 396, 342, papers=("blue",))
    lay("flag", 628, 176, 92, 142, papers=("vermilion", "ink"))
    lay("tree", 520, 294, 84, 124, papers=("green", "ink"))
    lay("house", 424, 388, 86, 98, papers=("pink", "ink"))
    lay("arch", 26, 232, 304, 410, papers=("vermilion",))
    lay("person", 132, 466, 92, 176, papers=("ink", "pink"))
    lay("hand", 196, 84, 142, 176, papers=("pink",), turn=14)
    lay("leaf", 30, 70, 96, 150, papers=("green", "yellow"), turn=-22, loose=True)
    lay("camera", 330, 492, 92, 80, papers=("yellow", "ink", "vermilion"), mirror=True)
    lay("table", 500, 512, 200, 130, papers=("sky", "paper", "yellow", "vermilion"))
    lay("crown", 0, 584, 118, 58, papers=("yellow",))
    lay("strip", 398, 226, 150, 56, papers=("ink",), turn=-18, loose=True)
    return 720, 640


def _lost(sheet):
    """A numeral 404 built from what lay on the table."""
    lay = sheet.lay
    for x, paper, other in ((0, "vermilion", "ink"), (300, "blue", "green")):
        lay("triangle", x, 24, 132, 136, papers=(paper,), turn=0)
        lay("strip", x, 118, 168, 96, papers=(other,))
        lay("strip", x + 14, 90, 220, 96, papers=(paper,), turn=90)
    lay("ring", 158, 62, 146, 170, papers=("yellow",))
    lay("leaf", 216, 0, 54, 84, papers=("green", "ink"), turn=24, loose=True)
    return 470, 240


SCENES = {"workshop": _workshop, "lost": _lost}


@cache
def scene(name: str) -> str:
    """A drawing made for one place, without a ground, standing on its bottom edge."""
    sheet = Sheet(f"scene {name}")
    width, height = SCENES[name](sheet)
    return sheet.svg(width, height)

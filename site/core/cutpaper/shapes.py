"""The vocabulary: shapes in a box of 100 × 100 whose bottom edge is the table they stand on."""

import math
import random
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

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
        """A curve in degrees, clockwise where `end` > `start`: a few long snips, each a little off."""
        snips = max(2, round(abs(end - start) / 48))
        step = (end - start) / snips
        angles = [
            start + step * (index + (self.hand.uniform(-0.16, 0.16) if 0 < index < snips else 0))
            for index in range(snips + 1)
        ]
        nodes = [self._on(cx, cy, rx, ry, angles[0])]
        for before, after in pairwise(angles):
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
                (30, 100), (30, 76), (6, 56), (3, 42), (13, 41), (27, 54), (24, 12), (35, 10), (40, 42),
                (43, 3), (54, 3), (56, 42), (63, 8), (73, 10), (71, 45), (81, 22), (91, 26), (85, 58),
                (73, 79), (72, 100),
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
    for index, angle in enumerate((-52, -26, 0, 26, 52)):
        turn = math.radians(angle)
        corners = [(-9, 0), (-10, -92), (10, -92), (9, 0)]
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
    body = (*cut.straight((6, 100)), *cut.arc(50, 80, 43, 38, 180, 360), *cut.straight((94, 100)))
    return [_piece(body), _piece(cut.arc(50, 21, 31, 20, 0, 360), paper=1)]


#: Width to height of those that are not as wide as they are high.
SLENDER = {
    "person": 0.64,
    "ladder": 0.6,
    "tree": 0.78,
    "flag": 0.86,
    "leaf": 0.72,
    "half-disc": 1.15,
    "town-hall": 1.12,
}

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

"""Marks on the map: none hides another, and each can be hit.

A few are moved apart, a line leading back to their place; many are gathered, with their number.
"""

from dataclasses import dataclass
from itertools import combinations
from math import cos, hypot, pi, sin

from core.atlas.france import HEIGHT, WIDTH

#: Between the middles of two marks, in units of the drawing: 24 px on a telephone.
APART = 70
#: Up to so many they are moved apart; beyond, gathered.
MOVED_APART_UP_TO = 40
#: A mark moved further than this is tied to its place by a line.
TIED_FROM = 14
#: Names said of a group; the others are counted.
NAMES_SAID = 3
_ROUNDS = 150
_GOLDEN_ANGLE = pi * (3 - 5**0.5)


@dataclass(frozen=True)
class Pin:
    """What is to be marked: where, its name in words, where it leads, its state.

    `around` is the address of what stands around it, to which a group that shares it leads.
    """

    point: tuple[int, int]
    label: str
    url: str
    state: str
    title: str = ""
    around: str = ""
    #: Of its name and of what it leads to, where that is not the one being read.
    language: str = ""


@dataclass(frozen=True)
class Mark:
    """A mark as it is drawn. `foot` is its true place, where it had to stand aside."""

    x: int
    y: int
    label: str
    url: str
    state: str
    count: int = 1
    foot: tuple[int, int] | None = None
    language: str = ""


def placed(pins: list[Pin], *, name_of_many, url_of_many: str) -> list[Mark]:
    """Marks for `pins`. `name_of_many(count, names)` names a group; a mixed one leads to `url_of_many`."""
    if len(pins) <= MOVED_APART_UP_TO:
        return _moved_apart(pins)
    return [_gathered(group, name_of_many, url_of_many) for group in _groups(pins)]


def _moved_apart(pins: list[Pin]) -> list[Mark]:
    points = [_nudged(pin.point, order) for order, pin in enumerate(pins)]
    for _round in range(_ROUNDS):
        if not _push(points):
            break
    marks = []
    for pin, (x, y) in zip(pins, points, strict=True):
        at = round(x), round(y)
        is_far = hypot(at[0] - pin.point[0], at[1] - pin.point[1]) > TIED_FROM
        foot = pin.point if is_far else None
        marks.append(Mark(*at, pin.label, pin.url, pin.state, foot=foot, language=pin.language))
    return marks


def _nudged(point, order: int) -> list[float]:
    """Almost there: two pins of one place start out in different directions."""
    return [point[0] + cos(order * _GOLDEN_ANGLE), point[1] + sin(order * _GOLDEN_ANGLE)]


def _push(points: list[list[float]]) -> bool:
    """Moves apart those that are too near by half of what is missing each; whether any moved."""
    moved = False
    for one, other in combinations(points, 2):
        across, down = other[0] - one[0], other[1] - one[1]
        distance = hypot(across, down) or 1
        if distance >= APART - 0.5:
            continue
        moved = True
        share = (APART - distance) / 2 / distance
        for point, way in ((one, -1), (other, 1)):
            point[0] = min(max(point[0] + way * across * share, APART / 2), WIDTH - APART / 2)
            point[1] = min(max(point[1] + way * down * share, APART / 2), HEIGHT - APART / 2)
    return moved


def _groups(pins: list[Pin]) -> list[list[Pin]]:
    """Each pin with the first one that stands near enough."""
    groups: list[list[Pin]] = []
    for pin in pins:
        near = (
            g for g in groups if hypot(*(a - b for a, b in zip(g[0].point, pin.point, strict=True))) < APART
        )
        group = next(near, None)
        if group is None:
            groups.append([pin])
        else:
            group.append(pin)
    return groups


def _gathered(group: list[Pin], name_of_many, url_of_many: str) -> Mark:
    first = group[0]
    if len(group) == 1:
        return Mark(*first.point, first.label, first.url, first.state, language=first.language)
    around = {pin.around for pin in group}
    url = around.pop() if len(around) == 1 else ""
    names = [pin.title for pin in group[:NAMES_SAID]]
    return Mark(*first.point, name_of_many(len(group), names), url or url_of_many, "many", count=len(group))

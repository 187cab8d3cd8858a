"""The drawing of programmes and of what joins them: columns by step of the parcours, bands by function.

Units are those of the drawing. Boxes leave a lane between rows, and every other column stands half a row
lower, so that a line to a distant column passes between boxes.
"""

import textwrap
from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext as _

from programmes.choices import Function, Stage

COLUMN, ROW = 244, 116
BOX_WIDTH, LINE = 148, 19
#: Room for the names of steps above, and around everything.
HEAD, MARGIN = 46, 22
#: Room for the name of a function above its rows.
BAND_HEAD = 40
LETTERS_A_LINE = 17
#: A verb stands between two columns: how many letters a line of it holds, their width and that of a line.
VERB_LETTERS, VERB_LETTER, VERB_LINE = 12, 7.4, 17
#: How far a line between two boxes of one column bends out.
BEND = 62


@dataclass(frozen=True)
class Box:
    """A programme, as wide as all the others and as high as its name asks."""

    programme: object
    column: int
    x: float
    y: float
    lines: list[tuple[str, float]]
    height: float

    @property
    def width(self) -> int:
        return BOX_WIDTH

    @property
    def right(self) -> float:
        return self.x + BOX_WIDTH

    @property
    def middle(self) -> tuple[float, float]:
        return self.x + BOX_WIDTH / 2, self.y + self.height / 2

    @property
    def text_x(self) -> float:
        return self.x + 12


@dataclass(frozen=True)
class Line:
    """A junction: a curve from one box to another and its verb, laid where it hides nothing."""

    kind: str
    is_mutual: bool
    path: str
    #: The ground of the verb: left, top, width, height.
    ground: tuple[float, float, float, float]
    #: The verb, line by line, each with its baseline.
    words: list[tuple[str, float]]

    @property
    def middle(self) -> float:
        return self.ground[0] + self.ground[2] / 2


@dataclass(frozen=True)
class Heading:
    text: str
    x: float
    y: float

    @property
    def rule(self) -> float:
        """Where the line above it lies."""
        return self.y - 24


class Drawing:
    """Where everything stands. Nothing is asked of the database."""

    def __init__(self, programmes: list, junctions: list):
        self.programmes, self.junctions = programmes, junctions
        self._labels: list[tuple[float, float, float, float]] = []

    @cached_property
    def columns(self) -> list[str]:
        """Steps that hold a programme, in order; what is on no step comes last."""
        present = {programme.stage for programme in self.programmes}
        return [stage for stage in (*Stage.values, "") if stage in present]

    @property
    def kinds(self) -> list[str]:
        """Kinds of the lines drawn: each has an arrow of its own colour."""
        return sorted({junction.kind for junction in self.junctions})

    @property
    def headings(self) -> list[Heading]:
        return [
            Heading(
                f"{Stage(stage).number}. {Stage(stage).label}" if stage else _("On no step"),
                MARGIN + position * COLUMN,
                MARGIN + 8,
            )
            for position, stage in enumerate(self.columns)
        ]

    @cached_property
    def _bands(self) -> list[tuple[Function, float, dict]]:
        """Functions that hold a programme: where each begins, and its programmes by column."""
        bands, top = [], HEAD
        for function in Function:
            cells = defaultdict(list)
            for programme in self.programmes:
                if programme.function == function:
                    cells[self.columns.index(programme.stage)].append(programme)
            if cells:
                bands.append((function, top, cells))
                top += BAND_HEAD + (max(map(len, cells.values())) + 0.5) * ROW
        return bands

    @property
    def bands(self) -> list[Heading]:
        return [Heading(function.label, MARGIN, top + 24) for function, top, _cells in self._bands]

    @cached_property
    def boxes(self) -> list[Box]:
        return [
            self._box(programme, column, top + BAND_HEAD + (row + (column % 2) / 2) * ROW)
            for _function, top, cells in self._bands
            for column, programmes in sorted(cells.items())
            for row, programme in enumerate(programmes)
        ]

    def _box(self, programme, column: int, top: float) -> Box:
        words = textwrap.wrap(programme.title, LETTERS_A_LINE, max_lines=3, placeholder="…") or [""]
        lines = [(text, top + 24 + index * LINE) for index, text in enumerate(words)]
        return Box(programme, column, MARGIN + column * COLUMN, top, lines, 18 + len(words) * LINE)

    @property
    def width(self) -> float:
        return 2 * MARGIN + max(len(self.columns), 1) * COLUMN

    @property
    def height(self) -> float:
        return max((box.y + box.height for box in self.boxes), default=0) + 2 * MARGIN

    @cached_property
    def lines(self) -> list[Line]:
        boxes = {box.programme.pk: box for box in self.boxes}
        return [self._line(each, boxes[each.source.pk], boxes[each.target.pk]) for each in self.junctions]

    def _line(self, junction, source: Box, target: Box) -> Line:
        curve = _curve(source, target)
        (x0, y0), (x1, y1), (x2, y2), (x3, y3) = curve
        path = f"M{x0:.0f} {y0:.0f}C{x1:.0f} {y1:.0f} {x2:.0f} {y2:.0f} {x3:.0f} {y3:.0f}"
        verb = textwrap.wrap(junction.verb, VERB_LETTERS)
        width, height = max(map(len, verb)) * VERB_LETTER + 8, len(verb) * VERB_LINE + 5
        left, top = self._room_for_verb(curve, width, height)
        words = [(text, top + 15 + index * VERB_LINE) for index, text in enumerate(verb)]
        return Line(junction.kind, junction.is_mutual, path, (left, top, round(width), height), words)

    def _room_for_verb(self, curve, width: float, height: float) -> tuple[float, float]:
        """The point nearest to the middle of a curve where the verb covers neither a box nor another verb."""
        taken = [(box.x, box.y, box.right, box.y + box.height) for box in self.boxes] + self._labels
        found = None
        for share in (0.5, 0.42, 0.58, 0.34, 0.66, 0.26, 0.74, 0.18, 0.82):
            x, y = _point(curve, share)
            room = (x - width / 2, y - height / 2, x + width / 2, y + height / 2)
            found = found or room
            if room[0] > 0 and room[2] < self.width and not any(_overlap(room, other) for other in taken):
                found = room
                break
        self._labels.append(found)
        return round(found[0]), round(found[1])


def _curve(source: Box, target: Box) -> tuple:
    """Four points of a curve between the nearest sides of two boxes; on the right within a column."""
    sy, ty = source.middle[1], target.middle[1]
    if source.column == target.column:
        bend = source.right + BEND
        return (source.right, sy), (bend, sy), (bend, ty), (target.right + 8, ty)
    if source.column < target.column:
        start, end = source.right, target.x - 8
    else:
        start, end = source.x, target.right + 8
    reach = (end - start) * 0.45
    return (start, sy), (start + reach, sy), (end - reach, ty), (end, ty)


def _point(curve, share: float) -> tuple[float, float]:
    """A point of a cubic curve, from 0 at its beginning to 1 at its end."""
    rest = 1 - share
    weights = (rest**3, 3 * rest**2 * share, 3 * rest * share**2, share**3)
    return tuple(
        sum(weight * point[axis] for weight, point in zip(weights, curve, strict=True)) for axis in (0, 1)
    )


def _overlap(one, other) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]

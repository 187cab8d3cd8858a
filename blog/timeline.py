"""The year as a timeline: one bar for each commitment whose period is known, drawn on the server.

A bar covers the period as it was announced, at its widest. Positions are thousandths of the year, its twelve
months being equally wide; they come as text, ready for SVG whatever the language's decimal mark.
"""

import calendar
import datetime
from dataclasses import dataclass

from django.utils.dates import MONTHS, MONTHS_AP
from django.utils.translation import gettext as _

from core.typography import written_date

#: Length of the year in the drawing.
WIDTH = 1000
#: Top, middle and bottom of a bar.
TOP, MIDDLE, BOTTOM = 4, 14, 24
#: How far an arrow or a torn edge reaches into its bar, and the least that a bar measures.
EDGE, LEAST = 14, 12

#: Lines between the months.
GRID = " ".join(f"M{WIDTH * month / 12:.1f} 0V28" for month in range(1, 12))


@dataclass(frozen=True)
class Row:
    """A commitment and its bar, as the corners of a polygon."""

    commitment: object
    #: When, in words: as it was announced or, failing that, its dates.
    period: str
    points: str
    #: Whether it has an arrow, or a torn edge.
    has_arrow: bool
    is_torn: bool


@dataclass(frozen=True)
class Timeline:
    year: int
    rows: list[Row]
    #: Those that take the year from end to end: one bar, `whole`, says it for all of them.
    all_year: list
    #: Those of which no date is known.
    undated: list
    months: list[dict]
    whole: str
    grid: str
    #: Where today is, and the day; None outside the year.
    today: dict | None

    @property
    def has_arrows(self) -> bool:
        return any(row.has_arrow for row in self.rows)

    @property
    def has_torn_edges(self) -> bool:
        return any(row.is_torn for row in self.rows)

    @property
    def is_drawn(self) -> bool:
        return bool(self.rows or self.all_year)


def timeline_of(year: int, commitments, today: datetime.date) -> Timeline:
    rows, all_year, undated = [], [], []
    first, last = datetime.date(year, 1, 1), datetime.date(year, 12, 31)
    for commitment in commitments:
        period = commitment.starts_on, commitment.ends_on
        if period == (None, None):
            undated.append(commitment)
        elif period == (first, last):
            all_year.append(commitment)
        else:
            rows.append(_row(year, commitment))
    rows.sort(key=lambda row: (row.commitment.starts_on or first, row.commitment.ends_on or last))
    return Timeline(
        year=year,
        rows=rows,
        all_year=all_year,
        undated=undated,
        months=[{"name": MONTHS_AP[month], "initial": str(MONTHS[month])[:1].upper()} for month in MONTHS],
        whole=_bar(year, first, last),
        grid=GRID,
        today={"on": today, "x": f"{_x(today):.1f}"} if today.year == year else None,
    )


def _row(year: int, commitment) -> Row:
    starts_on, ends_on = commitment.starts_on, commitment.ends_on
    return Row(
        commitment=commitment,
        period=commitment.period or _dates(starts_on, ends_on),
        points=_bar(year, starts_on, ends_on),
        has_arrow=_begins_before(year, starts_on) or _goes_on_after(year, ends_on),
        is_torn=starts_on is None or ends_on is None,
    )


def _begins_before(year: int, starts_on) -> bool:
    return bool(starts_on and starts_on.year < year)


def _goes_on_after(year: int, ends_on) -> bool:
    return bool(ends_on and ends_on.year > year)


def _dates(starts_on, ends_on) -> str:
    dates = {"start": written_date(starts_on), "end": written_date(ends_on)}
    if not ends_on:
        return _("From %(start)s") % dates
    if not starts_on:
        return _("Until %(end)s") % dates
    return _("From %(start)s to %(end)s") % dates


def _x(day: datetime.date, *, at_end: bool = False) -> float:
    """Where a day begins, or ends."""
    length = calendar.monthrange(day.year, day.month)[1]
    return WIDTH * (day.month - 1 + (day.day - (not at_end)) / length) / 12


def _bar(year: int, starts_on, ends_on) -> str:
    """Corners of a bar: an arrow where it goes beyond the year, a torn edge where no day is known."""
    left, right = 0.0, float(WIDTH)
    if starts_on and starts_on.year >= year:
        left = _x(starts_on) if starts_on.year == year else WIDTH - 2 * EDGE
    if ends_on and ends_on.year <= year:
        right = _x(ends_on, at_end=True) if ends_on.year == year else 2 * EDGE
    right = max(right, left + LEAST)
    if right > WIDTH:
        left, right = left - (right - WIDTH), float(WIDTH)
    start = _edge(left, EDGE, beyond=_begins_before(year, starts_on), torn=starts_on is None)
    end = _edge(right, -EDGE, beyond=_goes_on_after(year, ends_on), torn=ends_on is None)
    return " ".join(f"{x:.1f},{y}" for x, y in [*start, *reversed(end)])


def _edge(x: float, inward: float, *, beyond: bool, torn: bool) -> list[tuple[float, int]]:
    """One end of a bar, from bottom to top; `inward` is how far it may reach into the bar."""
    if beyond:
        return [(x + inward, BOTTOM), (x, MIDDLE), (x + inward, TOP)]
    if torn:
        return [(x, BOTTOM), (x + inward, MIDDLE + 4), (x, MIDDLE), (x + inward, MIDDLE - 5), (x, TOP)]
    return [(x, BOTTOM), (x, TOP)]

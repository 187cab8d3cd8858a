"""One month as a calendar on a wall: weeks from Monday, each event on each of its days."""

import calendar
import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from programmes.agenda.models import EventPage


@dataclass(frozen=True)
class Part:
    """An event on one of its days."""

    event: "EventPage"
    #: Of how many days, and the how manyeth this one is.
    number: int
    count: int


@dataclass(frozen=True)
class Day:
    date: datetime.date
    #: Whether it is a day of the month shown, and not of the ones around it.
    is_inside: bool
    is_today: bool
    parts: list[Part] = field(default_factory=list)


@dataclass(frozen=True)
class MonthGrid:
    #: First day of the month.
    month: datetime.date
    weeks: list[list[Day]]
    #: Those of which the month is known, but not the day.
    undated: list["EventPage"]

    @classmethod
    def of(cls, month: datetime.date, events: Iterable["EventPage"], today: datetime.date) -> "MonthGrid":
        """`events`: those of the month, in the order in which they stand on their days."""
        dates = calendar.Calendar().monthdatescalendar(month.year, month.month)
        weeks = [[Day(date, date.month == month.month, date == today) for date in week] for week in dates]
        inside = [day for week in weeks for day in week if day.is_inside]
        undated = []
        for event in events:
            if event.date_text:
                undated.append(event)
                continue
            first, last = event.first_day, event.last_day
            for day in inside:
                if first <= day.date <= last:
                    day.parts.append(Part(event, (day.date - first).days + 1, (last - first).days + 1))
        return cls(month, weeks, undated)

    @property
    def days(self) -> list[Day]:
        """Those on which there is something."""
        return [day for week in self.weeks for day in week if day.parts]

    def __bool__(self):
        return bool(self.days or self.undated)


def month_of(year: int, number: int) -> datetime.date | None:
    """First day of a month; None where there is no such month, or no week after it."""
    if not (datetime.MINYEAR < year < datetime.MAXYEAR and 1 <= number <= 12):
        return None
    return datetime.date(year, number, 1)


def before(month: datetime.date) -> datetime.date:
    """The month before, by its first day."""
    return (month - datetime.timedelta(days=1)).replace(day=1)


def after(month: datetime.date) -> datetime.date:
    """The month after, by its first day."""
    return (month + datetime.timedelta(days=31)).replace(day=1)

"""Coming events as a list by month."""

import datetime
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from programmes.agenda.models import EventPage


@dataclass(frozen=True)
class Calendar:
    """Coming events by month, and those of which not even the month is known."""

    months: list[tuple[datetime.date, list["EventPage"]]]
    undated: list["EventPage"]

    @classmethod
    def of(cls, events, today: datetime.date) -> "Calendar":
        """An event that has begun stands in the month of `today`."""
        months: dict[datetime.date, list[EventPage]] = {}
        undated = []
        for event in events:
            month = event.month(today)
            if month is None:
                undated.append(event)
            else:
                months.setdefault(month, []).append(event)
        for members in months.values():
            members.sort(key=lambda event: bool(event.date_text))
        return cls(sorted(months.items(), key=lambda item: item[0]), undated)

    def __bool__(self):
        return bool(self.months or self.undated)

"""All public events of an agenda, as far as one needs to know them to choose among them. One query."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

from programmes.agenda.times import Times

COLUMNS = (
    "pk",
    "starts_at",
    "ends_at",
    "all_day",
    "date_text",
    "event_kind",
    "programme__translation_key",
    "venue__slug",
    "venue__name",
    "venue__territory__slug",
    "venue__territory__name",
    "territory__slug",
    "territory__name",
)


@dataclass(frozen=True)
class Row(Times):
    """One event: when, of which kind and programme, and where (slug → name of venue and territories)."""

    pk: int
    starts_at: datetime.datetime
    ends_at: datetime.datetime | None
    all_day: bool
    date_text: str
    kind: str
    programme: UUID | None
    places: dict[str, str]

    @classmethod
    def of(cls, values: tuple) -> "Row":
        *own, venue, venue_name, land, land_name, territory, territory_name = values
        places = {venue: venue_name, land: land_name, territory: territory_name}
        return cls(*own, places={slug: name for slug, name in places.items() if slug})


class Almanac:
    """What was, what is coming, and in which months."""

    def __init__(self, events, today: datetime.date):
        """`events`: a queryset of those that anybody may read."""
        self._events, self.today = events, today

    @cached_property
    def rows(self) -> list[Row]:
        """Soonest first."""
        values = self._events.order_by("starts_at", "pk").values_list(*COLUMNS)
        return [Row.of(each) for each in values]

    @cached_property
    def coming(self) -> list[Row]:
        """Soonest first."""
        return [row for row in self.rows if not row.is_past(self.today)]

    @cached_property
    def past(self) -> list[Row]:
        """Latest first."""
        return [row for row in reversed(self.rows) if row.is_past(self.today)]

    def of_month(self, month: datetime.date) -> list[Row]:
        return [row for row in self.rows if row.is_in_month(month)]

    def past_of_year(self, year: int) -> list[Row]:
        """Those that began that year, latest first."""
        return [row for row in self.past if row.first_day.year == year]

    @cached_property
    def past_years(self) -> list[int]:
        """Years in which something took place, latest first."""
        return sorted({row.first_day.year for row in self.past}, reverse=True)

    @cached_property
    def first_month(self) -> datetime.date:
        """That of the first event, or the current one."""
        return min([self.today, *(row.first_day for row in self.rows)]).replace(day=1)

    @cached_property
    def last_month(self) -> datetime.date:
        """That of the last day of any event, or the current one."""
        return max([self.today, *(row.last_day for row in self.rows)]).replace(day=1)

    def fetch(self, rows: Iterable[Row]) -> list:
        """The whole events of some rows, in their order. One query."""
        order = {row.pk: position for position, row in enumerate(rows)}
        if not order:
            return []
        events = self._events.filter(pk__in=order).defer_streamfields()
        return sorted(events, key=lambda event: order[event.pk])

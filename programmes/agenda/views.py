"""What the agenda shows at its own address and at those below it."""

import datetime
from dataclasses import dataclass
from itertools import groupby
from urllib.parse import urljoin

from django.core.paginator import Page, Paginator
from django.http import Http404
from django.shortcuts import redirect
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from core import clock
from core.below import render_below
from core.leaves import leaf_or_404
from programmes.agenda import feed
from programmes.agenda.almanac import Almanac
from programmes.agenda.calendar import Calendar
from programmes.agenda.filters import EventFilters
from programmes.agenda.month import MonthGrid, after, before, month_of
from programmes.agenda.places import in_own_language

#: Coming events that the agenda shows by month; the list has all of them.
COMING_SHOWN = 40
LIST_PAGE_SIZE = 50
ARCHIVE_PAGE_SIZE = 20


@dataclass(frozen=True)
class View:
    """One way of looking at the agenda, for the links between them."""

    name: str
    label: str
    url: str
    is_current: bool


class Reading:
    """An agenda as one visit reads it: its events, and what the address leaves of them."""

    def __init__(self, request, agenda):
        self.request, self.agenda = request, agenda
        self.today = clock.today()
        self.almanac = Almanac(agenda.events, self.today)
        self.filters = EventFilters.read(
            request.GET, self.almanac, agenda.event_kinds, agenda.public_programmes()
        )

    def events(self, rows) -> list:
        """The whole events, each with its venue in its own language."""
        events = self.almanac.fetch(rows)
        in_own_language(events)
        return events

    def leaf(self, rows: list, size: int) -> Page:
        """The leaf of `?page=`, with whole events."""
        leaf = leaf_or_404(Paginator(rows, size), self.request)
        leaf.object_list = self.events(leaf.object_list)
        return leaf

    def context(self, name: str, rows, url: str) -> dict:
        """What every view prints around its list, which is of `rows` before filters, at `url`."""
        filters = self.filters
        return {
            "views": self._views(name),
            "filters": filters,
            "filter_groups": filters.groups(rows, url),
            "reset_url": url,
            # One filter is a list worth finding; combinations are endless, other views show the same.
            "is_noindex": filters.misread or filters.are_combined or (bool(filters) and name != "coming"),
            "leaf_query": f"{filters.query}&" if filters else "",
            "archive_links": self._archive_links(url),
            "subscriptions": feed.subscriptions(self.request, self.agenda, filters),
        }

    def canonical(self, url: str, leaf: Page | None = None) -> str:
        """The one whole address of this state."""
        pairs = [self.filters.query] if self.filters else []
        if leaf is not None and leaf.number > 1:
            pairs.append(f"page={leaf.number}")
        whole = urljoin(self.agenda.get_full_url(self.request), url)
        return f"{whole}?{'&'.join(pairs)}" if pairs else whole

    def month_url(self, month: datetime.date) -> str:
        return self.filters.address(self.agenda.month_url(month, self.request))

    def _views(self, current: str) -> list[View]:
        agenda, request = self.agenda, self.request
        addresses = [
            ("coming", _("By month"), agenda.get_url(request)),
            ("list", _("List"), agenda.route_url("list", request)),
            ("month", _("Calendar"), agenda.month_url(self.today, request)),
        ]
        return [
            View(name, label, self.filters.address(url), name == current) for name, label, url in addresses
        ]

    def _archive_links(self, current: str) -> list[dict]:
        """Years in which something took place, for the component filters.html."""
        addresses = {
            year: self.agenda.route_url("year", self.request, year) for year in self.almanac.past_years
        }
        return [
            {"label": str(year), "url": url, "current": url == current} for year, url in addresses.items()
        ]


def front(request, agenda) -> dict:
    """Context of the agenda itself: the next events by month, then what took place.

    `?page=` turns the leaves of the archive; those after the first show nothing else.
    """
    reading = Reading(request, agenda)
    rows = reading.filters.keep(reading.almanac.coming)
    archive = reading.leaf(reading.filters.keep(reading.almanac.past), ARCHIVE_PAGE_SIZE)
    calendar, more = None, 0
    if archive.number == 1:
        calendar = Calendar.of(reading.events(rows[:COMING_SHOWN]), reading.today)
        more = max(0, len(rows) - COMING_SHOWN)
    url = agenda.get_url(request)
    return reading.context("coming", reading.almanac.rows, url) | {
        "calendar": calendar,
        "more": more,
        "list_url": reading.filters.address(agenda.route_url("list", request)),
        "archive": archive,
        "archive_years": by_year(archive.object_list),
        "canonical_url": reading.canonical(url, archive),
    }


def serve_list(request, agenda):
    """All that is coming, line by line."""
    url = agenda.route_url("list", request)
    if elsewhere := agenda.elsewhere(request, url):
        return elsewhere
    reading = Reading(request, agenda)
    leaf = reading.leaf(reading.filters.keep(reading.almanac.coming), LIST_PAGE_SIZE)
    return render_below(
        agenda,
        request,
        "agenda/list.html",
        route="list",
        canonical=reading.canonical(url, leaf),
        standing={"title": _("List of coming dates"), "introduction": ""},
        leaf=leaf,
        **reading.context("list", reading.almanac.coming, url),
    )


def serve_month(request, agenda, year: str, number: str):
    """The days of a month. 404, with a sentence, for one that does not exist or in which nothing is known."""
    reading = Reading(request, agenda)
    month = month_of(int(year), int(number))
    first, last = reading.almanac.first_month, reading.almanac.last_month
    if month is None or not first <= month <= last:
        return _no_such_month(reading, year, number)
    url = agenda.month_url(month, request)
    if elsewhere := agenda.elsewhere(request, url):
        return elsewhere
    rows = reading.almanac.of_month(month)
    this_month = reading.today.replace(day=1)
    grid = MonthGrid.of(month, reading.events(reading.filters.keep(rows)), reading.today)
    return render_below(
        agenda,
        request,
        "agenda/month.html",
        route="month",
        args=_month_args(month),
        canonical=reading.canonical(url),
        standing={
            "title": capfirst(date_format(month, "F Y")),
            "seo_title": f"{agenda.title}, {date_format(month, 'F Y')}",
            "introduction": "",
        },
        grid=grid,
        previous=_beside(reading, before(month)) if month > first else None,
        following=_beside(reading, after(month)) if month < last else None,
        current=None if month == this_month else _beside(reading, this_month),
        **reading.context("month", rows, url),
    )


def serve_year(request, agenda, year: str):
    """What took place in a year."""
    reading = Reading(request, agenda)
    rows = reading.almanac.past_of_year(int(year))
    if not rows:
        raise Http404
    url = agenda.route_url("year", request, int(year))
    if elsewhere := agenda.elsewhere(request, url):
        return elsewhere
    leaf = reading.leaf(reading.filters.keep(rows), LIST_PAGE_SIZE)
    return render_below(
        agenda,
        request,
        "agenda/year.html",
        route="year",
        args=[int(year)],
        canonical=reading.canonical(url, leaf),
        standing={
            "title": _("It took place in %(year)s") % {"year": int(year)},
            "introduction": "",
        },
        leaf=leaf,
        year=int(year),
        **reading.context("year", rows, url),
    )


def serve_archive(request, agenda):
    """The archive stands below what is coming."""
    return redirect(f"{agenda.get_url(request)}#archive", permanent=True)


def by_year(events) -> list[tuple[int, list]]:
    return [(year, list(group)) for year, group in groupby(events, lambda event: event.first_day.year)]


def _month_args(month: datetime.date) -> list[str]:
    return [f"{month.year:04}", f"{month.month:02}"]


def _beside(reading: Reading, month: datetime.date) -> dict:
    return {"label": date_format(month, "F Y"), "url": reading.month_url(month)}


def _no_such_month(reading: Reading, year: str, number: str):
    """Says what is wrong with the address, and leads to the nearest month of which something is known."""
    almanac = reading.almanac
    month = month_of(int(year), int(number))
    nearest = reading.today.replace(day=1)
    if not 1 <= int(number) <= 12:
        message = _("There is no month %(number)s: choose one from 1 to 12.") % {"number": int(number)}
    elif month is None:
        message = _(
            "The agenda knows no year %(year)s: choose a year in four figures, such as %(current)s."
        ) % {
            "year": int(year),
            "current": reading.today.year,
        }
    elif month < almanac.first_month:
        nearest = almanac.first_month
        message = _("The agenda begins in %(month)s: nothing is known before.") % {
            "month": date_format(nearest, "F Y")
        }
    else:
        nearest = almanac.last_month
        message = _("The agenda goes no further than %(month)s for the time being.") % {
            "month": date_format(nearest, "F Y")
        }
    response = render_below(
        reading.agenda,
        reading.request,
        "agenda/no_such_month.html",
        route="month",
        args=_month_args(nearest),
        standing={"title": _("This month is not in the agenda"), "introduction": ""},
        message=message,
        nearest=_beside(reading, nearest),
        agenda_url=reading.agenda.get_url(reading.request),
    )
    response.status_code = 404
    return response

"""What a visit to the agenda asks of the database: as much at ten events as at five hundred."""

import datetime
from zoneinfo import ZoneInfo

import pytest

from programmes.agenda.models import EventPage, Venue
from tests.factories import (
    AgendaPageFactory,
    EventPageFactory,
    ProgrammeIndexPageFactory,
    ProgrammePageFactory,
    TerritoryFactory,
)

PARIS = ZoneInfo("Europe/Paris")
PAGES = ("", "?lieu=paris", "liste/", "2016/02/", "archives/2015/", "rencontre-2/")
CALENDARS = ("agenda.ics", "calendriers/la-transfo.ics", "rencontre-2/rencontre-2.ics")


@pytest.fixture(autouse=True)
def _pinned(settings):
    settings.PINNED_TODAY = datetime.date(2016, 1, 11)


def test_at_ten_and_at_five_hundred(home, count_queries):
    agenda = AgendaPageFactory(parent=home)
    programme = ProgrammePageFactory(parent=ProgrammeIndexPageFactory(parent=home), slug="la-transfo")
    paris = TerritoryFactory(slug="paris")
    venue = Venue.objects.create(
        locale=agenda.locale, name="Superpublic", slug="superpublic", territory=paris
    )

    def fill(numbers):
        for number in numbers:
            begins = datetime.datetime(2016 - number % 2, 2, 1 + number % 28, 9, tzinfo=PARIS)
            EventPageFactory(
                parent=agenda,
                slug=f"rencontre-{number}",
                starts_at=begins,
                programme=programme,
                venue=venue,
                territory=TerritoryFactory() if number % 3 else paris,
                event_kind=EventPage.Kind.values[number % 6],
            )

    def counts(addresses):
        return [count_queries(f"{agenda.url}{address}") for address in addresses]

    fill(range(10))
    pages, calendars = counts(PAGES), counts(CALENDARS)
    fill(range(10, 500))
    assert counts(PAGES) == pages
    assert counts(CALENDARS) == calendars
    assert max([*pages, *counts(["?page=2", "liste/?page=2"])]) <= 12
    assert max(calendars) <= 8

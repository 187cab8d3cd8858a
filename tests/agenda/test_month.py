"""A month on the wall, the list and the archive: the same days, whichever way one looks at them."""

import datetime
from zoneinfo import ZoneInfo

import icalendar
import pytest
from django.utils.translation import gettext

from core.typography import typeset
from programmes.agenda.month import MonthGrid, after, before, month_of
from programmes.agenda.views import COMING_SHOWN, LIST_PAGE_SIZE
from tests.factories import AgendaPageFactory, EventPageFactory

PARIS = ZoneInfo("Europe/Paris")


def at(month, day, hour=0, minute=0, year=2016):
    return datetime.datetime(year, month, day, hour, minute, tzinfo=PARIS)


@pytest.fixture(autouse=True)
def _pinned(settings):
    settings.PINNED_TODAY = datetime.date(2016, 1, 11)


@pytest.fixture
def agenda(home):
    return AgendaPageFactory(parent=home)


def days_of(response):
    """Day → titles."""
    grid = response.context["grid"]
    return {day.date.day: [part.event.title for part in day.parts] for day in grid.days}


@pytest.mark.parametrize(
    ("known", "days"),
    [
        ({"starts_at": at(3, 27, 1, 59), "ends_at": at(3, 27, 3, 1)}, [27]),
        ({"starts_at": at(3, 26, 23), "ends_at": at(3, 27, 0)}, [26]),
        ({"starts_at": at(3, 26, 23), "ends_at": at(3, 27, 0, 1)}, [26, 27]),
        ({"starts_at": at(3, 25), "ends_at": at(3, 28), "all_day": True}, [25, 26, 27, 28]),
        # In UTC the day before, and the month before.
        ({"starts_at": at(3, 1, 0, 30)}, [1]),
        ({"starts_at": at(3, 31, 23, 59)}, [31]),
        # From the month before, and into the next one.
        ({"starts_at": at(2, 27), "ends_at": at(3, 2), "all_day": True}, [1, 2]),
        ({"starts_at": at(3, 30), "ends_at": at(4, 2), "all_day": True}, [30, 31]),
        ({"starts_at": at(2, 28, 9), "ends_at": at(4, 2)}, list(range(1, 32))),
        ({"starts_at": at(2, 29, 23, 59), "ends_at": at(3, 1, 0)}, []),
    ],
)
def test_event_stands_on_each_of_its_days_as_in_its_calendar(client, agenda, known, days):
    event = EventPageFactory(parent=agenda, title="Rencontre", **known)
    EventPageFactory(parent=agenda, title="Avant", starts_at=at(2, 1, 9))
    EventPageFactory(parent=agenda, title="Après", starts_at=at(4, 1, 9))
    shown = days_of(client.get(f"{agenda.url}2016/03/"))
    assert [day for day, titles in shown.items() if titles] == days
    (entry,) = icalendar.Calendar.from_ical(client.get(event.file_address()).content).events
    first, last = entry.start, entry.end
    if isinstance(last, datetime.datetime):
        first, last = first.date(), (last - datetime.timedelta(seconds=entry.end != entry.start)).date()
    else:
        last -= datetime.timedelta(days=1)
    assert (event.first_day, event.last_day) == (first, last)


def test_october_has_a_day_of_25_hours(client, agenda):
    EventPageFactory(parent=agenda, title="Nuit", starts_at=at(10, 29, 23), ends_at=at(10, 30, 23, 59))
    assert days_of(client.get(f"{agenda.url}2016/10/")) == {29: ["Nuit"], 30: ["Nuit"]}


def test_table_for_whoever_hears_it(client, agenda):
    EventPageFactory(parent=agenda, title="Atelier", starts_at=at(1, 20), ends_at=at(1, 21), all_day=True)
    html = client.get(f"{agenda.url}2016/01/").text
    assert html.count('scope="col"') == 7
    assert html.count("<h1") == 1
    assert html.count('role="row"') == 6
    assert 'datetime="2016-01-20"' in html
    assert "<caption" in html
    assert html.count(">Atelier<") == 2


def test_grid_begins_on_monday_and_holds_whole_weeks():
    grid = MonthGrid.of(datetime.date(2016, 2, 1), [], datetime.date(2016, 2, 29))
    assert [len(week) for week in grid.weeks] == [7] * 5
    assert grid.weeks[0][0].date == datetime.date(2016, 2, 1)
    assert [day.date.day for week in grid.weeks for day in week if day.is_inside] == list(range(1, 30))
    assert [day.date for week in grid.weeks for day in week if day.is_today] == [datetime.date(2016, 2, 29)]
    assert not grid


def test_months_beside(client, agenda):
    EventPageFactory(parent=agenda, starts_at=at(12, 10, year=2015))
    EventPageFactory(parent=agenda, starts_at=at(3, 10))
    ways = {
        month: [way and way["url"] for way in (r.context["previous"], r.context["following"])]
        for month in ("2015/12", "2016/01", "2016/02", "2016/03")
        for r in [client.get(f"{agenda.url}{month}/")]
    }
    assert ways == {
        "2015/12": [None, f"{agenda.url}2016/01/"],
        "2016/01": [f"{agenda.url}2015/12/", f"{agenda.url}2016/02/"],
        "2016/02": [f"{agenda.url}2016/01/", f"{agenda.url}2016/03/"],
        "2016/03": [f"{agenda.url}2016/02/", None],
    }
    assert before(datetime.date(2016, 1, 1)) == datetime.date(2015, 12, 1)
    assert after(datetime.date(2016, 12, 1)) == datetime.date(2017, 1, 1)


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("2016/13/", "13"),
        ("2016/0/", "0"),
        ("2016/00/", "0"),
        ("0/05/", "2016"),
        ("0000/01/", "2016"),
        ("99999/01/", "99999"),
        ("999999999/999999999/", "999999999"),
        ("9999/12/", "9999"),
        ("2016/02/", "2016"),
        ("2015/12/", "2016"),
        ("1/1/", "2016"),
    ],
)
def test_month_that_is_not_there_says_what_to_do(client, agenda, address, told):
    EventPageFactory(parent=agenda, starts_at=at(1, 20))
    response = client.get(f"{agenda.url}{address}")
    assert response.status_code == 404
    assert told in response.context["message"]
    assert str(typeset(response.context["message"])) in response.text
    assert 'name="robots" content="noindex' in response.text
    assert f'href="{agenda.url}2016/01/"' in response.text


@pytest.mark.parametrize(
    "address", ["2016/²/", "٢٠١٦/٠١/", "2016/treize/", f"{'9' * 5000}/01/", "2016/-1/", "archives/0000/"]
)
def test_what_is_no_month_at_all_is_a_404(client, agenda, address):
    assert client.get(f"{agenda.url}{address}").status_code == 404


def test_one_address_a_month(client, agenda):
    response = client.get(f"{agenda.url}2016/1/?lieu=x")
    assert (response.status_code, response["Location"]) == (301, f"{agenda.url}2016/01/?lieu=x")
    assert month_of(2016, 12) == datetime.date(2016, 12, 1)


def test_day_to_be_set_stands_under_the_month(client, agenda):
    EventPageFactory(parent=agenda, title="En mars", starts_at=at(3, 1), ends_at=at(3, 31), date_text="mars")
    EventPageFactory(
        parent=agenda, title="Au printemps", starts_at=at(3, 1), ends_at=at(5, 1), date_text="T2"
    )
    grid = client.get(f"{agenda.url}2016/03/").context["grid"]
    assert [event.title for event in grid.undated] == ["En mars"]
    assert not grid.days


def test_list_holds_all_that_is_coming_leaf_by_leaf(client, agenda):
    for number in range(LIST_PAGE_SIZE + 2):
        EventPageFactory(parent=agenda, title=f"Date {number}", starts_at=at(2, 1 + number % 28, 9))
    EventPageFactory(parent=agenda, title="Passée", starts_at=at(1, 10, 9))
    front = client.get(agenda.url)
    assert front.context["more"] == LIST_PAGE_SIZE + 2 - COMING_SHOWN
    assert f'href="{agenda.url}liste/"' in front.text
    leaves = [client.get(f"{agenda.url}liste/?page={number}") for number in (1, 2)]
    events = [event for leaf in leaves for event in leaf.context["leaf"].object_list]
    assert len({event.pk for event in events}) == LIST_PAGE_SIZE + 2
    assert events == sorted(events, key=lambda event: (event.starts_at, event.pk))
    assert client.get(f"{agenda.url}liste/?page=3").status_code == 404
    assert client.get(f"{agenda.url}list/")["Location"] == f"{agenda.url}liste/"


def test_archive_of_a_year(client, agenda):
    EventPageFactory(parent=agenda, title="Mai 2015", starts_at=at(5, 1, year=2015))
    EventPageFactory(parent=agenda, title="Juin 2015", starts_at=at(6, 1, year=2015))
    EventPageFactory(parent=agenda, title="Janvier 2016", starts_at=at(1, 5))
    EventPageFactory(parent=agenda, title="À venir", starts_at=at(1, 12))
    leaf = client.get(f"{agenda.url}archives/2015/").context["leaf"]
    assert [event.title for event in leaf.object_list] == ["Juin 2015", "Mai 2015"]
    leaf = client.get(f"{agenda.url}archives/2016/").context["leaf"]
    assert [event.title for event in leaf.object_list] == ["Janvier 2016"]
    assert client.get(f"{agenda.url}archives/2014/").status_code == 404
    assert client.get(f"{agenda.url}archives/")["Location"] == f"{agenda.url}#archive"


def test_sitemap_knows_the_list_and_the_years(client, agenda):
    EventPageFactory(parent=agenda, starts_at=at(5, 1, year=2015))
    sitemap = client.get("/sitemap.xml").text
    for address in ("liste/", "archives/2015/"):
        assert f"http://localhost{agenda.url}{address}<" in sitemap
    assert "/2016/01/<" not in sitemap


def test_empty_agenda_has_its_month(client, agenda):
    response = client.get(f"{agenda.url}2016/01/")
    assert gettext("Nothing is set this month.") in response.text
    assert response.context["previous"] is response.context["following"] is None
    assert client.get(f"{agenda.url}liste/").status_code == 200

"""The agenda: what is coming by month, what is over by year, and where one becomes the other."""

import datetime
from zoneinfo import ZoneInfo

import pytest
from wagtail.models import PageViewRestriction

from core.typography import typeset
from programmes.agenda.models import EventPage
from programmes.agenda.views import ARCHIVE_PAGE_SIZE
from tests.factories import AgendaPageFactory, EventPageFactory, TerritoryFactory

PARIS = ZoneInfo("Europe/Paris")
TODAY = datetime.date(2016, 1, 11)


def at(month, day, hour=0, minute=0, year=2016):
    return datetime.datetime(year, month, day, hour, minute, tzinfo=PARIS)


@pytest.fixture(autouse=True)
def _pinned(settings):
    settings.PINNED_TODAY = TODAY


@pytest.fixture
def agenda(home):
    return AgendaPageFactory(parent=home)


def coming_titles(response):
    calendar = response.context["calendar"]
    events = [event for _month, events in calendar.months for event in events]
    return [event.title for event in [*events, *calendar.undated]]


@pytest.mark.parametrize(
    ("starts_at", "ends_at", "all_day", "coming"),
    [
        (at(1, 11, 0), None, False, True),
        (at(1, 11, 9), at(1, 11, 10), False, True),
        (at(1, 10, 23, 59), None, False, False),
        (at(1, 10, 20), at(1, 11, 0), False, False),
        (at(1, 10, 20), at(1, 11, 0, 1), False, True),
        (at(1, 8), at(1, 11), True, True),
        (at(1, 8), at(1, 10), True, False),
        (at(1, 11), None, True, True),
        (at(1, 10), None, True, False),
        (at(1, 4), at(2, 4), True, True),
        (at(1, 12), None, False, True),
    ],
)
def test_coming_until_the_end_of_its_last_day(client, agenda, starts_at, ends_at, all_day, coming):
    event = EventPageFactory(parent=agenda, starts_at=starts_at, ends_at=ends_at, all_day=all_day)
    response = client.get(agenda.url)
    assert (event.title in coming_titles(response)) is coming
    assert (event in response.context["archive"].object_list) is not coming
    assert event.is_past(TODAY) is not coming


@pytest.mark.parametrize("today", [datetime.date(2016, 3, 27), datetime.date(2016, 10, 30)])
def test_days_of_23_and_25_hours(settings, agenda, today):
    settings.PINNED_TODAY = today
    midnight = datetime.datetime.combine(today, datetime.time.min, tzinfo=PARIS)
    over = EventPageFactory(parent=agenda, starts_at=midnight - datetime.timedelta(minutes=1))
    first = EventPageFactory(parent=agenda, starts_at=midnight)
    last = EventPageFactory(
        parent=agenda, starts_at=datetime.datetime.combine(today, datetime.time(23, 59), tzinfo=PARIS)
    )
    assert list(EventPage.objects.coming()) == [first, last]
    assert list(EventPage.objects.past()) == [over]
    assert {event.first_day for event in (first, last)} == {today}


def test_months_in_order_an_event_under_way_stands_in_the_current_one(client, agenda):
    EventPageFactory(parent=agenda, title="Avril", starts_at=at(4, 1, 9))
    EventPageFactory(
        parent=agenda, title="Exposition", starts_at=at(11, 2, year=2015), ends_at=at(2, 5), all_day=True
    )
    EventPageFactory(parent=agenda, title="Janvier", starts_at=at(1, 15, 18))
    months = client.get(agenda.url).context["calendar"].months
    assert [(month, [event.title for event in events]) for month, events in months] == [
        (datetime.date(2016, 1, 1), ["Exposition", "Janvier"]),
        (datetime.date(2016, 4, 1), ["Avril"]),
    ]


def test_date_in_words_stands_in_its_month_or_apart(client, agenda):
    EventPageFactory(
        parent=agenda, title="Fin mars", starts_at=at(3, 20), ends_at=at(3, 31), date_text="fin mars 2016"
    )
    EventPageFactory(
        parent=agenda, title="Trimestre", starts_at=at(1, 1), ends_at=at(3, 31), date_text="premier trimestre"
    )
    response = client.get(agenda.url)
    calendar = response.context["calendar"]
    assert [month for month, _events in calendar.months] == [datetime.date(2016, 3, 1)]
    assert [event.title for event in calendar.undated] == ["Trimestre"]
    assert "Premier trimestre" in response.content.decode()


def test_row_tells_when_where_and_how(client, agenda):
    event = EventPageFactory(
        parent=agenda,
        title="Journée découverte",
        starts_at=at(1, 15, 9, 30),
        ends_at=at(1, 15, 17),
        place="Superpublic",
        territory=TerritoryFactory(name="Paris"),
        access="Sur inscription",
        capacity=20,
        event_kind="discovery",
    )
    html = client.get(agenda.url).content.decode()
    for text in (event.when_text, "Superpublic, Paris", "Sur inscription", event.get_event_kind_display()):
        assert str(typeset(text)) in html, text
    assert f'href="{event.url}"' in html


def test_hidden_events_are_nowhere(client, agenda):
    EventPageFactory(parent=agenda, title="Brouillon", live=False)
    private = EventPageFactory(parent=agenda, title="Réservé")
    PageViewRestriction.objects.create(page=private, restriction_type="login")
    html = client.get(agenda.url).content.decode()
    assert "Brouillon" not in html
    assert "Réservé" not in html


def test_empty_agenda_says_so(client, agenda):
    response = client.get(agenda.url)
    assert response.status_code == 200
    assert not response.context["calendar"]
    assert 'id="archive"' not in response.content.decode()


@pytest.fixture
def long_archive(agenda):
    for number in range(ARCHIVE_PAGE_SIZE + 1):
        EventPageFactory(
            parent=agenda, title=f"Passé {number}", starts_at=at(1 + number % 12, 5, year=2015 - number % 2)
        )


def test_archive_by_year_over_several_leaves(client, agenda, long_archive):
    first = client.get(agenda.url)
    assert [year for year, _events in first.context["archive_years"]] == [2015, 2014]
    second = client.get(f"{agenda.url}?page=2")
    assert second.status_code == 200
    assert second.context["calendar"] is None
    shown = [event for page in (first, second) for event in page.context["archive"].object_list]
    assert len({event.pk for event in shown}) == ARCHIVE_PAGE_SIZE + 1
    assert shown == sorted(shown, key=lambda event: (event.starts_at, event.pk), reverse=True)


@pytest.mark.parametrize(
    "page", ["abc", "9999", "0", "-1", "1.5", "", "²", "٣", "9" * 5000, "1%00", "%ff", "2&page=abc"]
)
def test_leaf_that_does_not_exist_is_a_404(client, agenda, long_archive, page):
    assert client.get(f"{agenda.url}?page={page}").status_code == 404


def test_first_leaf_by_its_number(client, agenda):
    assert client.get(f"{agenda.url}?page=1").status_code == 200

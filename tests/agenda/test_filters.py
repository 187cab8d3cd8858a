"""The agenda narrowed by kind, place and programme: every state an address, no address a failure."""

import datetime
from zoneinfo import ZoneInfo

import pytest
from django.utils.html import escape
from django.utils.translation import gettext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.typography import typeset
from programmes.agenda.models import Venue
from tests.factories import (
    AgendaPageFactory,
    EventPageFactory,
    ProgrammeIndexPageFactory,
    ProgrammePageFactory,
    TerritoryFactory,
)

PARIS = ZoneInfo("Europe/Paris")
UNKNOWN = "One of the filters of this address is unknown or given twice: it has been left out."


def at(month, day, hour=0, year=2016):
    return datetime.datetime(year, month, day, hour, tzinfo=PARIS)


@pytest.fixture(autouse=True)
def _pinned(settings):
    settings.PINNED_TODAY = datetime.date(2016, 1, 11)


@pytest.fixture
def agenda(home):
    return AgendaPageFactory(parent=home)


@pytest.fixture
def events(home, agenda):
    """By title; all coming but the last."""
    index = ProgrammeIndexPageFactory(parent=home)
    transfo = ProgrammePageFactory(parent=index, title="La Transfo", slug="la-transfo")
    hidden = ProgrammePageFactory(parent=index, title="Caché", slug="cache", live=False)
    paris = TerritoryFactory(name="Paris", slug="paris")
    bretagne = TerritoryFactory(name="Bretagne", slug="bretagne")
    venue = Venue.objects.create(
        locale=agenda.locale, name="Superpublic", slug="superpublic", territory=paris
    )
    known = {
        "Un": {"event_kind": "workshop", "venue": venue, "programme": transfo},
        "Deux": {"event_kind": "workshop", "territory": bretagne},
        "Trois": {"event_kind": "discovery", "territory": paris, "programme": transfo},
        "Quatre": {"event_kind": "meeting", "programme": hidden},
        "Passé": {"event_kind": "workshop", "territory": paris, "starts_at": at(2, 1, 9, year=2015)},
    }
    return {
        title: EventPageFactory(parent=agenda, title=title, **({"starts_at": at(2, day, 9)} | values))
        for day, (title, values) in enumerate(known.items(), start=1)
    }


def coming(response):
    return [event.title for _month, events in response.context["calendar"].months for event in events]


def past(response):
    return [event.title for event in response.context["archive"].object_list]


@pytest.mark.parametrize(
    ("query", "titles", "over"),
    [
        ("nature=workshop", ["Un", "Deux"], ["Passé"]),
        ("lieu=superpublic", ["Un"], []),
        ("lieu=paris", ["Un", "Trois"], ["Passé"]),
        ("programme=la-transfo", ["Un", "Trois"], []),
        ("nature=workshop&lieu=paris", ["Un"], ["Passé"]),
        ("nature=workshop&lieu=paris&programme=la-transfo", ["Un"], []),
        ("kind=workshop&place=bretagne", ["Deux"], []),
        ("nature=workshop&nature=workshop", ["Un", "Deux"], ["Passé"]),
        ("nature=study_trip", [], []),
    ],
)
def test_filters_alone_and_together(client, agenda, events, query, titles, over):
    response = client.get(f"{agenda.url}?{query}")
    assert (coming(response), past(response)) == (titles, over)
    assert gettext(UNKNOWN) not in response.text


@pytest.mark.parametrize(
    "query",
    [
        "nature=zzz",
        "lieu=atlantide",
        "programme=cache",
        "nature=workshop&nature=meeting",
        "lieu=%00",
        "lieu=%ff",
        f"programme={'x' * 3000}",
        "nature=%3Cscript%3Ealert(1)%3C/script%3E",
        "nature[]=workshop&nature=ne",
    ],
)
def test_unknown_value_is_said_and_everything_shown(client, agenda, events, query):
    response = client.get(f"{agenda.url}?{query}")
    assert response.status_code == 200
    assert len(coming(response)) == 4
    assert str(typeset(gettext(UNKNOWN))) in response.text or gettext(UNKNOWN) in response.text
    assert response.context["filters"].misread
    assert "<script>alert" not in response.text
    assert 'content="noindex, follow"' in response.text


def test_choices_lead_to_their_address_with_their_count(client, agenda, events):
    groups = client.get(f"{agenda.url}?nature=workshop").context["filter_groups"]
    told = [
        [(option["label"], option["url"], option["count"], option["current"]) for option in group["options"]]
        for group in groups
    ]
    everything, workshop = gettext("Everything"), events["Un"].get_event_kind_display()
    kinds, places, programmes = told
    assert kinds[0] == (everything, agenda.url, 5, False)
    assert (workshop, f"{agenda.url}?nature=workshop", 3, True) in kinds
    assert places == [
        (everything, f"{agenda.url}?nature=workshop", 3, True),
        ("Bretagne", f"{agenda.url}?nature=workshop&lieu=bretagne", 1, False),
        ("Paris", f"{agenda.url}?nature=workshop&lieu=paris", 2, False),
        ("Superpublic", f"{agenda.url}?nature=workshop&lieu=superpublic", 1, False),
    ]
    assert programmes[1] == (
        "La Transfo",
        f"{agenda.url}?nature=workshop&programme=la-transfo",
        1,
        False,
    )


def test_choice_is_kept_from_one_view_to_the_other(client, agenda, events):
    for address in ("", "liste/", "2016/02/"):
        response = client.get(f"{agenda.url}{address}?lieu=paris")
        urls = [view.url for view in response.context["views"]]
        assert urls == [f"{agenda.url}{each}?lieu=paris" for each in ("", "liste/", "2016/01/")], address
    month = client.get(f"{agenda.url}2016/02/?lieu=paris").context
    titles = {part.event.title for day in month["grid"].days for part in day.parts}
    assert titles == {"Un", "Trois"}
    assert month["previous"]["url"] == f"{agenda.url}2016/01/?lieu=paris"
    listed = client.get(f"{agenda.url}liste/?lieu=paris").context["leaf"].object_list
    assert [event.title for event in listed] == ["Un", "Trois"]
    year = client.get(f"{agenda.url}archives/2015/?lieu=bretagne")
    assert year.status_code == 200
    assert not year.context["leaf"].object_list


def test_one_state_has_one_address_for_search_engines(client, agenda, events):
    def canonical(query):
        return client.get(f"{agenda.url}{query}").text.split('rel="canonical" href="')[1].split('"')[0]

    one = "http://localhost" + escape(f"{agenda.url}?nature=workshop&lieu=paris")
    assert canonical("?lieu=paris&nature=workshop&utm_source=x") == one
    assert canonical("?place=paris&kind=workshop") == one
    assert canonical("?nature=zzz") == f"http://localhost{agenda.url}"
    robots = 'name="robots"'
    assert robots not in client.get(agenda.url).text
    assert robots not in client.get(f"{agenda.url}?lieu=paris").text
    assert robots in client.get(f"{agenda.url}?lieu=paris&nature=workshop").text
    assert robots in client.get(f"{agenda.url}2016/02/?lieu=paris").text


def test_programme_that_nobody_may_read_of_is_not_named(client, agenda, events):
    assert "Caché" not in client.get(agenda.url).text


def test_calendar_of_the_programme_chosen_comes_first(client, agenda, events):
    subscriptions = client.get(f"{agenda.url}?programme=la-transfo").context["subscriptions"]
    assert subscriptions.first.url == f"http://localhost{agenda.url}calendriers/la-transfo.ics"
    assert [each.url for each in subscriptions.others] == [f"http://localhost{agenda.url}agenda.ics"]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30)
@given(st.dictionaries(st.sampled_from(["nature", "lieu", "programme", "page"]), st.text(max_size=40)))
def test_no_address_fails(client, agenda, query):
    assert client.get(agenda.url, query).status_code in (200, 404)

"""One event: when, where, how to take part; nothing more precise than what is known."""

import datetime
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext

from programmes.agenda.models import AgendaPage, EventPage
from programmes.agenda.models.events import RESERVED_SLUGS
from tests.factories import (
    AgendaPageFactory,
    EventPageFactory,
    ProgrammeIndexPageFactory,
    ProgrammePageFactory,
    TerritoriesPageFactory,
    TerritoryFactory,
)

PARIS = ZoneInfo("Europe/Paris")


def at(*moment):
    return datetime.datetime(*moment, tzinfo=PARIS)


@pytest.fixture(autouse=True)
def _pinned(settings):
    settings.PINNED_TODAY = datetime.date(2016, 1, 11)


@pytest.fixture
def agenda(home):
    return AgendaPageFactory(parent=home)


@pytest.mark.parametrize(
    ("known", "told"),
    [
        ({"starts_at": at(2016, 1, 15, 18)}, "Friday 15 January 2016, 18:00"),
        (
            {"starts_at": at(2016, 1, 15, 18, 30), "ends_at": at(2016, 1, 15, 20)},
            "Friday 15 January 2016, from 18:30 to 20:00",
        ),
        (
            {"starts_at": at(2016, 1, 15, 20), "ends_at": at(2016, 1, 16)},
            "Friday 15 January 2016, from 20:00 to midnight",
        ),
        ({"starts_at": at(2016, 1, 15), "all_day": True}, "Friday 15 January 2016"),
        (
            {"starts_at": at(2016, 11, 14), "ends_at": at(2016, 11, 20), "all_day": True},
            "From 14 to 20 November 2016",
        ),
        (
            {"starts_at": at(2015, 12, 30), "ends_at": at(2016, 1, 2), "all_day": True},
            "From 30 December 2015 to 2 January 2016",
        ),
        (
            {"starts_at": at(2016, 1, 14, 9), "ends_at": at(2016, 1, 15, 17)},
            "From 14 January 2016, 9:00, to 15 January 2016, 17:00",
        ),
        ({"starts_at": at(2016, 1, 1), "date_text": "premier trimestre 2016"}, "Premier trimestre 2016"),
        # 23:30 UTC in summer is the next day in Paris.
        (
            {"starts_at": datetime.datetime(2016, 6, 30, 23, 30, tzinfo=datetime.UTC)},
            "Friday 1 July 2016, 1:30",
        ),
    ],
)
def test_when_in_words(known, told):
    with translation.override("en"):
        assert EventPage(**known).when_text == told


@pytest.mark.parametrize(
    ("known", "numerals"),
    [
        ({"starts_at": at(2016, 1, 15, 18)}, "15"),
        ({"starts_at": at(2016, 11, 14), "ends_at": at(2016, 11, 20), "all_day": True}, "14–20"),
        ({"starts_at": at(2016, 1, 30), "ends_at": at(2016, 2, 2), "all_day": True}, "30"),
        ({"starts_at": at(2016, 1, 1), "date_text": "T1"}, ""),
    ],
)
def test_day_in_figures(known, numerals):
    assert EventPage(**known).day_numerals == numerals


def test_page_tells_its_facts(client, home, agenda):
    programme = ProgrammePageFactory(parent=ProgrammeIndexPageFactory(parent=home), title="Résidences")
    event = EventPageFactory(
        parent=agenda,
        starts_at=at(2016, 1, 15, 18),
        place="Superpublic",
        address="4 rue La Vacquerie, 75011 Paris",
        access="Entrée libre",
        capacity=20,
        programme=programme,
        registration_url="https://example.org/inscription",
    )
    html = client.get(event.url).content.decode()
    for text in ("Superpublic", "4 rue La Vacquerie, 75011 Paris", "Entrée libre", "20", "Résidences"):
        assert text in html, text
    assert f'href="{programme.url}"' in html
    assert 'href="https://example.org/inscription"' in html


def test_past_event_says_so_and_takes_no_registration(client, agenda):
    url = "https://example.org/inscription"
    event = EventPageFactory(parent=agenda, starts_at=at(2015, 10, 14, 18), registration_url=url)
    response = client.get(event.url)
    assert response.context["is_past"]
    assert url not in response.content.decode()


def test_unpublished_programme_is_not_named(client, home, agenda):
    programme = ProgrammePageFactory(
        parent=ProgrammeIndexPageFactory(parent=home), title="Programme secret", live=False
    )
    event = EventPageFactory(parent=agenda, programme=programme)
    assert "Programme secret" not in client.get(event.url).content.decode()


def structured(client, agenda, **known):
    event = EventPageFactory(parent=agenda, **known)
    return client.get(event.url).context["structured_data"][0]


def test_schema_of_an_event_with_hours(client, agenda):
    data = structured(
        client,
        agenda,
        starts_at=at(2016, 7, 15, 18),
        ends_at=at(2016, 7, 15, 20),
        place="Superpublic",
        address="4 rue La Vacquerie",
    )
    assert data["@type"] == "Event"
    assert (data["startDate"], data["endDate"]) == ("2016-07-15T18:00:00+02:00", "2016-07-15T20:00:00+02:00")
    assert data["location"] == {"@type": "Place", "name": "Superpublic", "address": "4 rue La Vacquerie"}
    assert data["organizer"]["@type"] == "Organization"
    assert "publisher" not in data


def test_schema_of_whole_days_has_no_hours(client, agenda):
    data = structured(client, agenda, starts_at=at(2016, 11, 14), ends_at=at(2016, 11, 20), all_day=True)
    assert (data["startDate"], data["endDate"]) == ("2016-11-14", "2016-11-20")
    assert data["location"] == {"@type": "Place", "name": gettext("Place to be announced")}
    assert "eventAttendanceMode" not in data


@pytest.mark.parametrize(
    ("ends_at", "start"), [(at(2016, 3, 31), "2016-03"), (at(2016, 5, 31), "2016")], ids=["month", "quarter"]
)
def test_schema_invents_no_precision(client, agenda, ends_at, start):
    data = structured(client, agenda, starts_at=at(2016, 3, 1), ends_at=ends_at, date_text="au printemps")
    assert data["startDate"] == start
    assert "endDate" not in data


@pytest.mark.parametrize(
    "known",
    [
        {"starts_at": at(2016, 1, 15), "ends_at": at(2016, 1, 14)},
        {"starts_at": at(2016, 1, 1), "date_text": "premier trimestre 2016"},
    ],
)
def test_impossible_or_endless_dates_are_refused(known):
    with pytest.raises(ValidationError, match="ends_at"):
        EventPage(**known).clean()


def test_queries(client, home, agenda):
    programme = ProgrammePageFactory(parent=ProgrammeIndexPageFactory(parent=home))
    event = EventPageFactory(parent=agenda, programme=programme, territory=TerritoryFactory())
    client.get(event.url)
    with CaptureQueriesContext(connection) as queries:
        client.get(event.url)
    assert len(queries) <= 12, "\n".join(query["sql"] for query in queries)


def test_its_territory_leads_to_all_that_happened_there(client, home, agenda):
    event = EventPageFactory(parent=agenda, territory=TerritoryFactory(name="Bretagne", slug="bretagne"))
    assert "/territoires/bretagne/" not in client.get(event.url).text
    TerritoriesPageFactory(parent=home)
    assert 'href="/territoires/bretagne/"' in client.get(event.url).text


def test_cancelled_event_says_so_everywhere(client, home, agenda):
    reason = "La salle n’est plus disponible."
    event = EventPageFactory(
        parent=agenda,
        title="Atelier",
        starts_at=at(2016, 1, 20, 18),
        is_cancelled=True,
        cancellation_reason=reason,
        registration_url="https://example.org/inscription",
    )
    word = gettext("Cancelled")
    for url in (agenda.url, f"{agenda.url}liste/", f"{agenda.url}2016/01/"):
        assert f'<span class="state state-dropped">{word}</span>' in client.get(url).text, url
    response = client.get(event.url)
    assert gettext("This event is cancelled.") in response.text
    assert reason in response.text
    assert "https://example.org/inscription" not in response.text
    data = response.context["structured_data"][0]
    assert data["eventStatus"] == "https://schema.org/EventCancelled"
    assert "offers" not in data


def test_an_event_is_cancelled_with_a_reason(staff_client, agenda):
    event = EventPageFactory(parent=agenda, slug="atelier")

    def sent(**changes):
        typed = {
            "title": "Atelier",
            "slug": "atelier",
            "event_kind": "workshop",
            "starts_at": "2016-01-20 18:00",
            "pricing": "free",
            "is_cancelled": "on",
            "body-count": 0,
            "comments-TOTAL_FORMS": 0,
            "comments-INITIAL_FORMS": 0,
        }
        return staff_client.post(reverse("wagtailadmin_pages:edit", args=[event.pk]), typed | changes)

    refused = sent(**{"action-publish": "on"})
    assert [*refused.context["form"].errors] == ["cancellation_reason"]
    assert "Dites en une phrase pourquoi il est annulé" in refused.text
    assert sent().status_code == 302, "a draft may lack anything"

    sent(**{"action-publish": "on", "cancellation_reason": "La salle est fermée."})
    event.refresh_from_db()
    assert event.cancellation_reason == "La salle est fermée."


def test_the_two_places_of_the_form_have_names_of_their_own(staff_client, agenda):
    form = staff_client.get(reverse("wagtailadmin_pages:add", args=["agenda", "eventpage", agenda.pk])).text

    assert "Lieu connu" in form
    assert "Salle, ou lieu en toutes lettres" in form


def test_added_to_a_calendar_while_it_is_to_come(client, agenda):
    event = EventPageFactory(parent=agenda, starts_at=at(2016, 1, 11, 9), ends_at=at(2016, 1, 11, 10))
    assert f'href="{event.file_address()}"' in client.get(event.url).text
    over = EventPageFactory(parent=agenda, starts_at=at(2016, 1, 10, 9))
    assert f'href="{over.file_address()}"' not in client.get(over.url).text


def test_schema_has_what_an_event_needs_or_is_none(client, agenda):
    event = structured(client, agenda, starts_at=at(2016, 3, 1, 9))
    assert {"name", "startDate", "location", "eventStatus", "organizer", "url"} <= event.keys()
    assert event["@type"] == "Event"
    unknown = structured(
        client, agenda, starts_at=at(2015, 12, 1), ends_at=at(2016, 2, 28), date_text="cet hiver"
    )
    assert unknown["@type"] == "WebPage"
    assert "startDate" not in unknown


@pytest.mark.parametrize(
    ("known", "field"),
    [
        (
            {"takes_registrations": True, "capacity": 20, "registration_url": "https://example.org"},
            "registration_url",
        ),
        (
            {"takes_registrations": True, "capacity": 20, "registration_deadline": at(2016, 1, 15, 19)},
            "registration_deadline",
        ),
        ({"pricing": "own"}, "own_price"),
        ({"pricing": "own", "own_price": -1}, "own_price"),
        ({"starts_at": at(2106, 1, 1)}, "starts_at"),
        ({"ends_at": at(9999, 1, 1)}, "ends_at"),
        ({"cancellation_reason": "Grève."}, "cancellation_reason"),
        ({"slug": "archives"}, "slug"),
        ({"slug": "liste"}, "slug"),
    ],
)
def test_what_contradicts_itself_is_refused_at_its_field(known, field):
    with pytest.raises(ValidationError) as refused:
        EventPage(**({"starts_at": at(2016, 1, 15, 18)} | known)).clean()
    assert list(refused.value.message_dict) == [field]


@pytest.mark.parametrize(
    "known",
    [
        {"capacity": 20, "registration_deadline": at(2016, 1, 15, 18)},
        # The day is not set: people register all the same, until the last one possible.
        {
            "capacity": 20,
            "date_text": "premier trimestre",
            "ends_at": at(2016, 3, 31),
            "registration_deadline": at(2016, 3, 1),
        },
        {"capacity": 20, "pricing": "own", "own_price": 0},
        {"capacity": None, "pricing": "base"},
    ],
)
def test_registration_that_holds_together_is_taken(known):
    EventPage(starts_at=at(2016, 1, 15, 18), takes_registrations=True, **known).clean()


def test_reserved_addresses_are_those_of_the_agenda():
    routes = {str(pattern.pattern).strip("^/$") for pattern in AgendaPage.get_subpage_urls()}
    words = {route for route in routes if route and route.isalpha()}
    assert words == set(RESERVED_SLUGS)


@pytest.mark.parametrize(
    ("known", "euros"),
    [
        ({"pricing": "own", "own_price": 60}, "60.00"),
        ({"pricing": "free"}, "0"),
        ({"pricing": "base"}, None),  # not told in the settings
        ({"pricing": "free", "takes_registrations": False}, None),
        ({"pricing": "free", "is_cancelled": True}, None),
    ],
)
def test_schema_tells_what_a_seat_costs_where_it_is_known(client, agenda, known, euros):
    values = {"starts_at": at(2016, 1, 20, 18), "takes_registrations": True, "capacity": 20} | known
    data = structured(client, agenda, **values)
    assert data.get("offers", {}).get("price") == euros
    if euros is not None:
        assert data["offers"]["priceCurrency"] == "EUR"
        assert data["offers"]["availability"] == "https://schema.org/InStock"
        assert data["offers"]["validThrough"] == "2016-01-20T18:00:00+01:00"
        assert data["isAccessibleForFree"] is (euros == "0")

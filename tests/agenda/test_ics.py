"""Calendar files: what another program reads of an event is what the site says of it."""

import datetime
from zoneinfo import ZoneInfo

import icalendar
import pytest
from hypothesis import given
from hypothesis import strategies as st
from wagtail.models import PageViewRestriction

from core.models import ContactSettings
from programmes.agenda.ics import UNPRINTABLE, event_file
from programmes.agenda.models import EventPage, Venue
from tests.agenda.libical import complaints
from tests.factories import (
    AgendaPageFactory,
    EventPageFactory,
    HomePageFactory,
    ProgrammeIndexPageFactory,
    ProgrammePageFactory,
    TerritoryFactory,
)

PARIS = ZoneInfo("Europe/Paris")
UTC = datetime.UTC


def at(month, day, hour=0, minute=0, year=2016, fold=0):
    return datetime.datetime(year, month, day, hour, minute, tzinfo=PARIS, fold=fold)


@pytest.fixture(autouse=True)
def _pinned(settings):
    settings.PINNED_TODAY = datetime.date(2016, 1, 11)


@pytest.fixture
def agenda(home):
    return AgendaPageFactory(parent=home)


def read(content):
    """The calendar as `icalendar` reads it, once libical has found nothing wrong in it."""
    assert complaints(content) == []
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))
    assert content.count(b"\n") == content.count(b"\r\n")
    calendar = icalendar.Calendar.from_ical(content)
    for entry in calendar.events:
        assert not entry.errors
        assert entry["UID"]
        assert entry["DTSTAMP"]
    return calendar


def entry_of(event):
    (entry,) = read(event_file(event)).events
    return entry


def publish(event, **changes):
    for name, value in changes.items():
        setattr(event, name, value)
    event.save_revision().publish()
    return EventPage.objects.get(pk=event.pk)


def sequence(event):
    return entry_of(EventPage.objects.get(pk=event.pk))["SEQUENCE"]


def test_what_is_told_of_an_event(client, agenda):
    territory = TerritoryFactory(name="Paris")
    venue = Venue.objects.create(
        locale=agenda.locale,
        name="Superpublic",
        slug="superpublic",
        street="4 rue La Vacquerie",
        postal_code="75011",
        city="Paris",
        territory=territory,
        access="Entrée sur rue.",
    )
    event = EventPageFactory(
        parent=agenda,
        title="Journée; découverte, n° 1",
        starts_at=at(1, 15, 9, 30),
        ends_at=at(1, 15, 17),
        venue=venue,
        place="Grande salle",
        territory=territory,
        event_kind="discovery",
        access="Sur inscription",
    )
    event = publish(event)
    response = client.get(event.file_address())
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert response["Content-Disposition"] == f'inline; filename="{event.slug}.ics"'
    assert response.content == event_file(event)
    (entry,) = read(response.content).events
    assert entry["UID"] == str(event.translation_key)
    assert entry["SUMMARY"] == "Journée; découverte, n° 1"
    assert entry["SUMMARY"].params["LANGUAGE"] == "fr"
    assert entry["LOCATION"] == "Grande salle, Superpublic, 4 rue La Vacquerie, 75011 Paris"
    assert entry["URL"] == event.full_url
    assert entry["CATEGORIES"].cats == [event.get_event_kind_display()]
    assert entry["STATUS"] == "CONFIRMED"
    assert entry["DTSTART"].params["TZID"] == "Europe/Paris"
    assert (entry.start, entry.end) == (event.starts_at, event.ends_at)
    assert entry["LAST-MODIFIED"].dt == event.last_published_at.replace(microsecond=0)
    for text in (event.introduction, "Sur inscription", "Entrée sur rue.", event.full_url):
        assert text in entry["DESCRIPTION"]


@pytest.mark.parametrize(
    ("starts_at", "ends_at", "hours"),
    [
        (at(3, 26, 20), at(3, 27, 4), 7),  # an hour less that night
        (at(10, 29, 20), at(10, 30, 4), 9),  # an hour more
        (at(3, 27), at(3, 28), 23),
        (at(10, 30), at(10, 31), 25),
        (at(10, 30, 2, 30), at(10, 30, 2, 30, fold=1), 1),  # the same time on the clock, an hour later
        (at(1, 31, 22), at(2, 1, 0), 2),
    ],
)
def test_moments_are_the_same_for_every_reader(agenda, starts_at, ends_at, hours):
    """Read with the rules of the file's own time zone, not with those of this machine."""
    event = EventPageFactory(parent=agenda, starts_at=starts_at, ends_at=ends_at)
    calendar = read(event_file(event))
    (zone,) = calendar.timezones
    paris = zone.to_tz(lookup_tzid=False)
    (entry,) = calendar.events
    moments = []
    for name in ("DTSTART", "DTEND"):
        moment = entry[name].dt
        if "TZID" in entry[name].params:
            moment = moment.replace(tzinfo=paris)
        moments.append(moment.astimezone(UTC))
    assert moments == [starts_at.astimezone(UTC), ends_at.astimezone(UTC)]
    assert moments[1] - moments[0] == datetime.timedelta(hours=hours)


@pytest.mark.parametrize(
    ("starts_at", "ends_at", "first", "after"),
    [
        (at(1, 15), None, (2016, 1, 15), (2016, 1, 16)),
        (at(11, 14), at(11, 20), (2016, 11, 14), (2016, 11, 21)),
        (at(2, 28), at(2, 29), (2016, 2, 28), (2016, 3, 1)),
        (at(3, 27), at(3, 27), (2016, 3, 27), (2016, 3, 28)),
        # Midnight in Paris is the day before in UTC.
        (at(7, 1), None, (2016, 7, 1), (2016, 7, 2)),
    ],
)
def test_whole_days_are_dates_the_end_excluded(agenda, starts_at, ends_at, first, after):
    event = EventPageFactory(parent=agenda, starts_at=starts_at, ends_at=ends_at, all_day=True)
    entry = entry_of(event)
    assert (entry["DTSTART"].dt, entry["DTEND"].dt) == (datetime.date(*first), datetime.date(*after))
    assert entry["DTSTART"].params["VALUE"] == "DATE"
    assert event.last_day == entry["DTEND"].dt - datetime.timedelta(days=1)


def test_no_end_is_invented(agenda):
    assert "DTEND" not in entry_of(EventPageFactory(parent=agenda, starts_at=at(1, 15, 18)))


def test_event_whose_day_is_not_set_has_no_file(client, agenda):
    event = EventPageFactory(parent=agenda, starts_at=at(1, 1), ends_at=at(3, 31), date_text="T1")
    assert client.get(f"{event.url}{event.slug}.ics").status_code == 404
    assert ".ics" not in client.get(event.url).text.replace(event.full_url, "")
    assert not read(client.get(f"{agenda.url}agenda.ics").content).events


def test_file_of_another_name_is_none(client, agenda):
    event = EventPageFactory(parent=agenda)
    assert client.get(f"{event.url}autre.ics").status_code == 404


def test_nobody_is_invited_and_the_association_may_be_asked(agenda, home):
    event = EventPageFactory(parent=agenda)
    assert "CONTACT" not in entry_of(event)
    contact = ContactSettings.for_site(home.get_site())
    contact.email = "bonjour@example.org"
    contact.save()
    entry = entry_of(event)
    assert entry["CONTACT"] == "La 27e Région, bonjour@example.org"
    assert "ORGANIZER" not in entry


def test_sequence_counts_changes_of_plans_and_never_goes_back(agenda):
    event = publish(EventPageFactory(parent=agenda, starts_at=at(1, 15, 18), title="Atelier"))
    first = event.latest_revision
    assert sequence(event) == 0
    event = publish(event, introduction="Autre introduction.")
    assert sequence(event) == 0
    changes = (
        {"starts_at": at(1, 16, 18)},
        {"ends_at": at(1, 16, 20)},
        {"place": "Superpublic"},
        {"title": "Atelier ouvert"},
        {"is_cancelled": True},
    )
    for number, change in enumerate(changes, start=1):
        event = publish(event, **change)
        assert sequence(event) == number, change
    assert entry_of(event)["STATUS"] == "CANCELLED"
    first.publish()
    assert sequence(event) == 6
    event = EventPage.objects.get(pk=event.pk)
    event.unpublish()
    publish(EventPage.objects.get(pk=event.pk))
    assert sequence(event) == 6


def test_draft_moves_nothing(agenda):
    event = publish(EventPageFactory(parent=agenda, starts_at=at(1, 15, 18)))
    event.starts_at = at(1, 20, 18)
    event.save_revision()
    assert sequence(event) == 0


def test_two_languages_are_one_event(client, home, agenda, locales):
    event = publish(EventPageFactory(parent=agenda, starts_at=at(1, 15, 18), title="Rencontre"))
    english_home = HomePageFactory(
        parent=home.get_parent(), slug="home-en", locale=locales["en"], translation_key=home.translation_key
    )
    english_agenda = AgendaPageFactory(
        parent=english_home, locale=locales["en"], translation_key=agenda.translation_key
    )
    event = publish(event, starts_at=at(1, 16, 18))
    english = EventPageFactory(
        parent=english_agenda,
        locale=locales["en"],
        title="Meeting",
        starts_at=at(1, 16, 18),
        translation_key=event.translation_key,
    )
    english = publish(english)
    entries = [read(client.get(each.file_address()).content).events[0] for each in (event, english)]
    assert {str(entry["UID"]) for entry in entries} == {str(event.translation_key)}
    assert [entry["SEQUENCE"] for entry in entries] == [1, 1]
    assert [str(entry["SUMMARY"]) for entry in entries] == ["Rencontre", "Meeting"]
    publish(english, starts_at=at(1, 17, 18))
    assert (sequence(event), sequence(english)) == (1, 2)


def test_calendar_of_all(client, agenda):
    EventPageFactory(parent=agenda, title="À venir", starts_at=at(2, 1, 9))
    EventPageFactory(parent=agenda, title="L’an dernier", starts_at=at(1, 12, year=2015), all_day=True)
    EventPageFactory(parent=agenda, title="Trop vieux", starts_at=at(1, 10, year=2015), all_day=True)
    EventPageFactory(parent=agenda, title="Annulé", starts_at=at(2, 2, 9), is_cancelled=True)
    EventPageFactory(parent=agenda, title="Brouillon", starts_at=at(2, 3, 9), live=False)
    private = EventPageFactory(parent=agenda, title="Réservé", starts_at=at(2, 4, 9))
    PageViewRestriction.objects.create(page=private, restriction_type="login")
    response = client.get(f"{agenda.url}agenda.ics")
    calendar = read(response.content)
    assert [str(entry["SUMMARY"]) for entry in calendar.events] == ["L’an dernier", "À venir", "Annulé"]
    assert calendar.events[2]["STATUS"] == "CANCELLED"
    assert str(calendar["X-WR-CALNAME"]) == str(calendar["NAME"])
    assert "agenda" in calendar["NAME"]
    assert calendar["REFRESH-INTERVAL"].dt == datetime.timedelta(hours=12)
    assert calendar["X-PUBLISHED-TTL"] == "PT12H"
    assert calendar["SOURCE"] == f"http://localhost{agenda.url}agenda.ics"
    assert "Réservé" not in client.get(private.file_address()).text
    again = client.get(f"{agenda.url}agenda.ics", HTTP_IF_NONE_MATCH=response["ETag"])
    assert (again.status_code, again.content) == (304, b"")


def test_withdrawn_event_leaves_the_calendar(client, agenda):
    event = EventPageFactory(parent=agenda, starts_at=at(2, 1, 9))
    before = client.get(f"{agenda.url}agenda.ics")
    event.unpublish()
    assert client.get(event.file_address()).status_code == 404
    after = client.get(f"{agenda.url}agenda.ics", HTTP_IF_NONE_MATCH=before["ETag"])
    assert after.status_code == 200
    assert not read(after.content).events


def test_calendar_of_a_programme(client, home, agenda):
    index = ProgrammeIndexPageFactory(parent=home)
    transfo = ProgrammePageFactory(parent=index, title="La Transfo", slug="la-transfo")
    hidden = ProgrammePageFactory(parent=index, title="Caché", slug="cache", live=False)
    EventPageFactory(parent=agenda, title="Sien", programme=transfo, starts_at=at(2, 1, 9))
    EventPageFactory(parent=agenda, title="Autre", starts_at=at(2, 1, 9))
    EventPageFactory(parent=agenda, title="Discret", programme=hidden, starts_at=at(2, 1, 9))
    url = f"{agenda.url}calendriers/la-transfo.ics"
    calendar = read(client.get(url).content)
    assert [str(entry["SUMMARY"]) for entry in calendar.events] == ["Sien"]
    assert "La Transfo" in calendar["NAME"]
    html = client.get(agenda.url).text
    assert f'href="http://localhost{url}"' in html
    assert f'href="webcal://localhost{url}"' in html
    assert client.get(f"{agenda.url}calendriers/cache.ics").status_code == 404
    assert client.get(f"{agenda.url}calendriers/inconnu.ics").status_code == 404
    english = client.get(f"{agenda.url}calendars/la-transfo.ics")
    assert (english.status_code, english["Location"]) == (301, url)


def test_calendar_of_nothing_is_valid(client, agenda):
    assert not read(client.get(f"{agenda.url}agenda.ics").content).events


texts = st.text(alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=200)


@pytest.mark.django_db
@given(title=texts, place=texts, introduction=texts)
def test_any_text_survives(title, place, introduction):
    """Line breaks are those of a calendar; what no calendar can hold is left out, the rest is the same."""
    locale = type("Locale", (), {"language_code": "fr"})()
    event = EventPage(
        title=title, place=place, introduction=introduction, starts_at=at(1, 15, 9), slug="atelier", path="9"
    )
    event._state.fields_cache["locale"] = locale
    event.get_full_url = lambda request: "https://example.org/agenda/atelier/"
    entry = entry_of(event)
    assert entry.get("SUMMARY", "") == as_told(title)
    assert entry.get("LOCATION", "") == as_told(place)
    assert as_told(introduction) in entry["DESCRIPTION"]


def as_told(text):
    return text.replace("\r\n", "\n").replace("\r", "\n").translate(UNPRINTABLE).strip()

"""Calendars are made once for what they show, and never tell what holds no more."""

import datetime

import pytest
from django.core.cache import cache
from django.utils.translation import override
from wagtail.models import PageViewRestriction, Site

from core.models import ContactSettings
from programmes.agenda import feed, ics
from programmes.agenda.models import AgendaPage, CalendarEntry, EventPage, Venue
from tests.agenda.registering import at
from tests.factories import EventPageFactory, TerritoryFactory


@pytest.fixture(autouse=True)
def _pinned(settings):
    settings.PINNED_TODAY = datetime.date(2016, 1, 11)
    cache.clear()


@pytest.fixture
def venue(agenda):
    return Venue.objects.create(
        locale=agenda.locale,
        name="Superpublic",
        slug="superpublic",
        territory=TerritoryFactory(name="Paris"),
    )


@pytest.fixture
def event(agenda, venue):
    page = EventPageFactory(parent=agenda, starts_at=at(2016, 2, 1, 9), venue=venue, is_cancelled=True)
    page.save_revision().publish()
    return EventPage.objects.get(pk=page.pk)


def served(client, agenda) -> bytes:
    return client.get(f"{AgendaPage.objects.get(pk=agenda.pk).url}agenda.ics").content


def made(rf, agenda) -> bytes:
    """The same, from nothing."""
    agenda = AgendaPage.objects.get(pk=agenda.pk)
    request = rf.get(f"{agenda.url}agenda.ics", headers={"host": "localhost"})
    cache.clear()
    with override(agenda.locale.language_code):
        return feed.serve_all(request, agenda).content


def other_value(field, value):
    """A value of that field which is not the present one."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, datetime.datetime):
        return value + datetime.timedelta(days=1)
    if field.choices:
        return next(choice for choice, _label in field.choices if choice != value)
    return {"DateTimeField": at(2016, 2, 2, 9), "PositiveSmallIntegerField": 3, "DecimalField": 3}.get(
        field.get_internal_type(), "https://example.org/" if "Url" in type(field).__name__ else "autre"
    )


def own_fields(model):
    return [field for field in model._meta.local_fields if not field.is_relation]


@pytest.mark.parametrize("name", [field.name for field in own_fields(EventPage)])
def test_no_field_of_an_event_changes_unnoticed(client, rf, agenda, event, name):
    served(client, agenda)
    field = EventPage._meta.get_field(name)
    EventPage.objects.filter(pk=event.pk).update(**{name: other_value(field, getattr(event, name))})
    assert served(client, agenda) == made(rf, agenda)


@pytest.mark.parametrize(
    "name", [field.name for field in own_fields(Venue) if field.name not in ("id", "translation_key")]
)
def test_no_field_of_a_venue_changes_unnoticed(client, rf, agenda, event, venue, name):
    served(client, agenda)
    field = Venue._meta.get_field(name)
    Venue.objects.filter(pk=venue.pk).update(**{name: other_value(field, getattr(venue, name))})
    assert served(client, agenda) == made(rf, agenda)


def renamed(agenda, event, venue):
    event.slug = "autre-adresse"
    event.save_revision().publish()


def edited(agenda, event, venue):
    event.title = "Autre titre"
    event.save_revision().publish()


def moved_venue(agenda, event, venue):
    venue.street = "1 place de la Bastille"
    venue.save()


def renamed_territory(agenda, event, venue):
    venue.territory.name = "Lutèce"
    venue.territory.save()


def translated_venue(agenda, event, venue):
    english = venue.copy_for_translation(type(venue.locale).objects.get(language_code="en"))
    english.name = "Superpublic (in English)"
    english.save()
    # The event takes the English one, and shows its own language.
    EventPage.objects.filter(pk=event.pk).update(venue=english)
    venue.name = "Superpublic, en français"
    venue.save()


def counted(agenda, event, venue):
    CalendarEntry.objects.filter(event=event).update(sequence=7)


def restricted(agenda, event, venue):
    PageViewRestriction.objects.create(page=event, restriction_type="login")


def contact(agenda, event, venue):
    settings = ContactSettings.for_site(Site.objects.get(is_default_site=True))
    settings.email = "autre@example.org"
    settings.save()


def unpublished(agenda, event, venue):
    event.unpublish()


def agenda_renamed(agenda, event, venue):
    agenda.slug = "autre-agenda"
    agenda.save_revision().publish()


CHANGES = [
    renamed,
    edited,
    moved_venue,
    renamed_territory,
    translated_venue,
    counted,
    restricted,
    contact,
    unpublished,
    agenda_renamed,
]


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
def test_a_change_is_told_at_once(client, rf, agenda, event, venue, locales, change):
    before = client.get(f"{agenda.url}agenda.ics")
    change(agenda, event, venue)
    url = f"{AgendaPage.objects.get(pk=agenda.pk).url}agenda.ics"
    after = client.get(url, headers={"if-none-match": before["ETag"]})
    assert after.status_code == 200
    assert after.content != before.content
    assert after.content == made(rf, agenda)


def test_file_is_made_once_and_not_at_all_for_who_has_it(client, agenda, event, monkeypatch):
    asked = []
    real = ics.calendar_file
    monkeypatch.setattr(ics, "calendar_file", lambda *args, **known: asked.append(1) or real(*args, **known))
    url = f"{agenda.url}agenda.ics"
    first, second = client.get(url), client.get(url)
    assert (len(asked), second.content, second["ETag"]) == (1, first.content, first["ETag"])
    cache.clear()
    third = client.get(url, headers={"if-none-match": first["ETag"]})
    assert (third.status_code, third.content, len(asked)) == (304, b"", 1)
    assert third["ETag"] == first["ETag"]
    assert third["Cache-Control"] == "public, no-cache"


def test_day_that_goes_by_takes_out_what_is_over_for_a_year(client, agenda, event, settings):
    assert b"BEGIN:VEVENT" in served(client, agenda)
    settings.PINNED_TODAY = datetime.date(2017, 3, 1)
    assert b"BEGIN:VEVENT" not in served(client, agenda)

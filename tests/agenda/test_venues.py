"""Venues: what an event says of its place, and how the team keeps them."""

import datetime
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import gettext

from programmes.agenda.models import EventPage, Venue
from programmes.agenda.places import in_own_language, joined
from tests.factories import (
    AgendaPageFactory,
    ContentPageFactory,
    EventPageFactory,
    HomePageFactory,
    TerritoryFactory,
)

PARIS = ZoneInfo("Europe/Paris")


@pytest.fixture(autouse=True)
def _pinned(settings):
    settings.PINNED_TODAY = datetime.date(2016, 1, 11)


@pytest.fixture
def agenda(home):
    return AgendaPageFactory(parent=home)


def venue_of(locale, **known):
    values = {"name": "Superpublic", "slug": "superpublic", "street": "4 rue La Vacquerie"}
    values |= {"postal_code": "75011", "city": "Paris"}
    return Venue.objects.create(locale=locale, **(values | known))


@pytest.mark.parametrize(
    ("parts", "told"),
    [
        (("Superpublic", "Paris"), "Superpublic, Paris"),
        (("Paris", "Paris"), "Paris"),
        (("superpublic", "Superpublic", "Paris"), "superpublic, Paris"),
        (("Mairie, Paris", "Paris"), "Mairie, Paris"),
        (("Grande salle", "Superpublic", ""), "Grande salle, Superpublic"),
        (("", " ", ""), ""),
    ],
)
def test_nothing_is_said_twice(parts, told):
    assert joined(*parts) == told


def test_page_tells_how_to_get_there(client, home, agenda):
    about = ContentPageFactory(parent=home, title="Venir à Superpublic")
    venue = venue_of(agenda.locale, access="Métro Voltaire.\nAu fond de la cour.", page=about)
    event = EventPageFactory(parent=agenda, venue=venue, territory=TerritoryFactory(name="Paris"))
    html = client.get(event.url).text
    for text in ("Superpublic, Paris", "4 rue La Vacquerie, 75011 Paris", "Métro Voltaire.", about.url):
        assert text in html, text
    assert gettext("To be completed") in html  # what it offers to people with disabilities
    assert "Paris, Paris" not in html
    data = client.get(event.url).context["structured_data"][0]
    assert data["location"] == {
        "@type": "Place",
        "name": "Superpublic",
        "address": {
            "@type": "PostalAddress",
            "streetAddress": "4 rue La Vacquerie",
            "postalCode": "75011",
            "addressLocality": "Paris",
        },
    }


def test_page_about_the_venue_that_is_not_public_is_not_linked(client, home, agenda):
    about = ContentPageFactory(parent=home, title="Brouillon du lieu", live=False)
    event = EventPageFactory(parent=agenda, venue=venue_of(agenda.locale, page=about))
    assert about.url not in client.get(event.url).text


def test_event_without_a_venue_is_as_before(client, agenda):
    event = EventPageFactory(
        parent=agenda, place="Mairie", address="Paris", territory=TerritoryFactory(name="Paris")
    )
    assert (event.place_text, event.address_text, event.location_text) == (
        "Mairie, Paris",
        "Paris",
        "Mairie, Paris",
    )
    assert 'id="venue"' not in client.get(event.url).text


def test_english_event_shows_the_venue_in_english(client, home, agenda, locales, count_queries):
    french = venue_of(agenda.locale, name="Maison de l’innovation", slug="maison")
    english_home = HomePageFactory(
        parent=home.get_parent(), slug="home-en", locale=locales["en"], translation_key=home.translation_key
    )
    english_agenda = AgendaPageFactory(parent=english_home, locale=locales["en"])
    event = EventPageFactory(parent=english_agenda, locale=locales["en"], venue=french)
    assert "Maison de l’innovation" in client.get(event.url).text
    venue_of(locales["en"], name="House of innovation", slug="house", translation_key=french.translation_key)
    for url in (event.url, english_agenda.url, event.file_address()):
        html = client.get(url).text
        assert "House of innovation" in html, url
        assert "Maison de l’innovation" not in html, url
    few = count_queries(english_agenda.url)
    for _number in range(5):
        EventPageFactory(parent=english_agenda, locale=locales["en"], venue=french)
    assert count_queries(english_agenda.url) == few <= 12


def test_one_default_a_language(agenda, locales):
    venue = venue_of(agenda.locale, is_default=True)
    venue.full_clean()
    with pytest.raises(ValidationError) as refused:
        Venue(locale=agenda.locale, name="Autre", slug="autre", is_default=True).full_clean()
    assert list(refused.value.message_dict) == ["is_default"]
    Venue(locale=locales["en"], name="Other", slug="other", is_default=True).full_clean()


def test_default_venue_is_proposed_to_new_events_alone(staff_client, agenda, locales):
    venue = venue_of(agenda.locale, is_default=True)
    venue_of(locales["en"], is_default=True)
    form = staff_client.get(reverse("wagtailadmin_pages:add", args=["agenda", "eventpage", agenda.pk]))
    assert form.context["form"].initial["venue"] == venue.pk
    event = EventPageFactory(parent=agenda)
    form = staff_client.get(reverse("wagtailadmin_pages:edit", args=[event.pk]))
    assert form.context["form"].initial["venue"] is None
    assert EventPage(title="x").venue is None


@pytest.mark.indexed
def test_team_keeps_venues(staff_client, agenda):
    venue = venue_of(agenda.locale)
    listing = staff_client.get(reverse("wagtailsnippets_agenda_venue:list"))
    assert "4 rue La Vacquerie, 75011 Paris" in listing.text
    event = EventPageFactory(parent=agenda, title="Là-bas", venue=venue)
    event.save()
    url = reverse("wagtailsnippets_agenda_venue:delete", args=[venue.pk])
    refusal = staff_client.post(url)
    assert refusal.status_code == 409
    assert reverse("wagtailadmin_pages:edit", args=[event.pk]) in refusal.text
    event.venue = None
    event.save()
    staff_client.post(url)
    assert not Venue.objects.filter(pk=venue.pk).exists()


def test_venues_are_found_for_many_in_one_query(agenda, locales, django_assert_num_queries):
    french, same = venue_of(agenda.locale), venue_of(agenda.locale, slug="b")
    english = venue_of(locales["en"], translation_key=french.translation_key)
    events = [EventPage(locale=locales["en"], venue=venue) for venue in (french, same, english)]
    with django_assert_num_queries(1):
        in_own_language(events)
    assert [event.held_at for event in events] == [english, same, english]

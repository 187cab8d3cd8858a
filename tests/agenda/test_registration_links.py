"""Links of mails that have left: they open the registration wherever its event has gone since."""

import datetime
import re

import pytest
from django.urls import reverse
from django.utils import translation

from programmes.agenda.models import EventPage
from programmes.agenda.registration import links, lists, seats
from programmes.agenda.registration.offer import Offer
from tests.agenda.registering import answers, mails, open_event, registered
from tests.factories import AgendaPageFactory, HomePageFactory, UserFactory


@pytest.fixture(autouse=True)
def _pinned(settings):
    settings.PINNED_TODAY = datetime.date(2016, 1, 11)


@pytest.fixture
def event(agenda):
    return open_event(agenda)


@pytest.fixture
def english(home, agenda, event, locales):
    """The same event announced in English."""
    english_home = HomePageFactory(parent=home.get_parent(), locale=locales["en"], slug="home-en")
    english_home.translation_key = home.translation_key
    english_home.save()
    agenda.copy_for_translation(locales["en"]).save_revision().publish()
    page = event.copy_for_translation(locales["en"])
    page.title, page.slug = "Discovery day", "discovery-day"
    page.save_revision().publish()
    return EventPage.objects.get(pk=page.pk)


def link_in(email) -> str:
    return re.search(r"https?://[^/]+(/\S*inscriptions/\S+)", email.message).group(1)


def test_link_of_a_mail_opens_the_registration(client, event):
    registration = registered(event)
    response = client.get(link_in(mails(registration)[0]))
    signature = links.signature(registration)
    assert (response.status_code, response.url) == (
        302,
        f"{event.url}inscription/{registration.pk}/{signature}/",
    )
    assert response["Cache-Control"] == "private, no-store"
    assert response["Referrer-Policy"] == "same-origin"
    assert response["X-Robots-Tag"] == "noindex"
    assert "Ada Lovelace" in client.get(response.url).content.decode()


def test_link_follows_an_event_that_is_renamed_moved_or_withdrawn(client, home, event):
    registration = registered(event)
    link = link_in(mails(registration)[0])
    event.slug = "autre-nom"
    event.save_revision().publish()
    assert "/autre-nom/" in client.get(link).url
    elsewhere = AgendaPageFactory(parent=home, slug="autre-agenda")
    EventPage.objects.get(pk=event.pk).move(elsewhere, pos="last-child")
    assert "/autre-agenda/autre-nom/" in client.get(link).url
    EventPage.objects.get(pk=event.pk).unpublish()
    response = client.get(link, follow=True)
    assert response.status_code == 200
    assert "Ada Lovelace" in response.content.decode()


def test_link_leads_to_the_language_of_whoever_registered(client, event, english):
    registration = registered(event, language="en")
    link = link_in(mails(registration)[0])
    assert link.startswith("/en/")
    response = client.get(link, follow=True)
    assert response.request["PATH_INFO"].startswith(english.url + "registration/")
    assert "Your registration" in response.content.decode()
    english.unpublish()
    response = client.get(link, follow=True)
    assert response.request["PATH_INFO"].startswith(event.url)
    assert response.status_code == 200


def test_link_that_opens_nothing_names_nobody_and_is_in_no_log(client, event, caplog):
    registration = registered(event)
    link = link_in(mails(registration)[0])
    caplog.set_level("DEBUG")
    signature = links.signature(registration)
    seats.correct(registration, answers("Ada", email="other@example.org"))
    for url in (link, link.replace(f"/{registration.pk}/", f"/{10**30}/")):
        response = client.get(url)
        assert response.status_code == 404
        assert response["Cache-Control"] == "private, no-store"
        assert "Ada" not in response.content.decode()
        assert event.title not in response.content.decode()
        assert "Ce lien n’ouvre rien" in response.content.decode()
    assert signature[:12] not in caplog.text
    assert client.post(link).status_code == 405


def test_translation_that_is_still_a_draft_heads_no_list(agenda, locales, event):
    """An event announced in English first: the French page being written moves nobody's seat."""
    EventPage.objects.filter(pk=event.pk).update(locale=locales["en"])
    event = EventPage.objects.get(pk=event.pk)
    french = open_event(agenda, title="En cours de traduction", capacity=1)
    EventPage.objects.filter(pk=french.pk).update(
        translation_key=event.translation_key, live=False, first_published_at=None
    )
    french = EventPage.objects.get(pk=french.pk)
    assert lists.head_of(event) == lists.head_of(french) == event
    registration = registered(event, language="en")
    assert registration.event_id == event.pk
    event.starts_at += datetime.timedelta(days=1)
    event.ends_at += datetime.timedelta(days=1)
    with translation.override("en"):
        event.save_revision().publish()
    assert registration.mails.filter(kind="changed").exists()
    french.save_revision().publish()
    assert lists.head_of(event).pk == french.pk
    registration.refresh_from_db()
    assert registration.event_id == french.pk


def test_draft_is_previewed_with_what_is_being_written(agenda, rf):
    EventPage.objects.filter(pk=open_event(agenda, takes_registrations=False).pk).update(
        live=False, first_published_at=None
    )
    draft = EventPage.objects.get()
    assert Offer.of(draft, rf.get("/")) is None
    draft.takes_registrations = True
    assert Offer.of(draft, rf.get("/")).capacity == 20


def test_registration_erased_while_it_is_being_changed_is_said_to_be_gone(client, event, monkeypatch):
    registration, other = registered(event), registered(event, "Grace")
    real = seats.withdraw

    def erased_first(found):
        seats.erase(found)
        return real(found)

    monkeypatch.setattr(seats, "withdraw", erased_first)
    posted = {"number": registration.pk, "signature": links.signature(registration)}
    assert client.post(f"{event.url}inscription/desistement/", posted).status_code == 404
    client.force_login(UserFactory(is_staff=True, is_superuser=True))
    assert client.post(reverse("event_registrations:withdraw", args=[other.pk])).status_code == 404

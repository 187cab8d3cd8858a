"""Registering for an event: the offer beside it, the form, the confirmation, one's own page."""

import datetime
import time
from decimal import Decimal

import pytest
from django.core.cache import cache
from django.test import Client

from core.typography import typeset
from programmes.agenda.models import Registration
from programmes.agenda.registration import links, seats
from tests.agenda.registering import answers, at, body, kinds, mails, open_event, registered, subject


@pytest.fixture(autouse=True)
def _pinned(settings):
    settings.PINNED_TODAY = datetime.date(2016, 1, 11)


@pytest.fixture
def event(agenda):
    return open_event(agenda)


def form_url(event):
    return event.url + "inscription/"


def typed(**changes):
    sent = answers(**changes)
    if not sent["is_member"]:
        del sent["is_member"]
    return sent


def own_url(registration):
    return f"{form_url(registration.event)}{registration.pk}/{links.signature(registration)}/"


def test_registers_by_the_form_and_is_told_by_mail(client, event):
    response = client.post(form_url(event), typed(needs="Une place près de l’écran"))
    assert response.status_code == 302
    assert response.url == form_url(event) + "recue/"
    registration = Registration.objects.get()
    assert (registration.state, registration.language, registration.price) == ("confirmed", "fr", 0)
    assert registration.needs == "Une place près de l’écran"
    (mail,) = mails(registration)
    assert mail.to == ["ada.lovelace@example.org"]
    assert "Journée découverte" in subject(mail)
    assert own_url(registration).split("/")[-3] in body(mail)
    (attachment,) = mail.attachments.all()
    assert attachment.mimetype == "text/calendar"
    assert b"BEGIN:VEVENT" in attachment.file.read()
    assert client.get(response.url).status_code == 200


def test_answers_are_kept_by_no_cache(client, event):
    registration = registered(event)
    for url in (form_url(event), form_url(event) + "recue/", own_url(registration)):
        response = client.get(url)
        assert response.status_code == 200
        assert response["Cache-Control"] == "private, no-store"
        assert response["Referrer-Policy"] == "same-origin"


def test_what_is_wrong_is_said_and_what_was_typed_stays(client, event):
    response = client.post(
        form_url(event), {"name": "", "email": "ada", "needs": "x" * 501, "is_member": "on"}
    )
    html = response.content.decode()
    assert response.status_code == 200
    assert set(response.context["form"].errors) == {"name", "email", "needs", "organisation"}
    assert 'value="ada"' in html
    assert "x" * 501 in html
    assert 'id="errors"' in html
    assert not Registration.objects.exists()


def test_same_address_twice_sees_the_same_and_has_one_seat(client, event):
    first = client.post(form_url(event), typed())
    second = client.post(form_url(event), typed(email="ADA.Lovelace@example.org"))
    assert (first.status_code, first.url) == (second.status_code, second.url)
    assert client.get(first.url).content == client.get(second.url).content
    assert Registration.objects.count() == 1


def test_state_is_told_again_once_the_first_mail_has_left(event):
    registration = registered(event)
    mails()[0].delete()
    registered(event)
    assert [mail.to for mail in mails(registration)] == [["ada.lovelace@example.org"]]
    assert kinds(registration) == ["confirmed"]


def test_machines_are_answered_and_forgotten(client, event):
    response = client.post(form_url(event), typed() | {"fax_confirmation": "http://spam.example"})
    assert response.url == form_url(event) + "recue/"
    assert not Registration.objects.exists()
    assert not mails()


def test_too_many_from_one_address_are_refused_with_what_they_typed(client, event):
    for number in range(20):
        client.post(form_url(event), typed(name=f"Ada {number}"))
    response = client.post(form_url(event), typed(name="Grace Hopper"))
    assert response.status_code == 429
    assert 'value="Grace Hopper"' in response.content.decode()
    assert Registration.objects.count() == 20
    assert not any("127.0.0.1" in key for key in cache._cache)
    assert (
        client.post(form_url(event), typed(name="Grace Hopper"), REMOTE_ADDR="192.0.2.7").status_code == 302
    )


def test_post_without_token_is_refused(event):
    response = Client(enforce_csrf_checks=True).post(form_url(event), typed())
    assert response.status_code == 403
    assert not Registration.objects.exists()


@pytest.mark.parametrize(
    ("known", "standing"),
    [
        ({}, "open"),
        ({"capacity": None}, "open"),
        ({"registration_deadline": at(2016, 1, 10)}, "closed"),
        ({"starts_at": at(2016, 1, 10, 10), "ends_at": None}, "begun"),
        ({"is_cancelled": True}, "cancelled"),
    ],
)
def test_each_state_is_said_beside_the_event(client, agenda, known, standing):
    event = open_event(agenda, **known)
    response = client.get(event.url)
    offer = response.context["registration"]
    assert offer.standing == standing
    html = response.content.decode()
    assert typeset(offer.sentence) in html
    assert (form_url(event) in html) == (standing == "open")
    refused = client.post(form_url(event), typed())
    assert refused.status_code == (302 if standing == "open" else 409)
    assert client.get(form_url(event)).status_code == 200


def test_event_without_registration_has_no_form(client, agenda):
    event = open_event(agenda, takes_registrations=False)
    assert client.get(event.url).context["registration"] is None
    assert client.get(form_url(event)).status_code == 404
    assert client.post(form_url(event), typed()).status_code == 404


def test_full_event_offers_its_waiting_list(client, agenda):
    event = open_event(agenda, capacity=1)
    registered(event)
    assert client.get(event.url).context["registration"].standing == "full"
    client.post(form_url(event), typed(name="Grace Hopper"))
    waiting = Registration.objects.get(state="waiting")
    assert kinds(waiting) == ["waiting"]
    (mail,) = mails(waiting)
    assert not mail.attachments.exists()
    assert "1" in body(mail)


def test_own_page_is_read_by_its_link_alone(client, event):
    registration = registered(event)
    response = client.get(own_url(registration))
    assert "Ada Lovelace" in response.content.decode()
    other = registered(event, "Grace Hopper")
    signature = links.signature(registration)
    for url in (
        own_url(registration)[:-2] + "/",
        own_url(registration).replace(signature, "a-b"),
        f"{form_url(event)}{other.pk}/{signature}/",
        f"{form_url(event)}{10**30}/{signature}/",
    ):
        refused = client.get(url)
        assert refused.status_code == 404, url
        assert "Ada" not in refused.content.decode()
        assert refused["Cache-Control"] == "private, no-store"


def test_link_of_another_event_or_of_a_corrected_address_opens_nothing(client, agenda, event):
    registration = registered(event)
    elsewhere = open_event(agenda, title="Autre")
    url = own_url(registration)
    assert client.get(url.replace(event.url, elsewhere.url)).status_code == 404
    seats.correct(registration, answers("Ada"))
    assert client.get(url).status_code == 404


def test_expired_link_opens_nothing(client, event, monkeypatch):
    registration = registered(event)
    url = own_url(registration)
    real = time.time
    monkeypatch.setattr(time, "time", lambda: real() + 401 * 24 * 3600)
    assert client.get(url).status_code == 404


def test_looking_changes_nothing_and_posting_withdraws(client, event):
    registration = registered(event)
    client.get(own_url(registration))
    withdrawal = form_url(event) + "desistement/"
    client.get(withdrawal)
    registration.refresh_from_db()
    assert registration.state == "confirmed"
    posted = {"number": registration.pk, "signature": links.signature(registration)}
    response = client.post(withdrawal, posted, follow=True)
    registration.refresh_from_db()
    assert registration.state == "withdrawn"
    assert kinds(registration) == ["confirmed", "withdrawn"]
    assert form_url(event) in response.content.decode()
    client.post(withdrawal, posted)
    assert kinds(registration) == ["confirmed", "withdrawn"]
    for number in ("²", "9" * 19, "9" * 5000):
        assert client.post(withdrawal, {"number": number, "signature": ""}).status_code == 404


def test_one_who_withdrew_may_come_back(client, event):
    registration = registered(event)
    seats.withdraw(registration)
    client.post(form_url(event), typed())
    assert sorted(Registration.objects.values_list("state", flat=True)) == ["confirmed", "withdrawn"]


def test_link_works_though_the_event_is_no_longer_published(client, event):
    registration = registered(event)
    event.unpublish()
    url = own_url(registration)
    assert client.get(url).status_code == 200
    assert client.get(form_url(event)).status_code == 404
    posted = {"number": registration.pk, "signature": links.signature(registration)}
    assert client.post(form_url(event) + "desistement/", posted).status_code == 302
    registration.refresh_from_db()
    assert registration.state == "withdrawn"


def test_refused_links_are_in_no_log(client, event, caplog):
    registration = registered(event)
    caplog.set_level("DEBUG")
    client.get(own_url(registration)[:-2] + "/")
    client.post(form_url(event), {"name": "Ada Lovelace", "email": "x"})
    assert links.signature(registration)[:12] not in caplog.text
    assert "Ada" not in caplog.text


@pytest.mark.parametrize(
    ("pricing", "base", "own", "reduced", "told"),
    [
        ("free", None, None, True, (0, 0)),
        ("base", None, None, True, (None, None)),
        ("base", "61.01", None, True, ("61.01", "30.51")),
        ("base", "60.00", None, False, ("60.00", "60.00")),
        ("own", "60.00", "25.00", True, ("25.00", "12.50")),
        ("own", "60.00", None, True, (None, None)),
    ],
)
def test_price_is_that_of_the_day_of_registration(client, agenda, house, pricing, base, own, reduced, told):
    house.base_price = base and Decimal(base)
    house.save()
    event = open_event(agenda, pricing=pricing, own_price=own and Decimal(own), reduced_for_members=reduced)
    prices = [
        registered(event, name, is_member=is_member, organisation="Ville").price
        for name, is_member in (("Ada", False), ("Grace", True))
    ]
    assert prices == [None if price is None else Decimal(price) for price in told]
    house.base_price = 999
    house.save()
    registration = Registration.objects.order_by("pk").first()
    assert registration.price == prices[0]
    html = client.get(event.url).content.decode()
    assert ("à compléter" in html) == (pricing == "own" and own is None)


def test_unknown_price_is_said_to_be_unknown(client, agenda, house):
    event = open_event(agenda, pricing="base")
    registration = registered(event)
    assert "à compléter" in body(mails()[0])
    for url in (event.url, form_url(event), own_url(registration)):
        assert "à compléter" in client.get(url).content.decode(), url


def test_day_that_is_not_set_keeps_a_seat_without_a_calendar_file(client, agenda):
    event = open_event(
        agenda, date_text="premier trimestre 2016", starts_at=at(2016, 1, 1), ends_at=at(2016, 3, 31)
    )
    assert client.get(event.url).context["registration"].is_open
    registration = registered(event)
    (mail,) = mails(registration)
    assert not mail.attachments.exists()


@pytest.mark.parametrize("count", [10, 500])
def test_event_page_asks_little(count_queries, agenda, count):
    event = open_event(agenda)
    Registration.objects.bulk_create(
        Registration(event=event, state="confirmed", name=f"N{n}", email=f"n{n}@example.org")
        for n in range(count)
    )
    assert count_queries(event.url) <= 12
    assert count_queries(form_url(event)) <= 12
    assert count_queries(own_url(Registration.objects.first())) <= 12

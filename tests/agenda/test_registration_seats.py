"""Seats: the last one, the waiting list in order, deadlines at midnight and when clocks change."""

import datetime
import threading

import pytest
from django.db import connection
from django.utils import translation

from programmes.agenda.models import EventPage, Registration
from programmes.agenda.registration import lists, seats
from programmes.agenda.registration.offer import Offer, Standing
from tests.agenda.registering import answers, at, kinds, open_event, registered
from tests.factories import AgendaPageFactory, HomePageFactory


@pytest.fixture(autouse=True)
def _pinned(settings):
    settings.PINNED_TODAY = datetime.date(2016, 1, 11)


def states(event):
    return list(lists.of_event(event).order_by("pk").values_list("name", "state"))


def publish(event, **changes):
    """As the admin does: a revision, then its publication."""
    page = EventPage.objects.get(pk=event.pk)
    for name, value in changes.items():
        setattr(page, name, value)
    page.save_revision().publish()
    return EventPage.objects.get(pk=event.pk)


@pytest.mark.django_db(transaction=True)
def test_of_two_who_take_the_last_seat_at_once_one_has_it_and_the_other_is_first_on_the_list(home):
    event = open_event(AgendaPageFactory(parent=home), capacity=1)
    outcomes, barrier = [], threading.Barrier(2)

    def take(name):
        try:
            barrier.wait()
            outcomes.append(registered(event, name).state)
        finally:
            connection.close()

    threads = [threading.Thread(target=take, args=[name]) for name in ("Ada", "Grace")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["confirmed", "waiting"]
    assert lists.position(Registration.objects.get(state="waiting")) == 1


@pytest.mark.django_db(transaction=True)
def test_one_address_sent_five_times_at_once_is_one_registration(home):
    event = open_event(AgendaPageFactory(parent=home))
    outcomes, barrier = [], threading.Barrier(5)

    def click():
        try:
            barrier.wait()
            outcomes.append(registered(event).pk)
        finally:
            connection.close()

    threads = [threading.Thread(target=click) for _click in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(outcomes) == 5
    assert len(set(outcomes)) == 1
    assert kinds(Registration.objects.get()) == ["confirmed"]


def test_who_withdraws_makes_room_for_the_first_who_waits(agenda):
    event = open_event(agenda, capacity=1)
    first, second, third = (registered(event, name) for name in ("Ada", "Grace", "Joan"))
    assert [lists.position(each) for each in (second, third)] == [1, 2]
    seats.withdraw(first)
    assert states(event) == [("Ada", "withdrawn"), ("Grace", "confirmed"), ("Joan", "waiting")]
    assert kinds(second) == ["waiting", "promoted"]
    assert not seats.withdraw(first)
    assert states(event)[2] == ("Joan", "waiting")


def test_who_leaves_the_waiting_list_frees_no_seat(agenda):
    event = open_event(agenda, capacity=1)
    registered(event)
    second, third = registered(event, "Grace"), registered(event, "Joan")
    seats.withdraw(second)
    third.refresh_from_db()
    assert third.state == "waiting"
    assert lists.position(third) == 1


def test_seats_added_on_publication_go_to_those_who_wait_in_order(agenda):
    event = open_event(agenda, capacity=1)
    for name in ("Ada", "Grace", "Joan", "Mary"):
        registered(event, name)
    publish(event, capacity=3)
    assert [state for _name, state in states(event)] == ["confirmed"] * 3 + ["waiting"]


def test_no_limit_makes_room_for_all(agenda):
    event = open_event(agenda, capacity=1)
    for name in ("Ada", "Grace", "Joan"):
        registered(event, name)
    EventPage.objects.filter(pk=event.pk).update(capacity=None)
    registered(event, "Mary")
    assert {state for _name, state in states(event)} == {"confirmed"}


def test_seats_taken_away_take_nobody_away(agenda):
    event = open_event(agenda, capacity=3)
    people = [registered(event, name) for name in ("Ada", "Grace", "Joan")]
    event = publish(event, capacity=1)
    assert [state for _name, state in states(event)] == ["confirmed"] * 3
    assert registered(event, "Mary").state == "waiting"
    seats.withdraw(people[0])
    assert [state for _name, state in states(event)] == ["withdrawn", "confirmed", "confirmed", "waiting"]


def test_once_begun_nobody_moves_up(agenda, settings):
    event = open_event(agenda, capacity=1)
    first, second = registered(event, "Ada"), registered(event, "Grace")
    settings.PINNED_TODAY = datetime.date(2016, 2, 16)
    seats.withdraw(first)
    second.refresh_from_db()
    assert second.state == "waiting"


@pytest.mark.parametrize(
    ("deadline", "moment", "standing"),
    [
        # Midnight in Paris is 23:00 UTC of the day before.
        (at(2016, 2, 10), datetime.datetime(2016, 2, 9, 22, 59, 59, tzinfo=datetime.UTC), "open"),
        (at(2016, 2, 10), datetime.datetime(2016, 2, 9, 23, tzinfo=datetime.UTC), "closed"),
        (None, at(2016, 2, 15, 9, 59, 59), "open"),
        (None, at(2016, 2, 15, 10), "begun"),
        # A deadline after the beginning is none.
        (at(2016, 2, 20), at(2016, 2, 15, 10), "begun"),
    ],
)
def test_closes_at_its_deadline_else_as_it_begins(agenda, deadline, moment, standing):
    event = open_event(agenda, registration_deadline=None)
    event.registration_deadline = deadline
    assert Standing.of(event, 0, 0, moment) == standing


def test_deadline_in_the_night_when_clocks_change(agenda):
    """27 March 2016, 2:30 in Paris does not exist; 30 October, 2:30 exists twice: the first one counts."""
    spring = open_event(
        agenda,
        title="Printemps",
        starts_at=at(2016, 4, 2),
        registration_deadline=at(2016, 3, 28),
        ends_at=None,
    )
    last_hour = datetime.datetime(2016, 3, 27, 21, 59, tzinfo=datetime.UTC)
    assert Standing.of(spring, 0, 0, last_hour) == "open"
    assert Standing.of(spring, 0, 0, last_hour + datetime.timedelta(minutes=1)) == "closed"
    autumn = open_event(
        agenda,
        title="Automne",
        starts_at=at(2016, 11, 2),
        registration_deadline=at(2016, 10, 30, 2, 30),
        ends_at=None,
    )
    assert Standing.of(autumn, 0, 0, datetime.datetime(2016, 10, 30, 0, 29, tzinfo=datetime.UTC)) == "open"
    assert Standing.of(autumn, 0, 0, datetime.datetime(2016, 10, 30, 0, 30, tzinfo=datetime.UTC)) == "closed"


def test_deadline_at_midnight_is_told_as_the_end_of_the_day_before(client, agenda):
    event = open_event(agenda, registration_deadline=at(2016, 2, 10))
    offer = client.get(event.url).context["registration"]
    assert offer.until == "mardi 9 février 2016, minuit"


def test_draft_without_a_day_offers_nothing(agenda):
    assert Offer.of(EventPage(title="Brouillon", takes_registrations=True)) is None


def test_page_that_is_not_saved_yet_is_previewed_without_the_way_to_a_form(rf, home, agenda):
    draft = EventPage(
        title="Brouillon", takes_registrations=True, starts_at=at(2016, 2, 15), locale=home.locale
    )
    offer = Offer.of(draft, rf.get("/"))
    assert offer.is_open
    assert offer.url == ""


def test_event_in_english_alone_heads_its_own_list(agenda, locales):
    event = open_event(agenda, capacity=1)
    EventPage.objects.filter(pk=event.pk).update(locale=locales["en"])
    event = EventPage.objects.get(pk=event.pk)
    assert lists.head_of(event) == event
    assert [registered(event, name).state for name in ("Ada", "Grace")] == ["confirmed", "waiting"]


def test_day_not_set_stays_open_until_the_last_day_possible(agenda):
    event = open_event(
        agenda,
        date_text="premier trimestre 2016",
        starts_at=at(2016, 1, 1),
        ends_at=at(2016, 3, 31),
        all_day=True,
    )
    assert Standing.of(event, 0, 0, at(2016, 3, 31, 23, 59)) == "open"
    assert Standing.of(event, 0, 0, at(2016, 4, 1)) == "begun"


def test_after_the_deadline_the_team_alone_registers_people(agenda):
    event = open_event(agenda, registration_deadline=at(2016, 1, 10))
    with pytest.raises(seats.Closed):
        registered(event)
    registration, is_new = seats.register(event, answers(), language="fr", by_staff=True)
    assert is_new
    assert registration.state == "confirmed"


def test_two_languages_share_one_list(client, home, agenda, locales):
    event = open_event(agenda, capacity=1)
    english_home = HomePageFactory(parent=home.get_parent(), locale=locales["en"], slug="home-en")
    english_home.translation_key = home.translation_key
    english_home.save()
    english_agenda = agenda.copy_for_translation(locales["en"])
    english_agenda.save_revision().publish()
    english = event.copy_for_translation(locales["en"])
    english.title, english.slug, english.capacity = "Discovery day", "discovery-day", 50
    english.save_revision().publish()
    english = EventPage.objects.get(pk=english.pk)
    registered(event)
    typed = {"name": "Grace Hopper", "email": "grace@example.org"}
    with translation.override("en"):
        form = english.url + "registration/"
    assert client.get(form).status_code == 200
    assert client.post(form, typed).url == form + "received/"
    waiting = Registration.objects.get(name="Grace Hopper")
    assert (waiting.state, waiting.event_id, waiting.language) == ("waiting", event.pk, "en")
    mail = waiting.mails.get().email
    assert mail.subject == "You are on the waiting list: Discovery day"
    assert f"/en/inscriptions/{waiting.pk}/" in mail.message
    # The same address is known on both pages.
    assert registered(english, "Grace Hopper", email="grace@example.org").pk == waiting.pk

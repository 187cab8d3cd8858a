"""What leaves by mail: each kind once, with a file for calendars where there is a day to note."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import translation
from icalendar import Calendar
from post_office.models import Attachment, Email

from programmes.agenda.models import EventPage, Registration, RegistrationSettings, Venue
from programmes.agenda.registration import links, seats
from programmes.agenda.registration.mails import Letters
from tests.agenda.registering import answers, at, body, kinds, mails, open_event, registered, subject


@pytest.fixture(autouse=True)
def _pinned(settings):
    settings.PINNED_TODAY = datetime.date(2016, 1, 11)


@pytest.fixture
def event(agenda):
    page = open_event(agenda)
    page.save_revision().publish()
    return EventPage.objects.get(pk=page.pk)


def publish(event, **changes):
    page = EventPage.objects.get(pk=event.pk)
    for name, value in changes.items():
        setattr(page, name, value)
    page.save_revision().publish()
    return EventPage.objects.get(pk=event.pk)


def mail_of(registration, kind) -> Email:
    return registration.mails.filter(kind=kind).order_by("-sequence").first().email


def entry(email):
    """The event of the calendar file that is attached."""
    (attachment,) = email.attachments.all()
    with attachment.file.open("rb") as file:
        (found,) = Calendar.from_ical(file.read()).walk("VEVENT")
    return found


def told(capsys, command, *options):
    call_command(command, *options)
    return capsys.readouterr().out.strip()


def test_mail_tells_where_how_much_and_how_to_withdraw(agenda, home):
    venue = Venue.objects.create(
        name="Superpublic",
        slug="superpublic",
        street="4 rue La Vacquerie",
        postal_code="75011",
        city="Paris",
        access="Métro Charonne",
        accessibility="De plain-pied",
        locale=home.locale,
    )
    event = open_event(agenda, venue=venue, title="Journée {{ event }} « & »")
    registration = registered(event, "{% debug %} <b>Ada</b>", email="ada@example.org")
    email = mails()[0]
    for words in ("Superpublic", "4 rue La Vacquerie", "Métro Charonne", "De plain-pied", event.when_text):
        assert words in body(email), words
    assert "Journée {{ event }} « & »" in subject(email)
    assert "&amp;" not in body(email)
    assert f"/inscriptions/{registration.pk}/" in body(email)
    assert body(email).count("http") == 2


def test_mails_are_in_the_language_of_whoever_registered(event):
    with translation.override("fr"):
        registration = registered(event, language="en")
    assert subject(mails(registration)[0]) == "You have a seat: Journée découverte"


def test_each_mail_leaves_once(event):
    registration = registered(event)
    for _turn in range(3):
        registered(event)
    assert len(mails()) == 1
    assert kinds(registration) == ["confirmed"]


def test_change_of_day_or_place_is_told_once_to_those_who_come_and_those_who_wait(agenda):
    event = open_event(agenda, capacity=1)
    event.save_revision().publish()
    people = [registered(event, name) for name in ("Ada", "Grace", "Joan")]
    seats.withdraw(people[2])
    event = publish(event, starts_at=at(2016, 2, 16, 10), ends_at=at(2016, 2, 16, 17))
    assert [kinds(person)[-1] for person in people] == ["changed", "changed", "withdrawn"]
    for person in people[:2]:
        file = entry(mail_of(person, "changed"))
        assert file["DTSTART"].dt == at(2016, 2, 16, 10)
        assert file["SEQUENCE"] >= 1
    publish(event, introduction="Autre texte")
    publish(event, title="Autre titre")
    assert [len(kinds(person)) for person in people] == [2, 2, 2]
    publish(event, place="Grande salle")
    assert kinds(people[0]) == ["confirmed", "changed", "changed"]
    sequences = list(people[0].mails.filter(kind="changed").values_list("sequence", flat=True))
    assert len(set(sequences)) == 2


def test_day_once_set_is_sent_to_everybody(agenda):
    event = open_event(
        agenda, date_text="premier trimestre 2016", starts_at=at(2016, 1, 1), ends_at=at(2016, 3, 31)
    )
    event.save_revision().publish()
    registration = registered(event)
    publish(event, date_text="", starts_at=at(2016, 3, 8, 10), ends_at=at(2016, 3, 8, 17))
    assert kinds(registration) == ["confirmed", "changed"]
    assert entry(mail_of(registration, "changed"))["DTSTART"].dt == at(2016, 3, 8, 10)


def test_members_are_told_the_reduction_of_a_price_that_is_not_known_yet(agenda, client):
    event = open_event(agenda, pricing="base")

    member = registered(event, "Ada Lovelace", is_member=True)
    other = registered(event, "Grace Hopper")

    told_to = {email.to[0]: body(email).replace("\xa0", " ") for email in mails()}
    assert "Prix : à compléter, moins 50 % pour les adhérents" in told_to[member.email]
    assert "Prix : à compléter\n" in told_to[other.email]
    own_page = " ".join(client.get(links.url(member), follow=True).text.split())
    assert "à compléter, moins 50 % pour les adhérents" in own_page


def test_cancellation_is_told_with_a_file_that_strikes_it_out(event):
    registration = registered(event, language="en")
    event = publish(event, is_cancelled=True, cancellation_reason="La salle est fermée.")
    email = mail_of(registration, "cancelled")
    assert "La salle est fermée." in body(email)
    assert entry(email)["STATUS"] == "CANCELLED"
    publish(event, introduction="Rien de neuf", place="Ailleurs")
    assert kinds(registration) == ["confirmed", "cancelled"]
    publish(event, is_cancelled=False, cancellation_reason="")
    assert kinds(registration) == ["confirmed", "cancelled", "changed"]
    assert "This event takes place after all." in body(mail_of(registration, "changed"))


def test_draft_tells_nobody(event):
    registration = registered(event)
    page = EventPage.objects.get(pk=event.pk)
    page.starts_at = at(2016, 2, 16, 10)
    page.ends_at = None
    page.save_revision()
    assert kinds(registration) == ["confirmed"]


def test_event_that_is_over_tells_nobody(event, settings):
    registration = registered(event)
    settings.PINNED_TODAY = datetime.date(2016, 2, 20)
    publish(event, place="Superpublic")
    assert kinds(registration) == ["confirmed"]


def test_reminder_leaves_once_to_those_who_have_a_seat(agenda, settings, capsys):
    event = open_event(agenda, capacity=1)
    first, second = registered(event, "Ada"), registered(event, "Grace")
    assert told(capsys, "send_event_reminders") == "Reminders sent: 0"
    settings.PINNED_TODAY = datetime.date(2016, 2, 13)
    assert told(capsys, "send_event_reminders", "--dry-run") == "Reminders to send: 1"
    assert kinds(first) == ["confirmed"]
    assert told(capsys, "send_event_reminders") == "Reminders sent: 1"
    assert told(capsys, "send_event_reminders") == "Reminders sent: 0"
    assert kinds(first) == ["confirmed", "reminder"]
    assert entry(mail_of(first, "reminder"))["SUMMARY"] == "Journée découverte"
    assert kinds(second) == ["waiting"]


@pytest.mark.parametrize("known", [{"is_cancelled": True}, {"date_text": "en février"}])
def test_nobody_is_reminded_of_what_has_no_day_or_is_cancelled(agenda, settings, capsys, known):
    event = open_event(agenda)
    registered(event)
    EventPage.objects.filter(pk=event.pk).update(**known)
    settings.PINNED_TODAY = datetime.date(2016, 2, 14)
    assert told(capsys, "send_event_reminders") == "Reminders sent: 0"


def test_reminder_that_fails_keeps_none_of_the_others(agenda, settings, capsys, monkeypatch, caplog):
    event = open_event(agenda)
    first, second = registered(event, "Ada"), registered(event, "Grace")
    settings.PINNED_TODAY = datetime.date(2016, 2, 14)
    whole = Letters.put

    def put(letters, registration, kind, **options):
        if registration == first:
            raise OSError("disk full")
        return whole(letters, registration, kind, **options)

    monkeypatch.setattr(Letters, "put", put)
    with pytest.raises(CommandError):
        call_command("send_event_reminders")
    assert kinds(second) == ["confirmed", "reminder"]
    assert "Ada" not in caplog.text
    monkeypatch.undo()
    settings.PINNED_TODAY = datetime.date(2016, 2, 14)
    assert told(capsys, "send_event_reminders").endswith("Reminders sent: 1")
    assert kinds(first) == ["confirmed", "reminder"]


def test_no_reminder_where_the_settings_want_none(agenda, house, settings, capsys):
    house.reminder_days = 0
    house.save()
    registered(open_event(agenda))
    settings.PINNED_TODAY = datetime.date(2016, 2, 14)
    assert told(capsys, "send_event_reminders") == "Reminders sent: 0"


def test_event_put_off_after_its_reminder_is_reminded_of_again(event, settings, capsys):
    registration = registered(event)
    settings.PINNED_TODAY = datetime.date(2016, 2, 13)
    told(capsys, "send_event_reminders")
    publish(event, starts_at=at(2016, 3, 15, 10), ends_at=at(2016, 3, 15, 17))
    assert told(capsys, "send_event_reminders") == "Reminders sent: 0"
    settings.PINNED_TODAY = datetime.date(2016, 3, 13)
    assert told(capsys, "send_event_reminders") == "Reminders sent: 1"
    assert kinds(registration) == ["confirmed", "reminder", "changed", "reminder"]


def test_purge_erases_people_with_their_mails_and_files(
    agenda, settings, capsys, django_capture_on_commit_callbacks
):
    event = open_event(agenda)
    registration = registered(event)
    url = f"{event.url}inscription/{registration.pk}/{links.signature(registration)}/"
    kept = registered(open_event(agenda, title="Plus tard", starts_at=at(2016, 6, 1), ends_at=None), "Grace")
    attachment = registration.mails.get().email.attachments.get()
    storage, name = attachment.file.storage, attachment.file.name
    # 15 February and 60 days: 15 April is the last day.
    settings.PINNED_TODAY = datetime.date(2016, 4, 15)
    assert told(capsys, "purge_registrations") == "Registrations erased: 0"
    settings.PINNED_TODAY = datetime.date(2016, 4, 16)
    dry = told(capsys, "purge_registrations", "--dry-run")
    assert dry == "Registrations to erase: 1, of 1 events"
    assert Registration.objects.count() == 2
    with django_capture_on_commit_callbacks(execute=True):
        assert told(capsys, "purge_registrations") == "Registrations erased: 1"
    assert list(Registration.objects.all()) == [kept]
    assert Email.objects.count() == 1
    assert Attachment.objects.count() == 1
    assert not storage.exists(name)
    assert "Ada" not in dry
    assert Client().get(url).status_code == 404


def test_notice_tells_the_day_of_the_purge(client, event):
    html = client.get(event.url + "inscription/").content.decode()
    assert "15\xa0avril\xa02016" in html or "15 avril 2016" in html


def test_settings_refuse_a_reduction_of_more_than_all(home):
    with pytest.raises(ValidationError):
        RegistrationSettings(site=home.get_site(), member_discount=101).full_clean()


def test_page_in_another_language_that_tells_another_venue_is_behind(event, home, locales):
    place = {"city": "Paris", "locale": home.locale}
    former, new = (Venue.objects.create(name=name, slug=name, **place) for name in ("Avant", "Superpublic"))
    english = EventPage(
        title="Discovery day",
        slug="discovery-day",
        locale=locales["en"],
        translation_key=event.translation_key,
        starts_at=event.starts_at,
        ends_at=event.ends_at,
        venue=former,
    )
    event.get_parent().add_child(instance=english)
    event = publish(event, venue=new)
    registration = registered(event, language="en")
    assert "Superpublic" in body(mails(registration)[0])
    assert "Avant" not in body(mails(registration)[0])


def test_venue_that_moves_is_told_to_whoever_comes_there_and_to_calendars(event, agenda, home):
    venue = Venue.objects.create(name="Superpublic", slug="superpublic", city="Paris", locale=home.locale)
    event = publish(event, venue=venue)
    over = open_event(agenda, title="Passée", starts_at=at(2015, 12, 1), ends_at=None, venue=venue)
    registration, former = (
        registered(event),
        seats.register(over, answers("Grace"), language="fr", by_staff=True)[0],
    )
    number = event.calendar_entry.sequence
    venue.access = "Métro Charonne"
    venue.save()
    assert kinds(registration) == ["confirmed"]
    venue.street = "1 place de la Bastille"
    venue.save()
    assert kinds(registration) == ["confirmed", "changed"]
    email = mail_of(registration, "changed")
    assert "1 place de la Bastille" in body(email)
    assert entry(email)["SEQUENCE"] == number + 1
    venue.save()
    publish(event)
    assert kinds(registration) == ["confirmed", "changed"]
    assert kinds(former) == ["confirmed"]


def test_one_who_withdrew_is_promised_no_date(agenda, home):
    registration = registered(open_event(agenda, date_text="Premier trimestre 2016"))
    promise = "dès qu’elle l’est"
    assert promise in body(mail_of(registration, "confirmed"))
    seats.withdraw(registration)
    written = body(mail_of(registration, "withdrawn"))
    assert promise not in written
    assert "si vous ne pouvez pas venir" not in written
    assert links.url(registration) in written

"""What the tests of registration share: events that take registrations, and people who register."""

import datetime
from zoneinfo import ZoneInfo

from post_office.models import Email

from programmes.agenda.models import EventPage, Registration
from programmes.agenda.registration import seats
from tests.factories import EventPageFactory

PARIS = ZoneInfo("Europe/Paris")


def at(*moment):
    return datetime.datetime(*moment, tzinfo=PARIS)


def open_event(agenda, **known):
    """A discovery day of 20 seats in February 2016."""
    facts = {
        "title": "Journée découverte",
        "starts_at": at(2016, 2, 15, 10),
        "ends_at": at(2016, 2, 15, 17),
        "takes_registrations": True,
        "capacity": 20,
    }
    bare = {
        name: known.pop(name) for name in ("capacity", "own_price") if name in known and known[name] is None
    }
    if known.get("pricing") == "own":
        known.setdefault("own_price", 1)
    event = EventPageFactory(parent=agenda, **facts | known)
    # Written before such things were asked for.
    EventPage.objects.filter(pk=event.pk).update(**bare)
    return EventPage.objects.get(pk=event.pk)


def answers(name="Ada Lovelace", **changes):
    email = name.lower().replace(" ", ".") + "@example.org"
    return {"name": name, "email": email, "organisation": "", "is_member": False, "needs": ""} | changes


def registered(event, name="Ada Lovelace", *, language="fr", **changes) -> Registration:
    return seats.register(event, answers(name, **changes), language=language)[0]


def mails(registration=None) -> list[Email]:
    """The mails in the outbox, oldest first; of one registration where it is given."""
    emails = Email.objects.order_by("pk")
    if registration:
        emails = emails.filter(pk__in=registration.mails.values("email"))
    return list(emails)


def kinds(registration) -> list[str]:
    return list(registration.mails.order_by("queued_at", "pk").values_list("kind", flat=True))


def body(email) -> str:
    return email.message


def subject(email) -> str:
    return email.subject

"""The erasure of registrations some days after their event, with their mails."""

import datetime

from django.db import transaction

from core.clock import today
from programmes.agenda.models import EventPage, Registration
from programmes.agenda.registration import lists, mails
from programmes.agenda.registration.prices import house_settings


def due() -> list[EventPage]:
    """Events that are over for so long that nobody need be known any more, and of which somebody is."""
    last = today() - datetime.timedelta(days=house_settings().retention_days)
    known = Registration.objects.order_by().values("event").distinct()
    events = EventPage.objects.filter(pk__in=known).select_related("locale").defer_streamfields()
    return [event for event in events.order_by("pk") if lists.head_of(event).last_day < last]


def count(events) -> int:
    return Registration.objects.filter(event__in=events).count()


def carry_out() -> int:
    """Erases them, one event after the other; how many registrations."""
    erased = 0
    for event in due():
        with transaction.atomic():
            # Looked at again under lock: the event may have been put off meanwhile.
            lists.head_of(event, lock=True)
            if event in due():
                registrations = Registration.objects.filter(event=event)
                erased += registrations.count()
                mails.erase(registrations)
    return erased

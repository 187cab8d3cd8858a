"""The reminder that leaves some days before an event: once, to those who have a seat."""

import datetime
import logging

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from core.clock import now, today
from programmes.agenda.models import EventPage, Registration, RegistrationMail
from programmes.agenda.registration import lists
from programmes.agenda.registration.mails import Letters
from programmes.agenda.registration.prices import house_settings

logger = logging.getLogger(__name__)

Kind = RegistrationMail.Kind


def due():
    """Registrations to remind of. Whoever was told of another day meanwhile knows it well enough."""
    days = house_settings().reminder_days
    if not days:
        return Registration.objects.none()
    limit = _midnight(today() + datetime.timedelta(days=days + 1))
    events = EventPage.objects.filter(
        starts_at__gt=now(), starts_at__lt=limit, date_text="", is_cancelled=False
    ).values("pk")
    lately = RegistrationMail.objects.filter(
        registration=OuterRef("pk"),
        kind__in=[Kind.REMINDER, Kind.CHANGED],
        queued_at__gte=_midnight(today() - datetime.timedelta(days=days)),
    )
    return (
        Registration.objects.filter(~Exists(lately), event__in=events, state=Registration.State.CONFIRMED)
        .select_related("event__locale")
        .order_by("event_id", "pk")
    )


def send() -> tuple[int, int]:
    """(how many reminders left, how many failed): one that fails keeps none of the others."""
    sent = failed = 0
    for registration in list(due()):
        try:
            sent += _remind(registration)
        except Exception:
            logger.exception("The reminder of registration %s was not written", registration.pk)
            failed += 1
    return sent, failed


def _remind(registration) -> bool:
    with transaction.atomic():
        head = lists.head_of(registration.event, lock=True)
        # Locked before it is asked: somebody may have withdrawn, or been reminded, meanwhile.
        still_due = due().filter(pk=registration.pk).first()
        return bool(still_due) and Letters(head).put(still_due, Kind.REMINDER)


def _midnight(day: datetime.date) -> datetime.datetime:
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time.min))

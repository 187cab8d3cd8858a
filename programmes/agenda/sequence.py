"""How often what calendars show of an event changed: it is counted each time the event is published."""

import hashlib
import json

from django.db import transaction

from core.clock import now


def count(event) -> None:
    """Writes what calendars are told of `event`; where it differs from last time, under the next number.

    The numbers of an event never go back, whatever revision is published, and go on from one language to the
    other: calendars know all of them by one UID (RFC 5545, 3.8.7.4; RFC 7986, 5.3).
    """
    entries = type(event)._meta.get_field("calendar_entry").related_model.objects
    shown = fingerprint(event)
    with transaction.atomic():
        # One after the other: two publications at once must not take the same number.
        family = list(
            entries.select_for_update().filter(event__translation_key=event.translation_key).order_by("pk")
        )
        own = next((entry for entry in family if entry.event_id == event.pk), None)
        latest = max((entry.sequence for entry in family), default=0)
        if own is None:
            # An event that was public before changes were counted stood in calendars under the first number.
            again = event.last_published_at != event.first_published_at
            own = entries.create(event=event, sequence=latest + again, fingerprint=shown, changed_at=now())
        elif own.fingerprint != shown:
            own.sequence, own.fingerprint, own.changed_at = latest + 1, shown, now()
            own.save()
    event.calendar_entry = own


def fingerprint(event) -> str:
    """Digest of what makes somebody change their plans: days and hours, place, that it is cancelled."""
    told = [
        event.starts_at.timestamp(),
        event.ends_at.timestamp() if event.ends_at else None,
        event.all_day,
        event.date_text,
        event.is_cancelled,
        event.location_text,
        event.title,
    ]
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()

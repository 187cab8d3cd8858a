"""The moments at which time alone changes what the agenda shows, midnight apart."""

from django.db.models import Min, Q

from core.clock import now
from programmes.agenda.models import EventPage


def seconds_to_next() -> float | None:
    """Until registration for an event closes or the event begins; None if none does. One query."""
    current = now()
    found = EventPage.objects.filter(live=True, takes_registrations=True).aggregate(
        begins=Min("starts_at", filter=Q(starts_at__gt=current)),
        closes=Min("registration_deadline", filter=Q(registration_deadline__gt=current)),
    )
    coming = [moment for moment in found.values() if moment is not None]
    return (min(coming) - current).total_seconds() if coming else None

"""The list of those who come to an event: one, whatever the number of languages in which it is announced."""

import datetime

from django.apps import apps
from django.conf import settings
from django.db.models import Case, Count, Q, Value, When
from django.utils import timezone

from programmes.agenda.models.registrations import Registration

State = Registration.State

#: Pages in the site's first language that have been public.
LEADS = Q(locale__language_code=settings.LANGUAGE_CODE) & (Q(live=True) | Q(first_published_at__isnull=False))


def head_of(event, *, lock: bool = False):
    """The page that says how many seats there are, until when, and for how much.

    That in the site's first language, once it has been public; else the oldest: a translation that is still
    a draft speaks for nobody. With `lock`, nobody else takes or frees a seat until the transaction ends. One
    query, none where the page is its own head.
    """
    was_public = event.live or event.first_published_at
    if not lock and was_public and event.locale.language_code == settings.LANGUAGE_CODE:
        return event
    pages = apps.get_model("agenda", "EventPage").objects.filter(translation_key=event.translation_key)
    if lock:
        pages = pages.select_for_update(of=("self",))
    pages = pages.select_related("locale", "venue", "territory").defer_streamfields()
    head = pages.order_by(Case(When(LEADS, then=Value(0)), default=Value(1)), "pk").first()
    # A draft that is its own head is looked at as it is being written.
    return event if not lock and (head is None or head.pk == event.pk) else head


def announced(head, language: str):
    """The page that announces it in that language; the head of the list where none is public. One query."""
    if head.locale.language_code == language:
        return head
    pages = type(head).objects.live().filter(translation_key=head.translation_key)
    found = (
        pages.filter(locale__language_code=language).select_related("locale", "venue", "territory").first()
    )
    return found or head


def of_event(event):
    """All registrations for it, made from whatever language."""
    return Registration.objects.filter(event__translation_key=event.translation_key)


def confirmed(event):
    return of_event(event).filter(state=State.CONFIRMED)


def waiting(event):
    """Those who wait for a seat, the first to be given one first."""
    return of_event(event).filter(state=State.WAITING).order_by("queued_at", "pk")


def counts(event) -> tuple[int, int]:
    """(seats taken, people waiting). One query."""
    numbers = of_event(event).aggregate(
        taken=Count("pk", filter=Q(state=State.CONFIRMED)), waiting=Count("pk", filter=Q(state=State.WAITING))
    )
    return numbers["taken"], numbers["waiting"]


def position(registration) -> int:
    """Its place on the waiting list, from 1."""
    before = Q(queued_at__lt=registration.queued_at) | Q(
        queued_at=registration.queued_at, pk__lt=registration.pk
    )
    return waiting(registration.event).filter(before).count() + 1


def begins_at(event) -> datetime.datetime:
    """From when on seats change hands no more; where the day is not set, after the last one possible."""
    if not event.date_text:
        return event.starts_at
    return timezone.make_aware(
        datetime.datetime.combine(event.last_day + datetime.timedelta(days=1), datetime.time.min)
    )


def closes_at(event) -> datetime.datetime:
    """From when on nobody registers any more."""
    beginning = begins_at(event)
    return min(event.registration_deadline or beginning, beginning)

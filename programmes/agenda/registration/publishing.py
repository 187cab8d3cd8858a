"""What the publication of an event means for those who registered: they are told, and may get a seat.

So it is when the venue of coming events changes its name or address.
"""

from django.db import transaction
from django.db.models.signals import post_save, pre_save
from django.dispatch import receiver
from wagtail.signals import page_published

from core.clock import today
from programmes.agenda import sequence
from programmes.agenda.models import EventPage, Registration, RegistrationMail, Venue
from programmes.agenda.registration import lists
from programmes.agenda.registration.mails import Letters
from programmes.agenda.registration.seats import move_up

Kind = RegistrationMail.Kind


def plans(event) -> tuple:
    """What somebody who comes has to know: when, and where."""
    return (event.starts_at, event.ends_at, event.all_day, event.date_text, event.location_text)


@receiver(pre_save, sender=EventPage, dispatch_uid="agenda_registration_remember")
def remember(instance, raw=False, **kwargs):
    """Keeps what was told so far, until the page is published."""
    if raw or not instance.pk or hasattr(instance, "told_so_far"):
        return
    before = EventPage.objects.select_related("venue", "territory").filter(pk=instance.pk).first()
    if before is not None:
        instance.told_so_far = (before.is_cancelled, plans(before))


@receiver(page_published, sender=EventPage, dispatch_uid="agenda_registration_tell")
def tell(instance, **kwargs):
    """Once for each change; then seats that were added are given to those who wait."""
    told = instance.__dict__.pop("told_so_far", None)
    if not lists.of_event(instance).filter(state__in=Registration.ACTIVE).exists():
        return
    with transaction.atomic():
        head = lists.head_of(instance, lock=True)
        if head.pk != instance.pk or head.is_past(today()):
            return
        # Published for the first time, it takes over the list of the page that headed it so far.
        lists.of_event(head).exclude(event=head).update(event=head)
        letters = Letters(head)
        kind = _what_to_tell(head, told)
        if kind:
            for registration in lists.of_event(head).filter(state__in=Registration.ACTIVE):
                letters.put(registration, kind)
        move_up(head, letters)


@receiver(pre_save, sender=Venue, dispatch_uid="agenda_venue_remember")
def remember_place(instance, raw=False, **kwargs):
    """Keeps what was told of the events to come there."""
    if raw or not instance.pk:
        return
    instance.told_so_far = {event.pk: (event.is_cancelled, plans(event)) for event in _held_at(instance)}


@receiver(post_save, sender=Venue, dispatch_uid="agenda_venue_tell")
def tell_of_place(instance, raw=False, **kwargs):
    """Another name or address: calendars count it, and whoever comes is told, as if the event had moved."""
    told = instance.__dict__.pop("told_so_far", {})
    with transaction.atomic():
        for event in _held_at(instance) if told else ():
            if event.pk in told:
                sequence.count(event)
                event.told_so_far = told[event.pk]
                tell(event)


def _held_at(venue):
    """Public events to come there."""
    events = EventPage.objects.live().filter(venue=venue.pk).lasting_since(today())
    return events.select_related("locale", "venue__territory", "territory").defer_streamfields()


def _what_to_tell(head, told) -> Kind | None:
    if told is None:
        return None
    was_cancelled, former_plans = told
    if head.is_cancelled:
        return None if was_cancelled else Kind.CANCELLED
    return Kind.CHANGED if was_cancelled or plans(head) != former_plans else None

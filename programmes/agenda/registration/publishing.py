"""What the publication of an event means for those who registered: they are told, and may get a seat."""

from django.db import transaction
from django.db.models.signals import pre_save
from django.dispatch import receiver
from wagtail.signals import page_published

from core.clock import today
from programmes.agenda.models import EventPage, Registration, RegistrationMail
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
        letters = Letters(head)
        kind = _what_to_tell(head, told)
        if kind:
            for registration in lists.of_event(head).filter(state__in=Registration.ACTIVE):
                letters.put(registration, kind)
        move_up(head, letters)


def _what_to_tell(head, told) -> Kind | None:
    if told is None:
        return None
    was_cancelled, former_plans = told
    if head.is_cancelled:
        return None if was_cancelled else Kind.CANCELLED
    return Kind.CHANGED if was_cancelled or plans(head) != former_plans else None

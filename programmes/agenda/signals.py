"""What follows the publication of an event."""

from django.dispatch import receiver
from wagtail.signals import page_published

from programmes.agenda import sequence
from programmes.agenda.models import EventPage


@receiver(page_published, sender=EventPage, dispatch_uid="agenda_sequence")
def count_changes(instance, **kwargs):
    sequence.count(instance)

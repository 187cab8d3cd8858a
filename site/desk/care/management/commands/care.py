"""Brings the care report up to date with what needs no other site; to be run every day."""

from django.core.management.base import BaseCommand

from desk.care import reviewing, seeking
from desk.care.finding import forget, reconcile
from desk.care.models import Kind
from desk.pasting.models import BroughtDocument
from search import vain


class Command(BaseCommand):
    help = (
        "Finds pages not reviewed for two years and words looked for in vain; erases what visitors looked "
        "for, what was settled more than a year ago and documents brought in that nobody confirmed."
    )

    def handle(self, *, verbosity, **options):
        words = vain.forget()
        reconcile(Kind.REVIEW, reviewing.sightings())
        reconcile(Kind.SEARCH, seeking.sightings())
        seeking.forget_words()
        settled = forget()
        BroughtDocument.objects.forgotten().forget()
        if verbosity:
            self.stdout.write(f"Erased: {words} counts of searches, {settled} findings settled long ago")

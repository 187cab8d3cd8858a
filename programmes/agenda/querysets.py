"""Named queries over events."""

import datetime

from django.db.models.functions import Coalesce
from django.utils import timezone
from wagtail.query import PageQuerySet

from core import clock


class EventQuerySet(PageQuerySet):
    def published(self):
        return self.live().public().select_related("listing_image", "territory", "programme")

    def coming(self):
        """Not over yet, soonest first: an event that ends today is still coming."""
        return self.published()._with_end().filter(end__gte=_start_of_today()).order_by("starts_at", "pk")

    def past(self):
        """Over before today, latest first."""
        return self.published()._with_end().filter(end__lt=_start_of_today()).order_by("-starts_at", "-pk")

    def _with_end(self):
        return self.annotate(end=Coalesce("ends_at", "starts_at"))


def _start_of_today() -> datetime.datetime:
    return timezone.make_aware(datetime.datetime.combine(clock.today(), datetime.time.min))

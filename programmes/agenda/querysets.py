"""Named queries over events."""

import datetime

from django.db.models import Q
from django.utils import timezone
from wagtail.query import PageQuerySet

from core import clock
from core.querysets import open_to_all


class EventQuerySet(PageQuerySet):
    def published(self):
        return open_to_all(self).select_related(
            "listing_image", "territory", "venue", "venue__territory", "locale"
        )

    def coming(self):
        """Not over yet, soonest first: an event that ends today is still coming."""
        return self.published().lasting_since(clock.today())

    def past(self):
        """Over before today, latest first."""
        return self.published().exclude(lasts_on(clock.today())).order_by("-starts_at", "-pk")

    def lasting_since(self, day: datetime.date):
        """Not over before that day, soonest first."""
        return self.filter(lasts_on(day)).order_by("starts_at", "pk")


def lasts_on(day: datetime.date) -> Q:
    """Of that day or later. What ends at midnight sharp ended the day before, unless it lasts whole days."""
    midnight = timezone.make_aware(datetime.datetime.combine(day, datetime.time.min))
    return Q(starts_at__gte=midnight) | Q(ends_at__gt=midnight) | Q(ends_at=midnight, all_day=True)

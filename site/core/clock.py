"""The day it is for the site: the real one, unless a demonstration is set in the past (`PINNED_TODAY`)."""

import datetime

from django.conf import settings
from django.utils import timezone


def now() -> datetime.datetime:
    """Aware date and time in the site's time zone."""
    current = timezone.localtime()
    if settings.PINNED_TODAY is None:
        return current
    return timezone.make_aware(datetime.datetime.combine(settings.PINNED_TODAY, current.time()))


def seconds_to_midnight() -> float:
    """Until the day changes, twice a year after 23 or 25 hours."""
    current = now()
    tomorrow = datetime.datetime.combine(current.date() + datetime.timedelta(days=1), datetime.time.min)
    # Two times of one zone would be subtracted as clocks show them.
    return timezone.make_aware(tomorrow).timestamp() - current.timestamp()


def today() -> datetime.date:
    return now().date()

"""Traces by which a machine that files many requests is told from a public body that files one."""

import datetime
from datetime import timedelta

from django.db import models

from core.clock import now
from core.limits import keyed_hash

#: How long a trace is kept.
LIFETIME = timedelta(days=1)


class FilingTraceQuerySet(models.QuerySet):
    def left_from(self, address: str, *, since: datetime.datetime) -> int:
        """Number of filings from that address; none where the address is not known."""
        return self.filter(origin=_origin(address), at__gte=since).count() if address else 0

    def leave(self, address: str) -> None:
        """Writes down one filing from that address, and forgets the old ones."""
        self.filter(at__lt=now() - LIFETIME).delete()
        if address:
            self.create(origin=_origin(address))


def _origin(address: str) -> str:
    return keyed_hash("adhesion.filing-trace", address)


class FilingTrace(models.Model):
    """One filing, under a keyed hash of the address it came from: never the address itself."""

    wagtail_reference_index_ignore = True

    origin = models.CharField(max_length=64)
    at = models.DateTimeField(default=now)

    objects = FilingTraceQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        indexes = [models.Index(fields=["origin", "at"], name="adhesion_trace_by_origin")]

    def __str__(self):
        return f"{self.at:%Y-%m-%d %H:%M}"

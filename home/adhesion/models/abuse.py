"""Traces by which a machine that files many requests is told from a public body that files one."""

from django.db import models

from core.clock import now


class FilingTrace(models.Model):
    """One filing, under a keyed hash of the address it came from: never the address itself."""

    wagtail_reference_index_ignore = True

    origin = models.CharField(max_length=64)
    at = models.DateTimeField(default=now)

    class Meta:
        default_permissions = ()
        indexes = [models.Index(fields=["origin", "at"], name="adhesion_trace_by_origin")]

    def __str__(self):
        return f"{self.at:%Y-%m-%d %H:%M}"

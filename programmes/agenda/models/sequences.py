"""What calendars elsewhere know of an event."""

from django.db import models


class CalendarEntry(models.Model):
    """How often an event changed since it was first published, as iCalendar counts it (RFC 5545, 3.8.7.4).

    Kept beside the page: a revision written before a change must not take the count back.
    """

    wagtail_reference_index_ignore = True

    event = models.OneToOneField("agenda.EventPage", on_delete=models.CASCADE, related_name="calendar_entry")
    sequence = models.PositiveIntegerField(default=0)
    #: Digest of what calendars show; another one is another sequence number.
    fingerprint = models.CharField(max_length=64)
    changed_at = models.DateTimeField()

    class Meta:
        default_permissions = ()

    def __str__(self):
        return f"{self.event_id}: {self.sequence}"

"""What became of a commitment: one row a change of state, written once."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from blog.models.commitments import Commitment
from core.append_only import AppendOnlyMixin
from core.clock import now, today
from core.typography import written_date


class StateChange(AppendOnlyMixin):
    """A commitment enters a state on a day, for a reason. Append-only: what turns out wrong is changed again.

    Changes follow one another: none is dated before the last one. The latest gives the commitment its state.
    """

    #: States that readers are owed a reason for.
    NEEDS_REASON = (Commitment.State.POSTPONED, Commitment.State.DROPPED)

    commitment = models.ForeignKey(
        Commitment, verbose_name=_("commitment"), on_delete=models.CASCADE, related_name="changes"
    )
    state = models.CharField(_("state"), max_length=20, choices=Commitment.State.choices)
    on = models.DateField(_("date"), help_text=_("The day from which it holds."))
    reason = models.CharField(
        _("reason"), max_length=250, blank=True, help_text=_("Required for what is postponed or dropped.")
    )
    recorded_at = models.DateTimeField(_("recorded on"), default=now, editable=False)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("recorded by"),
        on_delete=models.SET_NULL,
        related_name="+",
        null=True,
        blank=True,
        editable=False,
    )

    class Meta:
        verbose_name = _("change of state")
        verbose_name_plural = _("changes of state")
        ordering = ["on", "pk"]
        default_permissions = ("add", "view")

    def __str__(self):
        return f"{self.get_state_display()} ({self.on})"

    def clean(self):
        """What a change must be on its own, and after the one before it."""
        super().clean()
        errors = {}
        if self.state in self.NEEDS_REASON and not self.reason.strip():
            errors["reason"] = _("Say why: readers are owed the reason.")
        if self.on and self.on > today():
            errors["on"] = _("This day is still to come: a change is written down once it has happened.")
        last = latest_change(self.commitment) if self.commitment_id else None
        if last and self.on and self.on < last.on:
            errors["on"] = _("The last change is of %(day)s: this one cannot be of an earlier day.") % {
                "day": written_date(last.on)
            }
        if last and self.state == last.state:
            errors["state"] = _("It is in this state already, since %(day)s.") % {
                "day": written_date(last.on)
            }
        if errors:
            raise ValidationError(errors)

    def save(self, *args, **kwargs):
        """Writes it down, and gives the commitment the state."""
        with transaction.atomic():
            super().save(*args, **kwargs)
            self.commitment.state = self.state
            self.commitment.state_since = self.on
            self.commitment.state_reason = self.reason
            self.commitment.save(update_fields=Commitment.STATE_FIELDS)


def latest_change(commitment) -> StateChange | None:
    """The change that gives a commitment its state."""
    return commitment.changes.order_by("on", "pk").last()

"""What became of a commitment: one row a change of state, written once."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from blog.models.commitments import Commitment
from core.append_only import AppendOnlyMixin
from core.clock import now


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
    on = models.DateField(_("on"), help_text=_("The day from which it holds."))
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
        super().clean()
        if self.state in self.NEEDS_REASON and not self.reason:
            raise ValidationError({"reason": _("Say why: readers are owed the reason.")})

    def save(self, *args, **kwargs):
        """Writes it down, and gives the commitment the state."""
        with transaction.atomic():
            super().save(*args, **kwargs)
            fields = {"state": self.state, "state_since": self.on, "state_reason": self.reason}
            for name, value in fields.items():
                setattr(self.commitment, name, value)
            Commitment.objects.filter(pk=self.commitment_id).update(**fields)

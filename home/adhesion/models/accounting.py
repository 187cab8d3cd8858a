"""The call for the fee: a numbered document, apart from the decision that it follows."""

from decimal import Decimal

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.clock import now, today

from .members import Membership


class FeeCallSequence(models.Model):
    """The last number given in a year; locked while one more is taken, so that none is missing."""

    wagtail_reference_index_ignore = True

    year = models.PositiveSmallIntegerField(unique=True)
    last_number = models.PositiveIntegerField(default=0)

    class Meta:
        default_permissions = ()

    def __str__(self):
        return f"{self.year}: {self.last_number}"


class FeeCallQuerySet(models.QuerySet):
    def light(self):
        """Without the documents, which lists have no use for."""
        return self.defer("pdf")

    def standing(self):
        return self.filter(cancelled_at=None)

    def unpaid(self):
        return self.standing().filter(paid_on=None)

    def paid(self):
        return self.exclude(paid_on=None)

    def cancelled(self):
        return self.exclude(cancelled_at=None)

    def overdue(self):
        return self.unpaid().filter(due_on__lt=today())


class FeeCall(models.Model):
    """An *appel de cotisation*: what was asked of whom, as it was on the day. Amounts are integer cents.

    Its number is never given twice and never missing: a wrong one is cancelled and stays. It holds accounting
    data alone, kept ten years (Code de commerce, article L123-22).
    """

    wagtail_reference_index_ignore = True

    membership = models.ForeignKey(
        Membership, verbose_name=_("membership"), on_delete=models.PROTECT, related_name="fee_calls"
    )
    year = models.PositiveSmallIntegerField(_("year of issue"))
    number = models.PositiveIntegerField(_("number"))
    issued_on = models.DateField(_("issued on"))
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, related_name="+", null=True, blank=True
    )
    due_on = models.DateField(_("due on"), null=True, blank=True)
    amount_cents = models.PositiveIntegerField(_("amount, in cents"))
    # The one who pays, as printed.
    recipient_name = models.CharField(_("paying body"), max_length=200)
    recipient_address = models.TextField(_("address"), blank=True)
    recipient_siret = models.CharField("SIRET", max_length=14, blank=True)
    chorus_service_code = models.CharField(_("Chorus Pro service code"), max_length=100, blank=True)
    engagement_number = models.CharField(_("engagement number"), max_length=50, blank=True)
    # Kept in the database: out of reach of whoever serves files, and backed up with the rest.
    pdf = models.BinaryField(editable=False)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    reminded_at = models.DateTimeField(_("reminded"), null=True, blank=True)
    paid_on = models.DateField(_("paid on"), null=True, blank=True)
    payment_reference = models.CharField(_("reference of the payment"), max_length=80, blank=True)
    cancelled_at = models.DateTimeField(_("cancelled"), null=True, blank=True)
    cancellation_reason = models.CharField(_("why it was cancelled"), max_length=300, blank=True)
    created_at = models.DateTimeField(default=now, editable=False)

    objects = FeeCallQuerySet.as_manager()

    class Meta:
        verbose_name = _("fee call")
        verbose_name_plural = _("fee calls")
        ordering = ["-year", "-number"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["year", "number"], name="fee_call_number_is_unique"),
            models.UniqueConstraint(
                fields=["membership"], condition=Q(cancelled_at=None), name="one_standing_fee_call"
            ),
            models.CheckConstraint(condition=Q(amount_cents__gt=0), name="fee_call_is_positive"),
            models.CheckConstraint(
                condition=Q(cancelled_at=None) | Q(paid_on=None), name="paid_fee_call_is_not_cancelled"
            ),
        ]

    def __str__(self):
        return f"AC-{self.year}-{self.number:04}" if self.number else f"AC-{self.year}-…"

    @property
    def amount_euros(self) -> Decimal:
        return Decimal(self.amount_cents) / 100

    @property
    def is_due(self) -> bool:
        """Whether payment is still waited for."""
        return self.cancelled_at is None and self.paid_on is None

    @property
    def is_overdue(self) -> bool:
        return self.is_due and self.due_on is not None and self.due_on < today()

    @property
    def state_label(self) -> str:
        """What became of it, in words for staff."""
        if self.cancelled_at:
            return pgettext_lazy("fee call", "cancelled")
        if self.paid_on:
            return pgettext_lazy("fee call", "paid")
        return pgettext_lazy("fee call", "overdue") if self.is_overdue else _("waiting for payment")

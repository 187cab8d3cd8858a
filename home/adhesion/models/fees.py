"""What membership costs and gives, year by year."""

from decimal import Decimal

from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Locale, RevisionMixin, TranslatableMixin
from wagtail.snippets.models import register_snippet
from wagtail_localize.fields import SynchronizedField, TranslatableField

from core.clock import today
from core.previews import FramedPreviewMixin
from home.adhesion.forms.fees import FeeScheduleForm


def _euros(cents: int | None) -> Decimal | None:
    return None if cents is None else Decimal(cents) / 100


class EntitlementBlock(blocks.StructBlock):
    """One thing that members are entitled to."""

    title = blocks.CharBlock(label=_("Entitlement"), max_length=120)
    text = blocks.TextBlock(label=_("Detail"), required=False, max_length=300)

    class Meta:
        label = _("Entitlement")
        icon = "check"
        description = _("One thing that membership gives, in a few words.")
        preview_value = {"title": "Prendre part à la gouvernance", "text": "Une voix à l’assemblée générale."}


class FeeScheduleQuerySet(models.QuerySet):
    def current(self) -> "FeeSchedule | None":
        """The schedule of this year, else the last one before it, else the first one to come, else None.

        In the active language where it is translated, otherwise as it was first written. One query.
        """
        schedules = self._in_every_language()
        if not schedules:
            return None
        years = [schedule.year for schedule in schedules if schedule.year <= today().year]
        year = years[-1] if years else schedules[0].year
        return _in_active_language([schedule for schedule in schedules if schedule.year == year])

    def of_year(self, year: int) -> "FeeSchedule | None":
        """The schedule of that very year, in the same language; None where there is none. One query."""
        return _in_active_language(self.filter(year=year)._in_every_language())

    def _in_every_language(self) -> list["FeeSchedule"]:
        return list(self.select_related("locale").order_by("year", "pk"))


def _in_active_language(schedules: list["FeeSchedule"]) -> "FeeSchedule | None":
    language = get_language()
    translated = (schedule for schedule in schedules if schedule.locale.language_code == language)
    return next(translated, schedules[0] if schedules else None)


@register_snippet
class FeeSchedule(FramedPreviewMixin, RevisionMixin, TranslatableMixin, models.Model):
    """The single yearly fee of one year. Amounts are integer cents of euro.

    One row a year and language: the words are translated, the figures are those of the French row.
    """

    year = models.PositiveSmallIntegerField(_("year"), validators=[MinValueValidator(2008)])
    amount_cents = models.PositiveIntegerField(
        _("amount (€ a year)"), validators=[MinValueValidator(1, _("Give an amount above zero."))]
    )
    previous_amount_cents = models.PositiveIntegerField(
        _("former amount (€ a year)"),
        null=True,
        blank=True,
        help_text=_("Shown struck through. Empty: not shown."),
    )
    members_aim = models.PositiveSmallIntegerField(
        _("members aimed at"),
        null=True,
        blank=True,
        help_text=_("How many the year should count at least; shown to the team alone."),
    )
    conditions = models.TextField(
        _("conditions"),
        blank=True,
        help_text=_("In one or two sentences: who pays, what it is compulsory for."),
    )
    entitlements = StreamField(
        [("entitlement", EntitlementBlock())], verbose_name=_("entitlements"), blank=True
    )

    objects = FeeScheduleQuerySet.as_manager()

    preview_template = "adhesion/previews/fee_schedule.html"
    preview_stylesheets = ("core/css/adhesion.css",)

    base_form_class = FeeScheduleForm
    panels = [
        MultiFieldPanel(
            [FieldPanel(name) for name in ("year", "amount_cents", "previous_amount_cents", "members_aim")],
            heading=_("Fee"),
        ),
        FieldPanel("conditions"),
        FieldPanel("entitlements"),
    ]
    override_translatable_fields = [
        SynchronizedField("year", overridable=False),
        SynchronizedField("amount_cents", overridable=False),
        SynchronizedField("previous_amount_cents", overridable=False),
        SynchronizedField("members_aim", overridable=False),
        TranslatableField("conditions"),
        TranslatableField("entitlements"),
    ]

    class Meta(TranslatableMixin.Meta):
        verbose_name = _("fee schedule")
        verbose_name_plural = _("fee schedules")
        ordering = ["-year"]
        constraints = [
            models.UniqueConstraint(fields=["locale", "year"], name="unique_fee_schedule_year"),
            models.CheckConstraint(condition=models.Q(amount_cents__gt=0), name="fee_is_positive"),
        ]

    def __str__(self):
        return str(self.year)

    def save(self, *args, **kwargs):
        if self.locale_id is None:
            self.locale = Locale.get_default()
        super().save(*args, **kwargs)

    @classmethod
    def current(cls) -> "FeeSchedule | None":
        return cls.objects.current()

    @property
    def amount_euros(self) -> Decimal:
        return _euros(self.amount_cents)

    @property
    def previous_amount_euros(self) -> Decimal | None:
        return _euros(self.previous_amount_cents)

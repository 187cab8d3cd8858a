"""Who comes to an event, and who waits for a seat. Personal data: erased some time after the event."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting

from core.clock import now


@register_setting(icon="date")
class RegistrationSettings(BaseSiteSetting):
    """What holds for every event that one registers for. An empty price is not known yet."""

    base_price = models.DecimalField(
        _("price of a discovery day (€)"), max_digits=7, decimal_places=2, null=True, blank=True
    )
    member_discount = models.PositiveSmallIntegerField(
        _("reduction for members (%)"), default=50, help_text=_("Of the price that others pay.")
    )
    retention_days = models.PositiveSmallIntegerField(
        _("days after the event until registrations are erased"), default=60
    )
    reminder_days = models.PositiveSmallIntegerField(
        _("days before the event on which a reminder leaves"), default=2, help_text=_("0: no reminder.")
    )

    panels = [
        FieldPanel("base_price"),
        FieldPanel("member_discount"),
        FieldPanel("retention_days"),
        FieldPanel("reminder_days"),
    ]

    class Meta:
        verbose_name = _("registration for events")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(member_discount__lte=100), name="agenda_discount_at_most_all"
            )
        ]

    def clean(self):
        super().clean()
        errors = {}
        if self.base_price is not None and self.base_price < 0:
            errors["base_price"] = _("A price cannot be less than nothing: give 0 or more.")
        if self.member_discount is not None and self.member_discount > 100:
            errors["member_discount"] = _("Give a share from 0 to 100.")
        if errors:
            raise ValidationError(errors)


class Registration(models.Model):
    """One person's seat at an event, or their place on its waiting list.

    Of an event in several languages there is one list, that of its first page.
    """

    class State(models.TextChoices):
        CONFIRMED = "confirmed", _("Has a seat")
        WAITING = "waiting", _("On the waiting list")
        WITHDRAWN = "withdrawn", _("Withdrew")

    #: States in which somebody counts on the event.
    ACTIVE = (State.CONFIRMED, State.WAITING)

    wagtail_reference_index_ignore = True

    event = models.ForeignKey(
        "agenda.EventPage", verbose_name=_("event"), on_delete=models.PROTECT, related_name="registrations"
    )
    state = models.CharField(_("state"), max_length=10, choices=State.choices)
    name = models.CharField(_("name"), max_length=120)
    email = models.EmailField(_("e-mail"))
    organisation = models.CharField(_("organisation"), max_length=200, blank=True)
    is_member = models.BooleanField(_("the organisation is a member"), default=False)
    needs = models.CharField(_("what would help them take part"), max_length=500, blank=True)
    language = models.CharField(
        _("language"), max_length=10, choices=settings.LANGUAGES, default=settings.LANGUAGE_CODE
    )
    #: In euros, as announced on the day of registration; None where it was not known.
    price = models.DecimalField(_("price (€)"), max_digits=7, decimal_places=2, null=True, blank=True)
    registered_at = models.DateTimeField(_("registered"), default=now)
    #: Since when it counts: order of the waiting list.
    queued_at = models.DateTimeField(default=now)
    promoted_at = models.DateTimeField(_("given a seat"), null=True, blank=True)
    withdrawn_at = models.DateTimeField(_("withdrew"), null=True, blank=True)

    class Meta:
        verbose_name = _("registration")
        verbose_name_plural = _("registrations")
        default_permissions = ("view", "change")
        ordering = ["queued_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                "event",
                Lower("email"),
                condition=models.Q(state__in=["confirmed", "waiting"]),
                name="agenda_one_registration_each",
            )
        ]

    def __str__(self):
        return f"{self.event_id} #{self.pk}"

    @property
    def is_active(self) -> bool:
        return self.state in self.ACTIVE


class RegistrationMail(models.Model):
    """A mail of a registration: each kind leaves once."""

    class Kind(models.TextChoices):
        CONFIRMED = "confirmed", _("Seat confirmed")
        WAITING = "waiting", _("Placed on the waiting list")
        PROMOTED = "promoted", _("Seat given from the waiting list")
        REMINDER = "reminder", _("Reminder")
        WITHDRAWN = "withdrawn", _("Withdrawal confirmed")
        CHANGED = "changed", _("Event changed")
        CANCELLED = "cancelled", _("Event cancelled")

    wagtail_reference_index_ignore = True

    registration = models.ForeignKey(Registration, on_delete=models.CASCADE, related_name="mails")
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    #: Of the event, when the mail was written: a change is told once.
    sequence = models.PositiveIntegerField(default=0)
    email = models.ForeignKey("post_office.Email", on_delete=models.SET_NULL, related_name="+", null=True)
    queued_at = models.DateTimeField(default=now)

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["registration", "kind", "sequence"], name="agenda_each_mail_once")
        ]

    def __str__(self):
        return f"{self.registration_id}: {self.kind}"

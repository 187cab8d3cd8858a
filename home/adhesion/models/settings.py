"""What stands on fee calls and does not change from one to the next."""

from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting


@register_setting(icon="mail")
class MembershipSettings(BaseGenericSetting):
    """The association as its fee calls name it. Empty means unknown: printed as to be completed."""

    siret = models.CharField(_("SIRET of the association"), max_length=20, blank=True)
    iban = models.CharField("IBAN", max_length=42, blank=True)
    bic = models.CharField("BIC", max_length=11, blank=True)
    payment_days = models.PositiveSmallIntegerField(
        _("days to pay"),
        null=True,
        blank=True,
        validators=[MaxValueValidator(365)],
        help_text=_("From the day of issue. Empty: no date is printed."),
    )
    legal_mention = models.TextField(
        _("legal mention"), max_length=500, blank=True, help_text=_("For instance what applies to VAT.")
    )

    panels = [FieldPanel(name) for name in ("siret", "iban", "bic", "payment_days", "legal_mention")]

    class Meta:
        verbose_name = _("fee calls")

"""What stands on fee calls and does not change from one to the next."""

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from stdnum import bic as bic_codes
from stdnum import iban as iban_codes
from stdnum.exceptions import ValidationError as ChecksumError
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting

from home.adhesion.siret import clean_siret


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
    legal_mention_in_english = models.TextField(
        _("legal mention in English"),
        max_length=500,
        blank=True,
        help_text=_("On fee calls in English. Empty: the French one is printed."),
    )

    panels = [
        FieldPanel(name)
        for name in ("siret", "iban", "bic", "payment_days", "legal_mention", "legal_mention_in_english")
    ]

    class Meta:
        verbose_name = _("fee calls")

    @property
    def legal_mention_as_read(self) -> str:
        """In the language of the call; the French one where nobody wrote it in English."""
        return (get_language() == "en" and self.legal_mention_in_english) or self.legal_mention

    def clean(self):
        """Money sent by a wrong digit is long in coming back: what has a checksum is checked."""
        super().clean()
        errors = {}
        for name, tidy in (("siret", clean_siret), ("iban", _clean_iban), ("bic", _clean_bic)):
            try:
                setattr(self, name, tidy(getattr(self, name)))
            except ValidationError as error:
                errors[name] = error
        if errors:
            raise ValidationError(errors)


def _clean_iban(text: str) -> str:
    """Letters and digits alone, as banks exchange it."""
    try:
        return iban_codes.validate(text) if text.strip() else ""
    except ChecksumError:
        raise ValidationError(_("This IBAN is not one: compare it with the bank’s document.")) from None


def _clean_bic(text: str) -> str:
    try:
        return bic_codes.validate(text) if text.strip() else ""
    except ChecksumError:
        raise ValidationError(
            _("A BIC has 8 or 11 letters and digits: compare it with the bank’s document.")
        ) from None

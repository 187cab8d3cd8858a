"""SIRET: the fourteen digits that name one establishment of a French body.

A body is looked for by hand, so what is accepted is what people paste: full-width digits, spaces of any
kind, dots, hyphens. What is kept is fourteen digits. Source of the checksum: INSEE (Luhn), with the rule
of La Poste, whose establishments add up to a multiple of five.
"""

import re
import unicodedata

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from stdnum.exceptions import ValidationError as ChecksumError
from stdnum.fr import siret as stdnum_siret

LENGTH = 14
# Spaces of any kind, dots, hyphens and dashes: how people group digits.
SEPARATORS = re.compile(r"[\s.\-\u00ad\u200b\u2010-\u2015\u2212\ufeff]+")


def compact(text: str) -> str:
    """What was typed, in plain digits and without separators."""
    return SEPARATORS.sub("", unicodedata.normalize("NFKC", text))


def clean_siret(text: str) -> str:
    """Fourteen digits from what was typed; empty stays empty.

    Raises `ValidationError` with a sentence that says what to mend.
    """
    digits = compact(text)
    if not digits:
        return ""
    if not re.fullmatch(r"[0-9]+", digits):
        raise ValidationError(
            _("A SIRET holds only digits: remove letters and other signs."), code="siret_characters"
        )
    if len(digits) != LENGTH:
        raise ValidationError(
            _("A SIRET has 14 digits; you typed %(count)d."),
            code="siret_length",
            params={"count": len(digits)},
        )
    if digits == "0" * LENGTH:
        raise ValidationError(
            _("Fourteen zeros are not a SIRET. If you do not have it at hand, leave this field empty."),
            code="siret_zeros",
        )
    try:
        return stdnum_siret.validate(digits)
    except ChecksumError:
        raise ValidationError(
            _("This SIRET does not exist: one of its digits is wrong. Check it on an official document."),
            code="siret_checksum",
        ) from None


def format_siret(digits: str) -> str:
    """The SIRET as it is usually read: 732 829 320 00074."""
    return stdnum_siret.format(digits, "\u00a0") if digits else ""

"""Checks of identifiers."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from stdnum import isbn
from stdnum.exceptions import InvalidChecksum, InvalidLength
from stdnum.exceptions import ValidationError as InvalidNumber
from stdnum.util import clean


def validate_isbn(value: str) -> None:
    """Accept an ISBN of 10 or 13 digits with its right check digit (ISO 2108); else say what is wrong."""
    number = clean(value, " -").strip()
    try:
        # python-stdnum would take nine for a number of the 1960s, and put a zero before it.
        if re.fullmatch(r"[0-9]{8}[0-9Xx]", number):
            raise InvalidLength
        isbn.validate(value)
    except InvalidLength as error:
        raise ValidationError(
            _("An ISBN has 13 digits (10 before 2007); you gave %(digits)d."), params={"digits": len(number)}
        ) from error
    except InvalidChecksum as error:
        raise ValidationError(
            _("One digit of this ISBN is wrong: its check digit does not match.")
        ) from error
    except InvalidNumber as error:
        raise ValidationError(_("Give the ISBN as printed on the book: digits and hyphens.")) from error


def validate_ppn(value: str) -> None:
    """Accept the number of a record in SUDOC: eight digits and a check sign, as in an ISBN of ten."""
    number = value.strip().upper()
    if not re.fullmatch(r"[0-9]{8}[0-9X]", number):
        raise ValidationError(_("A SUDOC number has nine signs: digits, the last one may be an X."))
    weighed = sum(weight * int(digit) for weight, digit in zip(range(9, 1, -1), number[:8], strict=True))
    check = (11 - weighed % 11) % 11
    if number[8] != ("X" if check == 10 else str(check)):
        raise ValidationError(_("One sign of this SUDOC number is wrong: its check digit does not match."))

"""Filters of printed words. Builtins: no load needed."""

import re

from django import template

from core.typography import amount, percentage, typeset, written_date
from uploads import weights

register = template.Library()


@register.filter
def typo(value):
    """Text or HTML in the typography of the active language."""
    return typeset(value)


@register.filter
def first_sentence(value):
    """The beginning of a text, up to its first full stop."""
    return re.split(r"(?<=[.!?…])\s", str(value or ""), maxsplit=1)[0]


@register.filter
def euros(value):
    """A number of euros, written out."""
    return amount(value)


@register.filter
def percent(value):
    """A number as a share of a hundred."""
    return percentage(value)


@register.filter
def longdate(value):
    """A date in words."""
    return typeset(written_date(value))


@register.filter
def weight(value):
    """A number of bytes, in the unit that suits it."""
    return weights.weight(value)

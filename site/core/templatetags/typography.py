"""Filters of printed words: `typo`, `euros`, `longdate`, `footnotes`. Builtins: no load needed."""

import re

from django import template
from django.utils.safestring import mark_safe

from core.typography import amount, link_footnotes, typeset, written_date

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
def longdate(value):
    """A date in words."""
    return typeset(written_date(value))


@register.filter
def footnotes(value, count):
    """Rendered text whose “[1]” point to the notes of the page, `count` in number."""
    return mark_safe(link_footnotes(str(typeset(value)), int(count or 0)))  # noqa: S308 - typeset escapes

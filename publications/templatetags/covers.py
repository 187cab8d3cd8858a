"""Covers drawn for books that have no picture of theirs yet."""

from django import template
from django.utils.safestring import mark_safe

from core.cutpaper import composition

register = template.Library()


@register.simple_tag
def cover_art(seed):
    """A decorative upright picture of cut paper, always the same for the same seed."""
    return mark_safe(composition(str(seed), "yellow", 240, 230))  # noqa: S308 - nothing of the seed is printed

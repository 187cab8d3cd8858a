"""Programmes that an applicant may be interested in, by the titles that the site shows."""

from django.apps import apps
from wagtail.models import Locale


def programme_choices() -> list[tuple[str, str]]:
    """Titles of the programmes open to all, in the language being read, in the order of the site."""
    pages = apps.get_model("programmes", "ProgrammePage").objects.live().public()
    titles = pages.filter(locale=Locale.get_active()).order_by("path").values_list("title", flat=True)
    return [(title, title) for title in titles]

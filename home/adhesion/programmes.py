"""Programmes that an applicant may be interested in, by the titles that the site shows."""

from django.apps import apps
from django.utils.translation import get_language
from wagtail.coreutils import get_supported_content_language_variant


def programme_choices() -> list[tuple[str, str]]:
    """Titles of the programmes open to all, in the language being read, in the order of the site."""
    pages = apps.get_model("programmes", "ProgrammePage").objects.live().public()
    language = get_supported_content_language_variant(get_language())
    titles = pages.filter(locale__language_code=language).order_by("path").values_list("title", flat=True)
    return [(title, title) for title in titles]

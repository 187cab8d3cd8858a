"""Words that several kinds of publications share."""

from django.utils.translation import ngettext


def page_count(pages: int | None) -> str:
    """“120 pages”; empty where the number is not known."""
    return ngettext("%(count)d page", "%(count)d pages", pages) % {"count": pages} if pages else ""

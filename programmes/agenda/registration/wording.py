"""Words that the screens and files of registrations share."""

from django.utils.translation import pgettext


def yes_or_no(value: bool) -> str:
    return pgettext("answer", "yes") if value else pgettext("answer", "no")

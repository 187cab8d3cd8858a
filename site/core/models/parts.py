"""What a page lists, one row each, in words that are translated with it."""

from wagtail.models import Orderable, TranslatableMixin


class TranslatablePart(TranslatableMixin, Orderable):
    """Abstract row of an inline list of a page. Its words are laid before whoever translates the page.

    A row that says nothing but names and figures stays an `Orderable`: translations carry a copy of it.
    """

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        abstract = True

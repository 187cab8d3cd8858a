"""What goes with a page when it is deleted."""

from wagtail import hooks
from wagtail.models import Page


def deleted_with(page) -> list[Page]:
    """The page, and the translations that Wagtail deletes with it."""
    pages = {page}
    for cascade in hooks.get_hooks("construct_translated_pages_to_cascade_actions"):
        for translations in (cascade([page], "delete") or {}).values():
            pages.update(translations)
    return list(pages)

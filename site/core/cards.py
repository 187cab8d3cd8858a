"""Pages of several types made ready to be shown as cards."""

from collections import defaultdict

from wagtail.models import Page

from core.pictures import attach
from core.references import pages_to_read


def public_cards(page_ids: list[int]) -> list[Page]:
    """The public pages among those chosen, in that order: specific, with their pictures.

    One query for each type of page, whatever their number, and those of their pictures.
    """
    chosen = [page for page in pages_to_read(page_ids) if page and page.is_open]
    by_type = defaultdict(list)
    for page in chosen:
        by_type[page.specific_class].append(page.pk)
    specific = {}
    for model, keys in by_type.items():
        specific |= model._default_manager.defer_streamfields().in_bulk(keys)
    cards = [specific[page.pk] for page in chosen if page.pk in specific]
    attach(*((card, "listing_image") for card in cards if hasattr(card, "listing_image_id")))
    return cards

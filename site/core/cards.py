"""Pages of several types made ready to be shown as cards, in a constant number of queries."""

from collections.abc import Iterable

from wagtail.images import get_image_model
from wagtail.models import Page


def public_cards(page_ids: Iterable[int]) -> list[Page]:
    """The live, public pages among `page_ids`, specific, in that order, with their listing images."""
    ids = list(page_ids)
    found = {page.pk: page for page in Page.objects.live().public().filter(pk__in=ids).specific()}
    return with_listing_images([found[pk] for pk in ids if pk in found])


def with_listing_images(pages: list[Page]) -> list[Page]:
    """The same pages, their listing images and renditions fetched in two queries, whatever their types."""
    wanted = {page.listing_image_id for page in pages if getattr(page, "listing_image_id", None)}
    images = get_image_model().objects.prefetch_related("renditions").in_bulk(wanted) if wanted else {}
    for page in pages:
        if image := images.get(getattr(page, "listing_image_id", None)):
            page.listing_image = image
    return pages

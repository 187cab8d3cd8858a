"""Pictures of many pages, or of a whole stream, at once."""

from collections.abc import Iterable

from wagtail.images import get_image_model


def attach(*wanted: tuple) -> None:
    """Fill foreign keys to images, with their renditions: pairs of a page of any type and the key's name."""
    found = images(getattr(page, f"{name}_id") for page, name in wanted)
    for page, name in wanted:
        setattr(page, name, found.get(getattr(page, f"{name}_id")))


def own(page) -> list[tuple]:
    """The pictures by which a page is shared, and shown in lists."""
    return [(page, "listing_image"), (page, "sharing_image")]


def images(keys: Iterable[int | None]) -> dict:
    """Images by primary key, with their renditions.

    One query in all; a second one only for pictures never shown before, which have no rendition yet, and for
    drawings (SVG), which need none.
    """
    model, found, wanted = get_image_model(), {}, set(keys) - {None}
    if wanted:
        renditions = model.get_rendition_model().objects.filter(image__in=wanted).select_related("image")
        for rendition in renditions:
            image = found.setdefault(rendition.image_id, rendition.image)
            image.__dict__.setdefault("prefetched_renditions", []).append(rendition)
    if missing := wanted - found.keys():
        found |= model.objects.in_bulk(missing)
    return found

"""Pictures of many pages at once."""

from wagtail.images import get_image_model


def attach(*wanted: tuple) -> None:
    """Fill foreign keys to images, with their renditions: pairs of a page of any type and the key's name.

    One query in all; a second one only for pictures never shown before, which have no rendition yet.
    """
    images = _images({getattr(page, f"{name}_id") for page, name in wanted} - {None})
    for page, name in wanted:
        setattr(page, name, images.get(getattr(page, f"{name}_id")))


def own(page) -> list[tuple]:
    """The pictures by which a page is shared, and shown in lists."""
    return [(page, "listing_image"), (page, "sharing_image")]


def _images(keys: set[int]) -> dict:
    model = get_image_model()
    images = {}
    if keys:
        for rendition in model.get_rendition_model().objects.filter(image__in=keys).select_related("image"):
            image = images.setdefault(rendition.image_id, rendition.image)
            image.__dict__.setdefault("prefetched_renditions", []).append(rendition)
    if missing := keys - images.keys():
        images |= model.objects.in_bulk(missing)
    return images

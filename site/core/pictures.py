"""Pictures of many pages, or of a whole stream, at once."""

import copy
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
    """Images by primary key, with their renditions. One query, whether they have any yet or not."""
    wanted = set(keys) - {None}
    if not wanted:
        return {}
    model = get_image_model()
    rendition_model = model.get_rendition_model()
    columns = [field.attname for field in model._meta.concrete_fields]
    theirs = [field.attname for field in rendition_model._meta.concrete_fields]
    rows = model.objects.filter(pk__in=wanted).order_by()
    found = {}
    for row in rows.values_list(*columns, *(f"renditions__{name}" for name in theirs)):
        own, others = row[: len(columns)], row[len(columns) :]
        image = model.from_db(rows.db, columns, own)
        image = found.setdefault(image.pk, image)
        rendition = rendition_model.from_db(rows.db, theirs, others)
        if rendition.pk is not None:
            rendition.image = image
            image.__dict__.setdefault("prefetched_renditions", []).append(rendition)
    return found


def another(image):
    """The same image as an object of its own, down to its renditions: they read its description from it."""
    image = copy.copy(image)
    if hasattr(image, "prefetched_renditions"):
        image.prefetched_renditions = [copy.copy(rendition) for rendition in image.prefetched_renditions]
        for rendition in image.prefetched_renditions:
            rendition.image = image
    return image

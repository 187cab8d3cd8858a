"""Pictures of many pages, or of a whole stream, at once."""

import copy
from collections.abc import Iterable

from django.db import DEFAULT_DB_ALIAS
from wagtail.images import get_image_model

from core.prepared import prepared


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
    wanted = sorted(set(keys) - {None})
    if not wanted:
        return {}
    model = get_image_model()
    rendition_model = model.get_rendition_model()
    columns, theirs = _columns(model), _columns(rendition_model)
    key = columns.index(model._meta.pk.attname)
    found = {}
    for row in _rows(keys=wanted):
        own, others = row[: len(columns)], row[len(columns) :]
        if own[key] not in found:
            found[own[key]] = model.from_db(DEFAULT_DB_ALIAS, columns, own)
        image = found[own[key]]
        rendition = rendition_model.from_db(DEFAULT_DB_ALIAS, theirs, others)
        if rendition.pk is not None:
            rendition.image = image
            image.__dict__.setdefault("prefetched_renditions", []).append(rendition)
    return found


@prepared
def _rows(*, keys):
    model = get_image_model()
    theirs = (f"renditions__{name}" for name in _columns(model.get_rendition_model()))
    return model.objects.filter(pk__in=keys).order_by().values_list(*_columns(model), *theirs)


def _columns(model) -> list[str]:
    return [field.attname for field in model._meta.concrete_fields]


def another(image):
    """The same image as an object of its own, down to its renditions: they read its description from it."""
    image = copy.copy(image)
    if hasattr(image, "prefetched_renditions"):
        image.prefetched_renditions = [copy.copy(rendition) for rendition in image.prefetched_renditions]
        for rendition in image.prefetched_renditions:
            rendition.image = image
    return image

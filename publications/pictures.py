"""Pictures of many pages at once."""

from wagtail.images import get_image_model


def attach(pages: list, *fields: str) -> None:
    """Fill foreign keys to images, with their renditions, on pages of any types: two queries in all."""
    wanted = [(page, name) for page in pages for name in fields if hasattr(page, f"{name}_id")]
    keys = {getattr(page, f"{name}_id") for page, name in wanted} - {None}
    images = (
        get_image_model().objects.filter(pk__in=keys).prefetch_related("renditions").in_bulk() if keys else {}
    )
    for page, name in wanted:
        setattr(page, name, images.get(getattr(page, f"{name}_id")))

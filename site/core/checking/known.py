"""What the site knows of the pages, pictures and files that contents point at: asked once for all of them."""

import re
from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import Self

from django.db import models
from django.db.models.functions import Cast
from wagtail import blocks
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Page, Revision

from core.checking.contents import Content, Part
from core.checking.places import Place
from core.querysets import is_unrestricted

_LINK = re.compile(r"<a\s[^>]*\blinktype=[\"'](page|document)[\"'][^>]*>")
_ID = re.compile(r"\bid=[\"']([0-9]{1,9})[\"']")
#: Of a key as databases keep it.
_LARGEST_KEY = 2**31 - 1


@dataclass(frozen=True)
class LinkedPage:
    """`goes_live`: when it is to be published, if that is arranged; `expires`: when it is to be withdrawn."""

    title: str
    live: bool
    is_open: bool
    goes_live: datetime | None
    expires: datetime | None


@dataclass(frozen=True)
class Pointer:
    """Something that a part points at: a page, an image, a document or another thing, by its key."""

    place: Place
    model: type
    key: int


def pointers(part: Part) -> list[Pointer]:
    """What a part points at: by a chooser, a foreign key, or the links of its text."""
    definition, value = part.definition, part.value
    is_key = type(value) is int and 0 < value <= _LARGEST_KEY
    if isinstance(definition, blocks.ChooserBlock):
        return [Pointer(part.place, definition.model_class, value)] if is_key else []
    if isinstance(definition, models.ForeignKey):
        return [Pointer(part.place, definition.related_model, value)] if is_key else []
    if part.is_rich:
        kinds = {"page": Page, "document": get_document_model()}
        return [
            Pointer(part.place, kinds[link[1]], int(number))
            for link in _LINK.finditer(value)
            for number in _ID.findall(link[0])
        ]
    return []


@dataclass(frozen=True)
class Known:
    """`pages` and `images` by key; `documents` that exist; `titles` in use by parent, with whose they are."""

    pages: dict[int, LinkedPage]
    images: dict[int, models.Model]
    documents: frozenset[int]
    titles: dict[tuple[str, str], frozenset[int]]

    @classmethod
    def about(cls, contents: list[Content]) -> Self:
        """Three queries at most, and one more where there are pages among the subjects."""
        keys = defaultdict(set)
        for content in contents:
            for part in content.parts:
                for pointer in pointers(part):
                    keys[_family(pointer.model)].add(pointer.key)
        files = keys[get_document_model()]
        documents = get_document_model().objects.filter(pk__in=files).values_list("pk", flat=True)
        return cls(
            pages=_pages(keys[Page]) if keys[Page] else {},
            images=get_image_model().objects.in_bulk(keys[get_image_model()]),
            documents=frozenset(documents if files else ()),
            titles=_titles([content.subject for content in contents if isinstance(content.subject, Page)]),
        )


def title_key(page: Page) -> tuple[str, str]:
    """By which two pages under one parent have the same title."""
    return page.path[: -page.steplen] if page.path else "", page.title.strip().casefold()


def _family(model: type) -> type:
    return Page if issubclass(model, Page) else model


def _pages(keys: set[int]) -> dict[int, LinkedPage]:
    scheduled = Revision.page_revisions.filter(
        object_id=Cast(models.OuterRef("pk"), models.CharField()), approved_go_live_at__isnull=False
    ).order_by("approved_go_live_at")
    found = Page.objects.filter(pk__in=keys).annotate(
        is_open=models.ExpressionWrapper(is_unrestricted(), output_field=models.BooleanField()),
        goes_live=models.Subquery(scheduled.values("approved_go_live_at")[:1]),
    )
    rows = found.values_list("pk", "title", "live", "is_open", "goes_live", "expire_at")
    return {key: LinkedPage(*row) for key, *row in rows}


def _titles(pages: list[Page]) -> dict[tuple[str, str], frozenset[int]]:
    """Titles under the parents of these pages."""
    parents = {title_key(page)[0] for page in pages} - {""}
    if not parents:
        return {}
    below = models.Q()
    for parent in parents:
        below |= models.Q(path__startswith=parent, depth=len(parent) // Page.steplen + 1)
    titles = defaultdict(set)
    for page in Page.objects.filter(below).only("path", "title"):
        titles[title_key(page)].add(page.pk)
    return {key: frozenset(found) for key, found in titles.items()}

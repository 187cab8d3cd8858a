"""What the blocks of a stream point at, fetched at once.

Wagtail asks the database for each kind of block that holds a chooser, and for each link of each paragraph.
Here what a stream stores is read first, and one query finds its pages (in the language being read where they
are translated), one its images, one each other kind of thing. Inside `references_known`, choosers
(`core.blocks.choosers`), links in rich text (`core.richtext`) and page cards (`core.cards`) take what they
need from there.
"""

import copy
import re
from collections import defaultdict
from contextlib import contextmanager
from contextvars import ContextVar

from django.utils.translation import get_language
from wagtail import blocks
from wagtail.images import get_image_model
from wagtail.models import Page

from core.pictures import images
from core.querysets import is_open_to_all

_LINK = re.compile(r"<a\s[^>]*linktype=[\"']page[\"'][^>]*>")
_ID = re.compile(r"\bid=[\"'](\d+)[\"']")
_known: ContextVar["References | None"] = ContextVar("known_references", default=None)


class References:
    """Objects by model and primary key."""

    def __init__(self, keys: dict[type, set[int]]):
        self._found = {model: self._fetch(model, wanted) for model, wanted in keys.items() if wanted}

    @staticmethod
    def _fetch(model, keys: set[int]) -> dict:
        if model is Page:
            return _pages(keys)
        if model is get_image_model():
            return images(keys)
        return model.objects.in_bulk(keys)

    def instances(self, model, keys: list) -> list:
        """Objects in the order of `keys`, each time another object: a chooser's value is its block's own."""
        found = self._found.get(model, {})
        return [copy.copy(found.get(key)) for key in keys]

    def page(self, key: int) -> Page | None:
        """The page to send a reader to for a page chosen; None where it does not exist any more."""
        pages = self._found.get(Page, {})
        chosen = pages.get(key)
        return chosen and pages.get((chosen.translation_key, get_language()), chosen)

    def knows(self, keys) -> bool:
        return keys <= self._found.get(Page, {}).keys()


def current() -> References | None:
    """What is known here and now, if anything is."""
    return _known.get()


@contextmanager
def references_known(stream):
    """While this lasts, nothing that the stream points at is asked for again. Asked once for a stream."""
    references = stream.__dict__.get("references")
    if references is None:
        keys = defaultdict(set)
        _gather(stream.stream_block, stream.raw_data, keys)
        references = stream.__dict__["references"] = References(keys)
    token = _known.set(references)
    try:
        yield references
    finally:
        _known.reset(token)


def pages_to_read(keys: list[int]) -> list[Page | None]:
    """The page to send a reader to for each page chosen, with `is_open`; None for those that are gone."""
    references = current()
    if references is None or not references.knows(set(keys)):
        references = References({Page: set(keys)})
    return [references.page(key) for key in keys]


def _gather(block, value, keys: dict[type, set[int]]) -> None:
    """Primary keys in what a block stores, by model."""
    if not value:
        return
    if isinstance(block, blocks.StreamBlock):
        for child in value:
            if child["type"] in block.child_blocks:
                _gather(block.child_blocks[child["type"]], child["value"], keys)
    elif isinstance(block, blocks.StructBlock):
        for name, child_block in block.child_blocks.items():
            _gather(child_block, value.get(name), keys)
    elif isinstance(block, blocks.ListBlock):
        for child in value:
            _gather(block.child_block, child.get("value") if isinstance(child, dict) else child, keys)
    elif isinstance(block, blocks.RichTextBlock):
        keys[Page] |= {int(number) for link in _LINK.findall(value) for number in _ID.findall(link)}
    elif isinstance(block, blocks.ChooserBlock):
        keys[block.model_class].add(value)


def _pages(keys: set[int]) -> dict:
    """Pages by primary key, and live ones by (translation key, language) too: one query."""
    family = Page.objects.filter(
        translation_key__in=Page.objects.filter(pk__in=keys).values("translation_key")
    )
    pages = {}
    for page in family.select_related("locale").annotate(is_open=is_open_to_all()):
        pages[page.pk] = page
        if page.live:
            pages[page.translation_key, page.locale.language_code] = page
    return pages

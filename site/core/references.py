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
from dataclasses import dataclass, field

from django.utils.translation import get_language
from wagtail import blocks
from wagtail.fields import StreamField
from wagtail.images import get_image_model
from wagtail.models import Page, get_page_models

from core.pictures import another, images
from core.prepared import prepared
from core.querysets import is_open_to_all

_LINK = re.compile(r"<a\s[^>]*linktype=[\"']page[\"'][^>]*>")
_ID = re.compile(r"\bid=[\"'](\d+)[\"']")
_known: ContextVar["References | None"] = ContextVar("known_references", default=None)


@dataclass
class Wanted:
    """What is pointed at: primary keys by model, and whether pages are to be shown as cards."""

    keys: dict[type, set[int]] = field(default_factory=lambda: defaultdict(set))
    cards: bool = False


class References:
    """Objects by model and primary key."""

    #: For which it is asked, if it is for one.
    request = None

    def __init__(self, wanted: Wanted):
        self._pages_asked = frozenset(wanted.keys[Page])
        self._pages = _pages(self._pages_asked, whole=wanted.cards) if self._pages_asked else {}
        image_model = get_image_model()
        shown = {page.listing_image_id for page in self._pages.values() if wanted.cards and _is_card(page)}
        pictures = images(wanted.keys[image_model] | shown)
        for page in self._pages.values():
            if wanted.cards and _is_card(page):
                page.listing_image = pictures.get(page.listing_image_id)
        self._others = {image_model: pictures} | {
            model: model.objects.in_bulk(keys)
            for model, keys in wanted.keys.items()
            if keys and model not in (Page, image_model)
        }

    def instances(self, model, keys: list) -> list:
        """Objects in the order of `keys`, each time another object: a chooser's value is its block's own."""
        found = self._pages if model is Page else self._others.get(model, {})
        copied = another if model is get_image_model() else copy.copy
        return [copied(found.get(key)) for key in keys]

    def page(self, key: int) -> Page | None:
        """The page to send a reader to for a page chosen; None where it does not exist any more."""
        chosen = self._pages.get(key)
        return chosen and self._pages.get((chosen.translation_key, get_language()), chosen)

    def know(self, keys: set[int]) -> bool:
        """Whether these pages were asked for, be they there or not."""
        return keys <= self._pages_asked


@contextmanager
def references_known(stream, request=None):
    """While this lasts, nothing that the stream points at is asked for again. Asked once for a stream.

    `request` remembers where the site stands, for the addresses of pages.
    """
    references = stream.__dict__.get("references")
    if references is None:
        wanted = Wanted()
        _gather(stream.stream_block, stream.raw_data, wanted)
        references = stream.__dict__["references"] = References(wanted)
    references.request = request
    token = _known.set(references)
    try:
        yield
    finally:
        _known.reset(token)


@contextmanager
def all_known(streams, rich_texts=()):
    """The same for several streams and for texts that stand outside of any: asked once for all of them."""
    wanted = Wanted()
    for stream in streams:
        _gather(stream.stream_block, stream.raw_data, wanted)
    wanted.keys[Page] |= {number for text in rich_texts for number in _linked_pages(text)}
    references = References(wanted)
    for stream in streams:
        stream.__dict__["references"] = references
    token = _known.set(references)
    try:
        yield
    finally:
        _known.reset(token)


def current() -> References | None:
    """What is known here and now, if anything is."""
    return _known.get()


def pages_to_read(keys: list[int], *, as_cards: bool = False) -> list[Page | None]:
    """The page to send a reader to for each page chosen, with `is_public`; None for those that are gone."""
    references = current()
    if references is None or not references.know(set(keys)):
        references = References(Wanted(defaultdict(set, {Page: set(keys)}), cards=as_cards))
    return [references.page(key) for key in keys]


def _gather(block, value, wanted: Wanted) -> None:
    """Reads what a block stores."""
    if not value:
        return
    wanted.cards |= getattr(block, "shows_pages", False)
    if isinstance(block, blocks.StreamBlock):
        for child in value:
            if child["type"] in block.child_blocks:
                _gather(block.child_blocks[child["type"]], child["value"], wanted)
    elif isinstance(block, blocks.StructBlock):
        for name, child_block in block.child_blocks.items():
            _gather(child_block, value.get(name), wanted)
    elif isinstance(block, blocks.ListBlock):
        for child in value:
            # As Wagtail tells an item with its own id from a bare one, which may hold a `value` itself.
            is_wrapped = (
                isinstance(child, dict) and {"id", "value"} <= child.keys() and child.get("type") == "item"
            )
            _gather(block.child_block, child["value"] if is_wrapped else child, wanted)
    elif isinstance(block, blocks.RichTextBlock):
        wanted.keys[Page] |= _linked_pages(value)
    elif isinstance(block, blocks.ChooserBlock):
        wanted.keys[block.model_class].add(value)


def _linked_pages(html: str) -> set[int]:
    return {int(number) for link in _LINK.findall(html) for number in _ID.findall(link)}


def _pages(keys: frozenset[int], *, whole: bool) -> dict:
    """Pages by primary key, and live ones by (translation key, language) too: one query.

    `whole`: in their own types, without their streams.
    """
    types = _types() if whole else {}
    pages = {}
    for found in _family(whole, keys=sorted(keys)):
        name = found.cached_content_type.model
        page = getattr(found, name) if name in types else found
        page.is_public = found.is_public
        page.locale = found.locale
        pages[page.pk] = page
        if page.live:
            pages[page.translation_key, page.locale.language_code] = page
    return pages


@prepared
def _family(whole: bool, /, *, keys):
    """Pages with those of other languages, and whether anybody may read each."""
    translation_keys = Page.objects.filter(pk__in=keys).values("translation_key")
    family = Page.objects.filter(translation_key__in=translation_keys).select_related("locale")
    if whole:
        types = _types()
        streams = [
            f"{name}__{stream.name}"
            for name, model in types.items()
            for stream in model._meta.local_fields
            if isinstance(stream, StreamField)
        ]
        family = family.select_related("locale", *types).defer(*streams)
    return family.annotate(is_public=is_open_to_all())


def _types() -> dict[str, type[Page]]:
    """Our types of pages, by the name that Django gives to their part of a page."""
    return {model._meta.model_name: model for model in get_page_models() if hasattr(model, "listing_image")}


def _is_card(page: Page) -> bool:
    return hasattr(page, "listing_image_id")

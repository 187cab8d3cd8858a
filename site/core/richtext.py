"""Links to pages inside rich text.

Wagtail asks the database for each link of each paragraph. Here one query finds all the pages that a text
links to, in the language being read where they are translated; `links_known` does it once for a whole stream.
"""

import re
from contextlib import contextmanager
from contextvars import ContextVar

from django.utils.html import escape
from django.utils.translation import get_language
from wagtail.models import Page
from wagtail.rich_text.pages import PageLinkHandler as WagtailPageLinkHandler

_LINK = re.compile(r"<a\s[^>]*linktype=[\"']page[\"'][^>]*>")
_ID = re.compile(r"\bid=[\"'](\d+)[\"']")
_addresses: ContextVar[dict[str, str] | None] = ContextVar("addresses", default=None)


class PageLinkHandler(WagtailPageLinkHandler):
    @classmethod
    def expand_db_attributes_many(cls, attrs_list: list[dict]) -> list[str]:
        ids = {str(attrs.get("id")) for attrs in attrs_list}
        known = _addresses.get() or {}
        addresses = known if ids <= known.keys() else _addresses_of(ids)
        found = [addresses.get(str(attrs.get("id"))) for attrs in attrs_list]
        return [f'<a href="{escape(address)}">' if address else "<a>" for address in found]


@contextmanager
def links_known(stream):
    """While this lasts, links inside the rich texts of a stream cost one query in all, or none."""
    ids = {number for link in _links(stream.raw_data) for number in _ID.findall(link)}
    token = _addresses.set(_addresses_of(ids) if ids else {})
    try:
        yield
    finally:
        _addresses.reset(token)


def _links(value):
    """Every link to a page in what a stream stores."""
    if isinstance(value, str):
        yield from _LINK.findall(value)
    elif isinstance(value, dict):
        for child in value.values():
            yield from _links(child)
    elif not isinstance(value, int | float | None):
        for child in value:
            yield from _links(child)


def _addresses_of(ids: set[str]) -> dict[str, str]:
    """Address of each page by primary key; those that do not exist any more are left without one, as `""`."""
    numbers = [int(number) for number in ids if number.isdigit()]
    keys = Page.objects.filter(pk__in=numbers).values("translation_key")
    family = Page.objects.filter(translation_key__in=keys).select_related("locale").defer_streamfields()
    pages = {page.pk: page for page in family}
    language = get_language()
    translated = {
        page.translation_key: page
        for page in pages.values()
        if page.live and page.locale.language_code == language
    }
    chosen = {number: pages[number] for number in numbers if number in pages}
    addresses = {
        str(number): translated.get(page.translation_key, page).url or "" for number, page in chosen.items()
    }
    return dict.fromkeys(ids, "") | addresses

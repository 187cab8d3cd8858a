"""Links to pages and words of the lexicon inside rich text."""

from django.utils.html import escape
from django.utils.translation import gettext_lazy as _
from wagtail.admin.rich_text.converters.html_to_contentstate import InlineStyleElementHandler
from wagtail.admin.rich_text.editors.draftail.features import InlineStyleFeature
from wagtail.rich_text.pages import PageLinkHandler as WagtailPageLinkHandler

from core.languages import foreign
from core.references import current, pages_to_read


class PageLinkHandler(WagtailPageLinkHandler):
    """Found all at once, in the language being read; those to pages that are gone are left as text."""

    @classmethod
    def expand_db_attributes_many(cls, attrs_list: list[dict]) -> list[str]:
        known = current()
        request = known.request if known else None
        pages = pages_to_read([int(attrs.get("id") or 0) for attrs in attrs_list])
        return [_opening(page, request) if page and page.live else "<a>" for page in pages]


def _opening(page, request) -> str:
    """The beginning of a link, with the language of the page where it is not the one being read."""
    url = page.get_url(request)
    if not url:
        return "<a>"
    language = foreign(page)
    hreflang = f' hreflang="{language}"' if language else ""
    return f'<a href="{escape(url)}"{hreflang}>'


#: The button by which editors mark a word of the lexicon, and how that is stored: see `core.lexicon`.
TERM_BUTTON = InlineStyleFeature(
    {
        "type": "TERM",
        "icon": "help",
        "description": _("Lexicon term"),
        "style": {"borderBottom": "2px dotted currentColor"},
    }
)
TERM_CONVERSION = {
    "from_database_format": {"abbr": InlineStyleElementHandler("TERM")},
    "to_database_format": {"style_map": {"TERM": "abbr"}},
}

"""Links to pages inside rich text."""

from django.utils.html import escape
from wagtail.rich_text.pages import PageLinkHandler as WagtailPageLinkHandler

from core.references import pages_to_read


class PageLinkHandler(WagtailPageLinkHandler):
    """Found all at once, in the language being read; those to pages that are gone are left as text."""

    @classmethod
    def expand_db_attributes_many(cls, attrs_list: list[dict]) -> list[str]:
        pages = pages_to_read([int(attrs.get("id") or 0) for attrs in attrs_list])
        return [f'<a href="{escape(page.url)}">' if page and page.url else "<a>" for page in pages]

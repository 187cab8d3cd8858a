"""Pages made ready to be shown as cards."""

from wagtail.models import Page

from core.references import pages_to_read


def public_cards(page_ids: list[int]) -> list[Page]:
    """The public pages among those chosen, in that order, in their own types and with their pictures."""
    return [page for page in pages_to_read(page_ids, as_cards=True) if page and page.is_public]

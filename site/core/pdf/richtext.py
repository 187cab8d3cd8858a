"""Rich text as a template of typst takes it: data, never markup.

A *flow* is a list of blocks: `{"kind": "paragraph", "runs": […]}`, or `{"kind": "list", "ordered": …,
"items": […]}` each item of which is a flow. A run is `{"text": …}` with what makes it stand out (`bold`,
`italic`, `raised`), `{"note": n}` for a reference to note n, or `{"href": …, "shown": …, "runs": […]}` for a
link. What is no paragraph, list or emphasis is read as text.
"""

import re
from urllib.parse import unquote, urljoin, urlsplit

from bs4 import BeautifulSoup, NavigableString, Tag
from bs4.element import PreformattedString
from django.conf import settings
from django.utils.safestring import SafeString

from core.typography import typeset

_SCHEMES = ("https", "http", "mailto", "tel")
_STYLES = {"b": "bold", "strong": "bold", "i": "italic", "em": "italic", "sup": "raised"}
_PARAGRAPHS = {"p", "div", "blockquote", *(f"h{level}" for level in range(1, 7))}
_LISTS = {"ul": False, "ol": True}
_SILENT = {"script", "style", "template"}
_BLANKS = re.compile(r"[ \t\n\r\f]+")
_NOTE = re.compile(r"\[(\d{1,3})\]")


def flow(html: str, *, notes: int = 0) -> list[dict]:
    """HTML in the typography of the active language; « [1] » refers to a note where there are that many."""
    return _flow(BeautifulSoup(str(typeset(SafeString(html))), "html.parser"), notes)


def absolute(url: str) -> str:
    """The address as it is typed into a browser; empty for what is none, and for a place on the same page."""
    try:
        whole = urljoin(settings.WAGTAILADMIN_BASE_URL, url.strip()) if url.strip() else ""
        parts = urlsplit(whole)
    except ValueError:
        return ""
    return whole if parts.scheme in _SCHEMES and not url.strip().startswith("#") else ""


def shown(url: str) -> str:
    """The same as it is read: without scheme, in letters."""
    parts = urlsplit(url)
    if parts.scheme in ("mailto", "tel"):
        return unquote(parts.path)
    query = f"?{parts.query}" if parts.query else ""
    return unquote(f"{parts.netloc.removeprefix('www.')}{parts.path}".rstrip("/") + query)


def link(url: str, text: str) -> dict:
    """A link as a run; the text alone where the address is none."""
    address = absolute(url)
    run = {"text": text}
    return {"href": address, "shown": shown(address), "runs": [run]} if address else run


def _flow(parent: Tag, notes: int) -> list[dict]:
    blocks, runs = [], []

    def end_paragraph():
        if trimmed := _trimmed(runs):
            blocks.append({"kind": "paragraph", "runs": trimmed})
        runs.clear()

    for child in parent.children:
        name = child.name if isinstance(child, Tag) else None
        if name in _LISTS:
            end_paragraph()
            items = [_flow(item, notes) for item in _items(child)]
            blocks.append(
                {"kind": "list", "ordered": _LISTS[name], "items": [item for item in items if item]}
            )
        elif name in _PARAGRAPHS:
            end_paragraph()
            blocks += _flow(child, notes)
        else:
            runs += _runs(child, notes, {})
    end_paragraph()
    return [block for block in blocks if block.get("runs") or block.get("items")]


def _items(parent: Tag) -> list[Tag]:
    """Items of a list; what stands in it outside of any is an item as well."""
    return [
        child if isinstance(child, Tag) else _wrapped(child)
        for child in list(parent.children)
        if isinstance(child, Tag) or child.strip()
    ]


def _wrapped(text: NavigableString) -> Tag:
    item = Tag(name="li")
    item.append(NavigableString(text))
    return item


def _runs(node, notes: int, style: dict) -> list[dict]:
    if isinstance(node, PreformattedString):
        return []
    if isinstance(node, NavigableString):
        return _text_runs(node, notes, style)
    if node.name in _SILENT:
        return []
    if node.name == "br":
        return [{"text": "\n"}]
    if node.name in _STYLES:
        style = style | {_STYLES[node.name]: True}
    inside = [run for child in node.children for run in _runs(child, notes, style)]
    address = absolute(node.get("href") or "") if node.name == "a" else ""
    if address and _plain(inside).strip() and not any("href" in run for run in inside):
        return [{"href": address, "shown": shown(address), "runs": inside}]
    return inside


def _text_runs(text: str, notes: int, style: dict) -> list[dict]:
    runs = []
    for index, part in enumerate(_NOTE.split(_BLANKS.sub(" ", text))):
        if index % 2 and 1 <= int(part) <= notes:
            runs.append({"note": int(part)})
        elif index % 2:
            runs.append({"text": f"[{part}]"} | style)
        elif part:
            runs.append({"text": part} | style)
    return runs


def _plain(runs: list[dict]) -> str:
    return "".join(run.get("text", "") or _plain(run.get("runs", [])) for run in runs)


def _trimmed(runs: list[dict]) -> list[dict]:
    """Without blanks at either end; nothing where there is nothing else."""
    while runs and _is_blank(runs[0]):
        runs = runs[1:]
    while runs and _is_blank(runs[-1]):
        runs = runs[:-1]
    return list(runs)


def _is_blank(run: dict) -> bool:
    return "text" in run and not run["text"].strip()

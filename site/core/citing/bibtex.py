"""Items as BibTeX, in UTF-8, for LaTeX of any kind."""

import re

from pybtex.database import BibliographyData, Entry
from pybtex.database.output.bibtex import Writer

from core.citing.dates import parts_of
from core.citing.names import family_of

TYPES = {"book": "book", "report": "techreport"}
LANGUAGES = {"fr": "french", "en": "english"}
_LATEX = {
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{sign: f"\\{sign}" for sign in "&%$#_{}"},
}
#: BibTeX counts braces, escaped or not: those that have no other half are named.
_LONE_BRACES = {"{": r"\textbraceleft{}", "}": r"\textbraceright{}"}
#: Signs that TeX would draw as one: dashes, quotation marks, Spanish marks.
_LIGATURE = re.compile(r"(?<=[-`'])(?=[-`'])|(?<=[?!])(?=`)|(?<=[<>,])(?=[<>,])")
_AND = re.compile(r"(?:^|\s)and(?:\s|$)", re.IGNORECASE)


class _Writer(Writer):
    """Fields are LaTeX already; they all stand in braces."""

    def _encode(self, text):
        return text

    def quote(self, s):
        self.check_braces(s)
        return f"{{{s}}}"


def bibtex(items: list[dict]) -> str:
    """One entry an item."""
    entries = {item["id"]: Entry(TYPES.get(item["type"], "misc"), fields=_fields(item)) for item in items}
    return _Writer(encoding="UTF-8").to_string(BibliographyData(entries))


def latex(text: str) -> str:
    """Text as LaTeX prints it."""
    written = _LATEX if _has_pairs(text) else _LATEX | _LONE_BRACES
    return "".join(written.get(sign, sign) for sign in _LIGATURE.sub("\0", text)).replace("\0", "{}")


def _has_pairs(text: str) -> bool:
    """Whether each brace has its other half."""
    depth = 0
    for sign in text:
        depth += (sign == "{") - (sign == "}")
        if depth < 0:
            return False
    return depth == 0


def _fields(item: dict) -> dict[str, str]:
    is_report = item["type"] == "report"
    parts = parts_of(item)
    is_made_by = "institution" if is_report else "publisher"
    fields = {
        "title": latex(item["title"]),
        **{role: _people(item[role]) for role in ("author", "editor", "translator") if role in item},
        is_made_by if item["type"] in TYPES else "organization": latex(item.get("publisher", "")),
        "address": latex(item.get("publisher-place", "")),
        "series": latex(item.get("collection-title", "")),
        "number": latex(item.get("number", "")),
        "type": latex(item.get("genre", "")) if is_report else "",
        "howpublished": latex(item.get("medium") or item.get("container-title", "")),
        "year": str(parts[0]) if parts else "",
        "month": str(parts[1]) if len(parts) > 1 else "",
        "isbn": item.get("ISBN", ""),
        "pagetotal": item.get("number-of-pages", ""),
        "langid": LANGUAGES.get(item.get("language", ""), ""),
        "pubstate": item.get("status", ""),
        # BibTeX processors read an address as it stands.
        "url": item.get("URL", ""),
    }
    return {name: value for name, value in fields.items() if value}


def _people(names: list[dict]) -> str:
    return " and ".join(_name(name) for name in names)


def _name(name: dict) -> str:
    if "literal" in name:
        return f"{{{latex(name['literal'])}}}"
    return ", ".join(_part(part) for part in (family_of(name), name["given"]))


def _part(text: str) -> str:
    """Part of a name; in braces where BibTeX would see two people in it."""
    return f"{{{latex(text)}}}" if _AND.search(text) else latex(text)

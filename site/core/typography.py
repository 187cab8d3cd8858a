"""French typography: spaces that hold words and signs together, ordinals, apostrophes, amounts, dates.

Rules are those of the Lexique des règles typographiques en usage à l'Imprimerie nationale, with the narrow
no-break space (U+202F) where print uses a fine one. Only text is touched: tags, attributes, entities,
addresses, code and drawings stay as they are. Other languages pass through unchanged.
"""

import datetime
import re
from collections.abc import Callable
from decimal import Decimal

from django.utils.formats import date_format
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import is_aware, localtime
from django.utils.translation import get_language

NARROW = "\u202f"
NO_BREAK = "\u00a0"

_TAG = re.compile(r"""(<!--.*?-->|<[a-zA-Z/!](?:"[^"]*"|'[^']*'|[^'">]++)*+>)""", re.DOTALL)
_TAG_NAME = re.compile(r"<(/?)([a-zA-Z][\w-]*)")
_LEFT_ALONE = {"code", "kbd", "math", "pre", "samp", "script", "style", "svg", "textarea"}
_PROTECTED = re.compile(
    r"((?:https?://|www\.|mailto:)[^\s<]+|[\w.+-]+@[\w-]+\.[\w.-]+|&(?:#\w+|\w+);)", re.IGNORECASE
)

#: One of these stands in whatever that finds.
_IN_ADDRESSES = ("@", "&", "//", "www.", "mailto:")

_BLANK = rf"[ \t{NO_BREAK}{NARROW}\u2009]"
#: Signs that bring a rule into play, the rule, and what it puts there. Most pieces of text hold none of them.
_RULES = [
    ("'", re.compile(r"'(?<=\w')"), "’"),
    ("«", re.compile(rf"«{_BLANK}*"), f"«{NARROW}"),
    ("»", re.compile(rf"{_BLANK}*»"), f"{NARROW}»"),
    (";!?", re.compile(rf"{_BLANK}+([;!?])"), rf"{NARROW}\1"),
    (";!?", re.compile(r"([;!?])(?<=[\w)\]%€…].)(?=[\s!?.,)\]…»]|$)"), rf"{NARROW}\1"),
    (":", re.compile(rf"{_BLANK}+:"), f"{NO_BREAK}:"),
    (":", re.compile(r":(?<=[\w)\]%€]:)(?<!\d:)(?=\s|$)"), f"{NO_BREAK}:"),
    ("%€‰", re.compile(rf"(?<=\d){_BLANK}*([%€‰])"), rf"{NARROW}\1"),
    ("€", re.compile(rf"(?<=\d){_BLANK}+(M€|Md€|k€)"), rf"{NARROW}\1"),
    ("°", re.compile(rf"\b([nN])°{_BLANK}*(?=\d)"), rf"\1°{NO_BREAK}"),
]
_SIGN = re.compile(r"['«»;!?:%€‰°]")
_THOUSANDS = re.compile(r"(?<![\d.,])\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?!\d)")
_ORDINAL = re.compile(
    r"(?<![\w\-./@#])(?:(?P<first>1|I)(?P<gender>ers?|res?)|(?P<second>2)(?P<other>nde?s?)"
    r"|(?P<number>\d+|(?!Le)[IVXL]+)(?P<rank>es?))(?!\w|[-@/]\w)"
)
# The same, found faster: where there is nothing like it, there is none.
_LIKE_THOUSANDS = re.compile(r"\d[ \u00a0\u202f]\d")
_LIKE_AN_ORDINAL = re.compile(r"[\dIVXL](?:(?<!L)[enr]|(?<=L)[nr]|(?<=[IVXL]L)e)")


def typeset(value) -> SafeString:
    """Text or HTML as it is printed in the active language. Plain strings are escaped, safe ones kept."""
    if value is None:
        return SafeString("")
    html = str(conditional_escape(value))
    return mark_safe(french(html) if _in_french() else html)  # noqa: S308 - escaped on the line above


def french(html: str) -> str:
    """HTML whose text follows French typography."""
    return _over_text(html, _french_text)


def amount(value) -> str:
    """A sum in euros: « 5 000 € », « 29,50 € », or “€5,000” in English. Empty where there is none."""
    if value is None or value == "":
        return ""
    exact = Decimal(value)
    digits = f"{exact:,.0f}" if exact == exact.to_integral_value() else f"{exact:,.2f}"
    if not _in_french():
        return f"€{digits}"
    return digits.replace(",", NARROW).replace(".", ",") + f"{NARROW}€"


def percentage(number) -> str:
    """A share already written as a number: « 47 % », “47%” in English."""
    return f"{number} %" if _in_french() else f"{number}%"


def written_date(value) -> str:
    """A date in words: « 1er février 2016 », “1 February 2016”. Empty where there is none."""
    if not value:
        return ""
    if isinstance(value, datetime.datetime) and is_aware(value):
        value = localtime(value)
    text = date_format(value, "j F Y")
    return re.sub(r"^1 ", "1er ", text) if _in_french() else text


def link_footnotes(html: str, count: int) -> str:
    """« [1] » becomes a reference to note 1 where the page has that many notes; others stay text.

    The first reference to a note carries the anchor to which the note leads back.
    """
    if not count:
        return html
    referenced = set()

    def link(match):
        number = int(match[1])
        if not 1 <= number <= count:
            return match[0]
        anchor = "" if number in referenced else f' id="ref-{number}"'
        referenced.add(number)
        return f'<sup class="note-ref"><a href="#note-{number}"{anchor}>{number}</a></sup>'

    return _over_text(html, lambda text: re.sub(r"\[(\d{1,3})\]", link, text))


def _in_french() -> bool:
    return (get_language() or "").startswith("fr")


def _over_text(html: str, change: Callable[[str], str]) -> str:
    """HTML whose text is changed, outside the elements that are left alone."""
    parts, silent = [], 0
    for position, part in enumerate(_TAG.split(html)):
        if position % 2:
            silent = max(0, silent + _depth(part))
            parts.append(part)
        else:
            parts.append(part if silent else change(part))
    return "".join(parts)


def _depth(tag: str) -> int:
    """+1 where an element begins whose text is left alone, -1 where it ends."""
    match = _TAG_NAME.match(tag)
    if not match or match[2].lower() not in _LEFT_ALONE or tag.endswith("/>"):
        return 0
    return -1 if match[1] else 1


def _french_text(text: str) -> str:
    text = text.replace("&#x27;", "'").replace("&#39;", "'")
    lowered = text.lower()
    if not any(sign in lowered for sign in _IN_ADDRESSES):
        return _set(text)
    parts = _PROTECTED.split(text)
    parts[::2] = [_set(part) for part in parts[::2]]
    return "".join(parts)


def _set(text: str) -> str:
    signs = set(_SIGN.findall(text))
    if signs:
        for needed, pattern, replacement in _RULES:
            if not signs.isdisjoint(needed):
                text = pattern.sub(replacement, text)
    if _LIKE_THOUSANDS.search(text):
        text = _THOUSANDS.sub(lambda match: re.sub(r"\s", NARROW, match[0]), text)
    if _LIKE_AN_ORDINAL.search(text):
        text = _ORDINAL.sub(_raise, text)
    return text.replace("'", "&#x27;")


def _raise(match) -> str:
    found = match.groupdict()
    number = found["first"] or found["second"] or found["number"]
    return f"{number}<sup>{found['gender'] or found['other'] or found['rank']}</sup>"

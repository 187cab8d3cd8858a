"""Words looked for in records whatever their accents and capitals: “region” finds « Région ».

By a regular expression that both databases read the same way: SQLite ignores the case of plain letters alone,
PostgreSQL that of the letters which its locale knows.
"""

import re
import unicodedata
from functools import reduce
from operator import and_, or_

from django.db.models import Q

from core.text import single_line
from core.typography import NARROW, NO_BREAK

LONGEST_QUERY = 200
MOST_WORDS = 12

_LATIN = [chr(code) for code in (*range(0xC0, 0x250), *range(0x1E00, 0x1F00))]
# Signs typed one way and stored another.
_SAME_SIGNS = {"'": "'’ʼ`", "-": "‐‑–-"}
_LIGATURES = {"oe": "œ", "ae": "æ"}


def query(text: str, fields: list[str]) -> Q:
    """Each word of the text stands in one field or another."""
    return reduce(and_, (_somewhere(pattern(word), fields) for word in _words(text)), Q())


def phrase(text: str) -> str:
    """Regular expression of the words one after the other, for texts rather than for names."""
    return rf"[\s{NO_BREAK}{NARROW}]+".join(pattern(word) for word in _words(text))


def occurs(text: str, where: str) -> bool:
    """Whether the words stand in that text, one after the other."""
    return re.search(phrase(text), where, re.IGNORECASE) is not None


def pattern(word: str) -> str:
    """Regular expression of the word, to be matched without regard to case."""
    plain = "".join(_base(sign) for sign in word.casefold())
    for letters, ligature in _LIGATURES.items():
        plain = plain.replace(ligature, letters)
    parts = re.split(f"({'|'.join(_LIGATURES)})", plain)
    return "".join(_ligature(part) if part in _LIGATURES else _spelled(part) for part in parts)


def _words(text):
    return single_line(text)[:LONGEST_QUERY].split()[:MOST_WORDS]


def _somewhere(expression, fields) -> Q:
    return reduce(or_, (Q(**{f"{field}__iregex": expression}) for field in fields))


def _ligature(letters):
    ligature = _LIGATURES[letters]
    return f"(?:{_spelled(letters)}|[{ligature}{ligature.upper()}])"


def _spelled(text):
    return "".join(_VARIANTS.get(sign) or re.escape(sign) for sign in text)


def _base(sign: str) -> str:
    """The letter without its accents; a typographic apostrophe or dash as it is typed."""
    for plain, variants in _SAME_SIGNS.items():
        if sign in variants:
            return plain
    return unicodedata.normalize("NFD", sign)[0]


def _variants():
    accented = {}
    for sign in _LATIN:
        base = unicodedata.normalize("NFD", sign)[0].lower()
        if base.isascii() and base.isalpha():
            accented.setdefault(base, []).append(sign)
    variants = {letter: f"[{letter}{''.join(signs)}]" for letter, signs in accented.items()}
    return variants | {plain: f"[{signs}]" for plain, signs in _SAME_SIGNS.items()}


_VARIANTS = _variants()

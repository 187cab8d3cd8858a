"""Why a page was found: a short extract of its text with the words marked. What comes out is safe HTML."""

import re

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from search.words import WORD, fold, inflections, stem

LENGTH = 240
BEFORE = 90
_SPACE = re.compile(r"\s+")
# The pieces of a page, one a line (or joined with commas); a heading ends without a full stop.
_AFTER_SENTENCE = re.compile(r"(?<=[.!?…:;»])(?:, |\s*\n)(?=\S)")
_AFTER_HEADING = re.compile(r"\s*\n\s*(?=\S)")


def highlight(text: str, terms: list[str]) -> SafeString:
    """The whole text, escaped, the words looked for in <mark>."""
    return _marked(text, matches(text, terms))


def extract(text: str, terms: list[str]) -> SafeString:
    """About 240 characters around the first word found; the beginning of the text where there is none."""
    text = _SPACE.sub(" ", _AFTER_HEADING.sub(" · ", _AFTER_SENTENCE.sub(" ", text.strip())))
    found = matches(text, terms)
    start = _word_start(text, found[0].start() - BEFORE) if found else 0
    end = _word_end(text, start + LENGTH)
    marked = _marked(text, found, start, end)
    return mark_safe(f"{'… ' if start else ''}{marked}{' …' if end < len(text) else ''}")  # noqa: S308 — escaped


def matches(text: str, terms: list[str]) -> list[re.Match]:
    """Words of the text that are looked for, accents aside; those of the same family if there is none."""
    words = [(match, fold(match.group())) for match in WORD.finditer(text)]
    forms = {fold(form) for term in terms for form in inflections(term)}
    exact = [match for match, folded in words if folded in forms]
    if exact:
        return exact
    stems = tuple(stem(fold(term)) for term in terms if len(term) > 3)
    return [match for match, folded in words if folded.startswith(stems)] if stems else []


def _marked(text: str, found: list[re.Match], start: int = 0, end: int | None = None) -> SafeString:
    end = len(text) if end is None else end
    pieces, position = [], start
    for match in found:
        if match.start() < position or match.end() > end:
            continue
        pieces += [escape(text[position : match.start()]), "<mark>", escape(match.group()), "</mark>"]
        position = match.end()
    pieces.append(escape(text[position:end]))
    return mark_safe("".join(pieces))  # noqa: S308 — every piece is escaped


def _word_start(text: str, position: int) -> int:
    """Beginning of the word at or after a position."""
    if position <= 0:
        return 0
    space = text.find(" ", position)
    return space + 1 if space >= 0 else position


def _word_end(text: str, position: int) -> int:
    """End of the last whole word before a position."""
    if position >= len(text):
        return len(text)
    space = text.rfind(" ", 0, position)
    return space if space > position - LENGTH // 2 else position

"""Running text: tidied, set in the typography of the house, written as rich text or as plain text."""

import re
from collections.abc import Callable
from dataclasses import replace
from html import escape

from core.importing.pieces import PLAIN, Run, Style
from core.importing.source import without_invisible

BLANKS = " \t\n\r\f"
NO_BREAK = "\u00a0"
#: A call to note n of the document, until the place of each is known.
CALL = re.compile("\ue000(\\d+)\ue001")
_SEVERAL_BLANKS = re.compile(f"[ {NO_BREAK}]{{2,}}")
_AROUND_BREAK = re.compile(f"[ {NO_BREAK}]*\n[ {NO_BREAK}\n]*")
_BRACKETED_CALL = re.compile("[\\[(][ \u00a0]*(\ue000\\d+\ue001)[ \u00a0]*[\\])]")
#: A call follows its word.
_LOOSE_CALL = re.compile(
    "(?<=\\S)[ \u00a0\u202f]+(\ue000\\d+\ue001)(?=$|[\\s.,;:!?)\\]»”\u00a0\u202f\ue000])"
)
_APOSTROPHE = re.compile(r"(?<=\w)'(?=\w)")
_ADDRESS = re.compile(r"(?:https?://|www\.|mailto:)\S+|\S+@\S+", re.IGNORECASE)
_STRAIGHT_PAIR = re.compile(r'(?<![\w"])"(?=[^\s"])([^"\n]*?[^\s"])"(?![\w"])')
_PRINTERS = {"fr": ("«\u00a0", "\u00a0»"), "en": ("“", "”")}

#: One sign of text and its style.
Signs = list[tuple[str, Style]]


def call(number: int) -> str:
    """The sign by which the text calls note `number` of the document."""
    return f"\ue000{number}\ue001"


def text_of(runs: list[Run]) -> str:
    return "".join(run.text for run in runs)


def tidied(runs: list[Run]) -> list[Run]:
    """One space where there were several, none at the edges; breaks only between words; calls after theirs.

    What is not seen (soft hyphens, blanks in bold) goes.
    """
    text, styles = _taken_apart([Run(without_invisible(run.text), run.style) for run in runs])
    for pattern, put in (
        (_SEVERAL_BLANKS, lambda match: " "),
        (_AROUND_BREAK, lambda match: "\n"),
        (_BRACKETED_CALL, lambda match: match[1]),
        (_LOOSE_CALL, lambda match: match[1]),
    ):
        text, styles = _substituted(text, styles, pattern, put)
    return _put_together(*_stripped(text, styles))


def typeset(runs: list[Run], language: str) -> tuple[list[Run], int]:
    """The same with the apostrophes and quotation marks of a printer, and how many pairs were straight."""
    text, styles = _taken_apart(runs)
    if "'" not in text and '"' not in text:
        return runs, 0
    left_alone = [match.span() for match in _ADDRESS.finditer(text)]

    def is_free(match) -> bool:
        touches = any(start < match.end() and match.start() < end for start, end in left_alone)
        return not touches and not any(style.verbatim for style in styles[match.start() : match.end()])

    text, styles = _substituted(text, styles, _APOSTROPHE, lambda match: "’" if is_free(match) else match[0])
    marks, pairs = _PRINTERS.get(language, _PRINTERS["en"]), 0
    left_alone = [match.span() for match in _ADDRESS.finditer(text)]
    for match in reversed(list(_STRAIGHT_PAIR.finditer(text))):
        if not is_free(match):
            continue
        for position, mark in ((match.end() - 1, marks[1]), (match.start(), marks[0])):
            styles[position : position + 1] = [styles[position]] * len(mark)
            text = text[:position] + mark + text[position + 1 :]
        pairs += 1
    return _put_together(text, styles), pairs


def parted(runs: list[Run], at: re.Pattern) -> list[list[Run]]:
    """The runs between the matches of a pattern; what matches goes."""
    text, styles = _taken_apart(runs)
    parts, start = [], 0
    for match in at.finditer(text):
        parts.append((text[start : match.start()], styles[start : match.start()]))
        start = match.end()
    parts.append((text[start:], styles[start:]))
    return [_put_together(*_stripped(*part)) for part in parts]


def replaced(runs: list[Run], span: tuple[int, int], text: str) -> list[Run]:
    """The runs with other words, in plain style, from one place of their text to another."""
    before, after = _cut(runs, 0, span[0]), _cut(runs, span[1], None)
    return [*before, *([Run(text, PLAIN)] if text else []), *after]


def without_start(runs: list[Run], length: int) -> list[Run]:
    return tidied(_cut(runs, length, None))


def rich_text(runs: list[Run]) -> str:
    """HTML as the rich text of the house is stored, inside a paragraph or an item.

    The editor keeps no line break inside a link: there it is a space.
    """
    parts = []
    for href, linked in _grouped(runs, lambda style: style.href):
        inside = "".join(
            _styled(replace(run, text=run.text.replace("\n", " ")) if href else run) for run in linked
        )
        parts.append(f'<a href="{escape(href)}">{inside}</a>' if href else inside)
    return "".join(parts)


def plain_text(runs: list[Run], between_lines: str = " ") -> str:
    """The words alone, lines joined."""
    return between_lines.join(line.strip() for line in text_of(runs).split("\n"))


def in_one_line(runs: list[Run]) -> str:
    """The words alone; lines follow one another as in a list of things."""
    lines = [line.strip() for line in text_of(runs).split("\n") if line.strip()]
    ended = [line if line[-1] in ".,;:!?…" else f"{line};" for line in lines[:-1]]
    return " ".join([*ended, *lines[-1:]])


def is_all(runs: list[Run], test: Callable[[Style], bool]) -> bool:
    """Whether all that can be seen passes a test."""
    seen = [run for run in runs if run.text.strip()]
    return bool(seen) and all(test(run.style) for run in seen)


def _styled(run: Run) -> str:
    html = escape(run.text, quote=False).replace("\n", "<br/>")
    for is_so, name in ((run.style.raised, "sup"), (run.style.italic, "i"), (run.style.bold, "b")):
        html = f"<{name}>{html}</{name}>" if is_so else html
    return html


def _grouped(runs: list[Run], key: Callable[[Style], str]) -> list[tuple[str, list[Run]]]:
    groups: list[tuple[str, list[Run]]] = []
    for run in runs:
        if groups and groups[-1][0] == key(run.style):
            groups[-1][1].append(run)
        else:
            groups.append((key(run.style), [run]))
    return groups


def _cut(runs: list[Run], start: int, end: int | None) -> list[Run]:
    text, styles = _taken_apart(runs)
    return _put_together(text[start:end], styles[start:end])


def _taken_apart(runs: list[Run]) -> tuple[str, list[Style]]:
    return text_of(runs), [run.style for run in runs for _sign in run.text]


def _put_together(text: str, styles: list[Style]) -> list[Run]:
    """Runs as long as possible; blanks and calls to notes stand out in no way of their own."""
    styles = list(styles)
    for match in CALL.finditer(text):
        styles[match.start() : match.end()] = [PLAIN] * len(match[0])
    for match in re.finditer(f"[ {NO_BREAK}\n]+", text):
        before = styles[match.start() - 1] if match.start() else PLAIN
        after = styles[match.end()] if match.end() < len(text) else PLAIN
        styles[match.start() : match.end()] = [_shared(before, after)] * len(match[0])
    runs: list[Run] = []
    start = 0
    for position in range(1, len(text) + 1):
        if position == len(text) or styles[position] != styles[start]:
            runs.append(Run(text[start:position], styles[start]))
            start = position
    return runs


def _shared(before: Style, after: Style) -> Style:
    return replace(
        PLAIN,
        href=before.href if before.href == after.href else "",
        bold=before.bold and after.bold,
        italic=before.italic and after.italic,
        raised=before.raised and after.raised,
    )


def _stripped(text: str, styles: list[Style]) -> tuple[str, list[Style]]:
    edges = f"{BLANKS}{NO_BREAK}"
    start = len(text) - len(text.lstrip(edges))
    end = len(text.rstrip(edges))
    return text[start:end], styles[start:end]


def _substituted(text, styles, pattern, put):
    """Text changed by a pattern, each sign keeping the style of the place where it stands."""
    parts, kept, start = [], [], 0
    for match in pattern.finditer(text):
        new = put(match)
        parts += [text[start : match.start()], new]
        kept += styles[start : match.start()] + [styles[match.start()]] * len(new)
        start = match.end()
    return "".join([*parts, text[start:]]), [*kept, *styles[start:]]

"""Notes of a document, found with the places that call them.

Three ways to write them are known. Linked: the call leads to the note and the note leads back, as in Word,
Google Docs, LibreOffice, WordPress and Wikipedia. Starred: “*” after a word, and a paragraph that begins with
“*”. Numbered: a raised or bracketed number, and a paragraph that begins with it. Meanwhile a call is a sign
of its own (`runs.call`); the numbers that readers see are given once the order of the text is known.
"""

import re
from collections import Counter
from dataclasses import dataclass, field

from bs4 import BeautifulSoup
from bs4.element import Tag

from core.importing import runs as text
from core.importing.pieces import Heading, Item, Paragraph, Picture, Piece, Quote, Run, Table
from core.importing.reading import Reader
from core.importing.report import Report
from core.importing.source import attribute

#: What stands over notes, where it is all that does.
TITLES = {"note", "notes", "notes de bas de page", "footnotes", "endnotes", "notes de fin"}
_OF_NOTES = re.compile(r"^#_?(?:ftn|edn|ftnt|fn|footnote|endnote|sdfootnote|sdendnote|cite_note)[\w:.-]*$")
_MARK = re.compile(r"^[\W_]*(?:\w{1,4})?[\W_]*$")
_CONTAINERS = ["li", "p", "dd", "dt", "td", "aside", "section", "blockquote", "div"]
_STARRED = re.compile(r"^(?:\((\*{1,6})\)|(\*{1,6}))[ \u00a0]*(?=[^\s*])")
_NUMBERED = re.compile(r"^(?:\[(\d{1,3})\]|\((\d{1,3})\))[ \u00a0.:]*(?=\S)")
_UNIT = re.compile(r"(?:^|[\s\d])[kcdm]?m$")


@dataclass
class Notes:
    """Notes in the order in which they were found: each is a list of paragraphs."""

    found: list[list[list[Run]]] = field(default_factory=list)

    def add(self, paragraphs: list[list[Run]]) -> int:
        """Number of the note, by which the text calls it meanwhile."""
        self.found.append(paragraphs)
        return len(self.found) - 1


# Linked


def take_linked(soup: BeautifulSoup, notes: Notes, report: Report) -> None:
    """Takes notes that lead back to their call out of the tree, and puts the sign of each in its place."""
    order, named, calls = {}, {}, []
    for position, tag in enumerate(soup.find_all(True)):
        order[id(tag)] = position
        for name in _names(tag):
            named.setdefault(name, tag)
        if tag.name == "a" and attribute(tag, "href").startswith("#"):
            calls.append(tag)
    linked = {attribute(call, "href")[1:] for call in calls}
    taken: dict[str, tuple[Tag, list[Tag]]] = {}
    for call in calls:
        target = attribute(call, "href")[1:]
        container = _container(named.get(target), linked)
        if container is None or order[id(container)] < order[id(call)] or container in call.parents:
            continue
        if target in taken or _leads_back(container, call):
            taken.setdefault(target, (container, []))[1].append(call)
    _take(taken, notes, report)
    for call in calls:
        is_lost = not call.decomposed and call.parent and _OF_NOTES.match(attribute(call, "href"))
        if is_lost and attribute(call, "href")[1:] not in named:
            report.add("note_lost", call.get_text())
            words = call.get_text().strip(" []()\u00a0")
            call.name, call.attrs, call.string = "sup", {}, words


def _take(taken, notes: Notes, report: Report) -> None:
    containers = [container for container, _calls in taken.values()]
    for container, calls in taken.values():
        is_apart = not any(other is not container and other in container.parents for other in containers)
        if not is_apart or any(call in _within(other) for other in containers for call in calls):
            continue
        names = {name for call in calls for name in _around(call)}
        for back in container.find_all("a", href=re.compile("^#")):
            if attribute(back, "href")[1:] in names:
                if _MARK.match(back.get_text()):
                    _drop(back)
                else:
                    back.unwrap()
        paragraphs = Reader(report).read_note(container)
        if not paragraphs:
            continue
        number = notes.add(paragraphs)
        container.extract()
        for call in calls:
            call.replace_with(text.call(number))


def _drop(back: Tag) -> None:
    """The way back, and what only raised or bracketed it."""
    parent = back.parent
    back.decompose()
    while parent.name in ("sup", "span", "b", "i") and not parent.get_text(strip=True) and parent.parent:
        parent, empty = parent.parent, parent
        empty.decompose()


def _within(container: Tag) -> list[Tag]:
    return container.find_all("a")


def _names(tag: Tag) -> list[str]:
    names = [attribute(tag, "id")]
    if tag.name == "a":
        names.append(attribute(tag, "name"))
    return [name for name in names if name]


def _around(call: Tag) -> list[str]:
    """Names by which a note may lead back to its call: its own, those right around it and inside it."""
    names = _names(call)
    for parent in call.parents:
        if parent.name in _CONTAINERS:
            break
        names += _names(parent)
    for inner in call.find_all(True):
        names += _names(inner)
    before = call.previous_sibling
    if isinstance(before, Tag) and not before.get_text(strip=True):
        names += _names(before)
    return names


def _leads_back(container: Tag, call: Tag) -> bool:
    names = set(_around(call))
    return any(attribute(back, "href")[1:] in names for back in container.find_all("a", href=True))


def _container(target: Tag | None, linked: set[str]) -> Tag | None:
    """The element that holds a note, all of it and nothing else."""
    if target is None:
        return None
    container = target if target.name in _CONTAINERS else target.find_parent(_CONTAINERS)
    while container is not None and container.name == "p":
        parent = container.parent
        first = next((child for child in parent.children if str(child).strip()), None)
        others = [name for tag in parent.find_all(True) for name in _names(tag) if name in linked]
        if parent.name not in ("li", "div") or first is not container or len(set(others)) > 1:
            break
        container = parent
    return container


# Starred and numbered, in what was read


def take_written(pieces: list[Piece], notes: Notes, report: Report) -> list[Piece]:
    """Takes out paragraphs that are notes by the way they begin, where something in the text calls them."""
    pieces = _one_note_a_paragraph(pieces)
    pieces = _take_starred(pieces, notes, report)
    pieces = _take_numbered(pieces, notes)
    return pieces


def _one_note_a_paragraph(pieces: list[Piece]) -> list[Piece]:
    """Notes that only a break keeps apart are paragraphs of their own."""
    parted = []
    for piece in pieces:
        if isinstance(piece, Paragraph) and re.search(r"\n\(?\*", text.text_of(piece.runs)):
            parted += [
                Paragraph(part) for part in text.parted(piece.runs, re.compile(r"\n(?=\(?\*)")) if part
            ]
        else:
            parted.append(piece)
    return parted


def _stars(piece: Piece) -> int:
    """How many stars a paragraph begins with, as a note does; 0 where it is none."""
    if not isinstance(piece, Paragraph):
        return 0
    words = text.text_of(piece.runs)
    found = _STARRED.match(words)
    return len(found[1] or found[2]) if found and re.search(r"\w", words) else 0


def _take_starred(pieces: list[Piece], notes: Notes, report: Report) -> list[Piece]:
    kept: list[Piece] = []
    amounts = Counter(map(_stars, pieces))
    is_claimed = False
    for piece in pieces:
        stars = _stars(piece)
        pattern = _star_call(stars) if stars else None
        place = next(_calls(kept, pattern), None) if pattern else None
        if place is None:
            if stars and is_claimed:
                report.add("note_unclaimed", text.text_of(piece.runs))
            kept.append(piece)
            continue
        is_claimed = True
        begins = _STARRED.match(text.text_of(piece.runs)).end()
        number = notes.add([text.without_start(piece.runs, begins)])
        _put_call(*place, number)
        # The same sign again leads to the same note, where only one begins with it.
        while amounts[stars] == 1 and (again := next(_calls(kept, pattern), None)):
            _put_call(*again, number)
    return kept


def _star_call(stars: int) -> re.Pattern:
    """Stars after a word, with or without a space, raised or in brackets; not between two numbers."""
    sign = rf"(?:\(\*{{{stars}}}\)|(?<!\*)\*{{{stars}}}(?!\*))"
    return re.compile(rf"(?<=[^\s*(\d])[ \u00a0\u202f]?{sign}(?!\w)|(?<=\d){sign}(?![ \u00a0]?\d)")


def _take_numbered(pieces: list[Piece], notes: Notes) -> list[Piece]:
    kept: list[Piece] = []
    for piece in pieces:
        number, begins = _number(piece)
        places = [*_calls(kept, re.compile(rf"\[{number}\]")), *_raised(kept, number)] if number else []
        if not places:
            kept.append(piece)
            continue
        note = notes.add([text.without_start(piece.runs, begins)])
        # From the last on, so that places before it stay where they are.
        for runs, span in reversed(places):
            _put_call(runs, span, note)
    return kept


def _number(piece: Piece) -> tuple[int, int]:
    """The number that a paragraph begins with, as a note does, and where its words begin."""
    if not isinstance(piece, Paragraph) or not piece.runs:
        return 0, 0
    words = text.text_of(piece.runs)
    found = _NUMBERED.match(words)
    if found:
        return int(found[1] or found[2]), found.end()
    first = piece.runs[0]
    if first.style.raised and first.text.strip().isdecimal() and len(first.text) < 4 and len(piece.runs) > 1:
        return int(first.text), len(first.text)
    return 0, 0


def _texts(pieces: list[Piece]):
    """All running texts of a document, each a list that can be changed."""
    for piece in pieces:
        match piece:
            case Heading() | Paragraph() | Item():
                yield piece.runs
            case Quote():
                yield from piece.paragraphs
            case Table():
                yield piece.caption
                for row in piece.rows:
                    yield from row
            case Picture():
                yield piece.caption


def _calls(pieces: list[Piece], pattern: re.Pattern):
    """Places of a text that match, in order."""
    for runs in _texts(pieces):
        words = text.text_of(runs)
        if "*" in words or "[" in words:
            for match in pattern.finditer(words):
                yield runs, match.span()


def _raised(pieces: list[Piece], number: int):
    """Places where the number stands raised after a word, and is no square or cube."""
    for runs in _texts(pieces):
        position = 0
        for run in runs:
            before = text.text_of(runs)[:position]
            is_call = run.style.raised and run.text.strip(" []()") == str(number)
            if is_call and before.strip() and not _UNIT.search(before):
                yield runs, (position, position + len(run.text))
            position += len(run.text)


def _put_call(runs: list[Run], span: tuple[int, int], number: int) -> None:
    runs[:] = text.tidied(text.replaced(runs, span, text.call(number)))

"""Pieces in the order of the house: a title apart, levels that follow, captions with what they tell of."""

import re

from core.importing import runs as text
from core.importing.notes import TITLES
from core.importing.pieces import Heading, Item, Paragraph, Picture, Piece, Run, Table
from core.importing.report import Report

_BULLETS = re.compile(r"^[•·▪◦‣●][ \u00a0\t]*")
_DASHES = re.compile(r"^-[ \u00a0\t]+")
_PARAGRAPH_BREAK = re.compile("\n\n+")


def arranged(pieces: list[Piece], report: Report) -> tuple[list[Run], list[Piece]]:
    """The title of a document, empty where it has none, and its pieces without it."""
    pieces = _real_lists(_captioned(_whole_lists(pieces)), report)
    title, pieces = _title(pieces)
    _level(pieces, report)
    return title, pieces


def without_title_of_notes(pieces: list[Piece]) -> list[Piece]:
    """A heading of notes over nothing goes: the notes of a page bring their own."""
    return [
        piece
        for position, piece in enumerate(pieces)
        if not (
            _is_title_of_notes(piece)
            and (position + 1 == len(pieces) or isinstance(pieces[position + 1], Heading))
        )
    ]


def moved_calls(title: list[Run], pieces: list[Piece], report: Report) -> list[Run]:
    """Calls to notes go from the title and the headings to the end of the text that follows.

    They would be read aloud in the table of contents. Where no text follows they stay. Gives the title.
    """
    for position, runs in [
        (-1, title),
        *((n, p.runs) for n, p in enumerate(pieces) if isinstance(p, Heading)),
    ]:
        calls = text.CALL.findall(text.text_of(runs))
        following = next(
            (p for p in pieces[position + 1 :] if isinstance(p, Paragraph | Item) and not _is_caption(p)),
            None,
        )
        if calls and following is not None:
            report.add("call_moved", text.CALL.sub("", text.text_of(runs)))
            runs[:] = text.tidied([Run(text.CALL.sub("", run.text), run.style) for run in runs])
            signs = "".join(text.call(int(number)) for number in calls)
            following.runs[:] = [*following.runs, Run(signs)]
    return title


def _is_caption(piece: Piece) -> bool:
    return isinstance(piece, Paragraph) and piece.is_caption


def _is_title_of_notes(piece: Piece) -> bool:
    if not isinstance(piece, Heading | Paragraph):
        return False
    words = text.text_of(piece.runs).strip(" \u00a0:.").casefold()
    return words in TITLES


def _whole_lists(pieces: list[Piece]) -> list[Piece]:
    """What stands between two items of a list follows the list; none is two levels below the one before."""
    last = {piece.list_number: n for n, piece in enumerate(pieces) if isinstance(piece, Item)}
    arranged: list[Piece] = []
    waiting: list[Piece] = []
    depth, number = -1, 0
    for position, piece in enumerate(pieces):
        if isinstance(piece, Item):
            depth = depth if piece.list_number == number else -1
            number = piece.list_number
            piece.depth = depth = min(piece.depth, depth + 1)
            arranged.append(piece)
            if position == last[number]:
                arranged += waiting
                waiting = []
        elif isinstance(piece, Picture) and number and position < last.get(number, -1):
            waiting.append(piece)
        else:
            arranged.append(piece)
            depth, number = -1, 0
    return [*arranged, *waiting]


def _real_lists(pieces: list[Piece], report: Report) -> list[Piece]:
    """Paragraphs that begin with a bullet are items of a list; with a dash, where several follow."""
    parted: list[Piece] = []
    for piece in pieces:
        if isinstance(piece, Paragraph):
            parted += [Paragraph(part) for part in _paragraphs(piece.runs)]
        else:
            parted.append(piece)
    number = -1
    for position, piece in enumerate(parted):
        mark = _mark(piece)
        neighbours = (parted[position - 1] if position else None, *parted[position + 1 : position + 2])
        if mark is None or (mark is _DASHES and not any(_is_dashed(other, number) for other in neighbours)):
            number = number - 1 if not isinstance(piece, Item) else number
            continue
        words = text.without_start(piece.runs, mark.match(text.text_of(piece.runs)).end())
        parted[position] = Item(words, 0, False, number)
        report.add("word_list")
    return parted


def _paragraphs(runs: list[Run]) -> list[list[Run]]:
    """Where two breaks follow, or before a typed bullet, a paragraph ends."""
    pattern = _PARAGRAPH_BREAK
    if any(_BULLETS.match(line) or _DASHES.match(line) for line in text.text_of(runs).split("\n")):
        pattern = re.compile("\n(?=[•·▪◦‣●]|-[ \u00a0])")
    return [part for part in text.parted(runs, pattern) if part]


def _mark(piece: Piece) -> re.Pattern | None:
    if not isinstance(piece, Paragraph):
        return None
    words = text.text_of(piece.runs)
    for pattern in (_BULLETS, _DASHES):
        found = pattern.match(words)
        if found and words[found.end() :].strip():
            return pattern
    return None


def _is_dashed(piece: Piece | None, number: int) -> bool:
    return _mark(piece) is _DASHES or (isinstance(piece, Item) and piece.list_number == number)


def _captioned(pieces: list[Piece]) -> list[Piece]:
    """A caption belongs to the picture or the table before it, else to the one after it; else it is text."""
    kept: list[Piece] = []
    for position, piece in enumerate(pieces):
        if not _is_caption(piece):
            kept.append(piece)
            continue
        before = kept[-1] if kept else None
        after = pieces[position + 1] if position + 1 < len(pieces) else None
        owner = next(
            (other for other in (before, after) if isinstance(other, Picture | Table) and not other.caption),
            None,
        )
        if owner is not None:
            owner.caption = piece.runs
        else:
            kept.append(Paragraph(piece.runs))
    return kept


def _title(pieces: list[Piece]) -> tuple[list[Run], list[Piece]]:
    """What is set as the title, else the heading that opens the document, where none other is as high."""
    for position, piece in enumerate(pieces):
        if isinstance(piece, Heading) and piece.level == 0:
            return piece.runs, pieces[:position] + pieces[position + 1 :]
    headings = [piece for piece in pieces if isinstance(piece, Heading)]
    worded = [piece for piece in pieces if not isinstance(piece, Picture)]
    opens = bool(headings) and worded[0] is headings[0]
    if opens and [heading.level for heading in headings].count(1) == 1 == headings[0].level:
        return headings[0].runs, [piece for piece in pieces if piece is not headings[0]]
    return [], pieces


def _level(pieces: list[Piece], report: Report) -> None:
    """Levels become 2 and 3: the highest is 2, what is below it 3, and no 3 comes before the first 2."""
    headings = [piece for piece in pieces if isinstance(piece, Heading)]
    highest = min((max(heading.level, 1) for heading in headings), default=0)
    is_below = False
    for heading in headings:
        level = 3 if heading.level > highest and is_below else 2
        is_below = True
        if level != heading.level:
            report.add("level", text.plain_text(heading.runs))
        heading.level = level

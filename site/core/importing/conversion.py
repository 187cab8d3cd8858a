"""From HTML to blocks, in one call."""

import re
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from core.importing import arranging, notes, source
from core.importing import runs as text
from core.importing.reading import Reader
from core.importing.report import Report
from core.importing.stored import Keeper, Writer, block
from uploads.weights import weight


@dataclass
class Converted:
    """A document as blocks. Notes are called “[1]” in the order of the text, and stand in the last block."""

    title: str
    blocks: list[dict]
    report: Report = field(default_factory=Report)

    @property
    def is_empty(self) -> bool:
        return not self.blocks


def convert(html: str, *, keep: Keeper, language: str = "fr") -> Converted:
    """The blocks of `core.blocks.ArticleStream` that a document makes, as a stream stores them.

    `keep` is given each picture and answers with the primary key of the image that it became, or None where
    the document does not hold it; `PictureRefused` says why one is not kept. `language` is that of the page.
    Raises `UnreadableError` where there is more than `source.LIMIT` of HTML.
    """
    if source.weight_of_words(html) > source.LIMIT:
        raise source.UnreadableError(
            _("There are more than %(limit)s of text here, which is the limit. Bring it in parts.")
            % {"limit": weight(source.LIMIT)}
        )
    report, found = Report(), notes.Notes()
    soup = source.read(html, report)
    notes.take_linked(soup, found, report)
    pieces = notes.take_written(Reader(report).read(soup), found, report)
    if found.found:
        pieces = arranging.without_title_of_notes(pieces)
        report.add("notes_linked", count=len(found.found))
    title, pieces = arranging.arranged(pieces, report)
    title = arranging.moved_calls(title, pieces, report)
    writer = Writer(language=language, keep=keep, report=report)
    blocks = writer.write(pieces)
    words = writer.plain(title)
    if found.found:
        written = writer.notes(found.found)
        blocks, order = _numbered(blocks)
        words = text.CALL.sub("", words)
        # A note called only from where no number may stand is kept all the same.
        order += [number for number in range(len(written)) if number not in order]
        listed = [text.CALL.sub("", written[number]) for number in order]
        blocks.append(block("footnotes", {"notes": [block("item", note) for note in listed]}))
        report.add("notes", count=len(listed))
    return Converted(words, blocks, report)


def _numbered(blocks: list[dict]) -> tuple[list[dict], list[int]]:
    """Blocks whose calls are written “[1]”, and the notes in the order in which they are called."""
    order: list[int] = []

    def number(match: re.Match) -> str:
        note = int(match[1])
        if note not in order:
            order.append(note)
        return f"[{order.index(note) + 1}]"

    def written(value):
        match value:
            case str():
                return text.CALL.sub(number, value)
            case dict():
                return {name: written(inner) for name, inner in value.items()}
            case list():
                return [written(inner) for inner in value]
        return value

    return [written(one) for one in blocks], order

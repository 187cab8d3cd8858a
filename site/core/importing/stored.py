"""Pieces written as a stream stores them: `core.blocks.ArticleStream` has a block for each."""

import re
import uuid
from collections.abc import Callable
from html import escape

from django.utils.translation import gettext, override

from core.importing import runs as text
from core.importing.pieces import Elsewhere, Heading, Item, Paragraph, Picture, Piece, Quote, Run, Table
from core.importing.report import Report

#: Signs that a heading may have.
LONGEST_HEADING = 160
_ATTRIBUTION = re.compile(r"^(?:—|–|--?)[ \u00a0]*(?=\w)")
#: What software writes where nobody said what a picture shows.
_NO_ALT = re.compile(
    r"^(?:(?:image|img|photo|picture|dsc|scan|capture)[\s_\d()-]*|[\w\s()-]*\.(?:jpe?g|png|gif|bmp|tiff?|webp|emf|wmf))$",
    re.IGNORECASE,
)
_GUESSED_ALT = re.compile(
    r"description générée automatiquement|description automatically generated|AI-generated content|"
    r"contenu généré par l.IA",
    re.IGNORECASE,
)

#: Gives the primary key of the image that a picture became, or None where it cannot be kept.
Keeper = Callable[[Picture], int | None]

#: Between two lists with the same mark and nothing between them, which the editor stores as one.
_SEAM = re.compile(r"</(ul|ol)><\1>")


class PictureRefused(Exception):
    """A picture that cannot be kept; the message says why."""


class Writer:
    """Writes the blocks of one document, in the language of its page."""

    def __init__(self, *, language: str, keep: Keeper, report: Report):
        self.language = language
        self.keep = keep
        self.report = report
        self.blocks: list[dict] = []
        self._text: list[str] = []
        self._items: list[Item] = []

    def write(self, pieces: list[Piece]) -> list[dict]:
        for piece in pieces:
            if not isinstance(piece, Item) or (
                self._items and self._items[-1].list_number != piece.list_number
            ):
                self._end_list()
            match piece:
                case Item():
                    self._items.append(piece)
                    self.report.add("items")
                case Paragraph():
                    self._paragraph(f"<p>{self._rich(piece.runs)}</p>")
                case Heading():
                    self._heading(piece)
                case Quote():
                    self._quote(piece)
                case Table():
                    self._table(piece)
                case Picture():
                    self._picture(piece)
                case Elsewhere():
                    self.report.add("elsewhere", piece.source)
                    self._missing(
                        lambda source=piece.source: (
                            gettext("[To be completed] Content to add: %(what)s") % {"what": source}
                        )
                    )
        self._end_text()
        return self.blocks

    def notes(self, found: list[list[list[Run]]]) -> list[str]:
        """Notes as their block stores them."""
        return ["".join(f"<p>{self._rich(part)}</p>" for part in paragraphs) for paragraphs in found]

    def plain(self, runs: list[Run]) -> str:
        return text.plain_text(self._set(runs))

    # Blocks

    def _block(self, kind: str, value) -> None:
        self._end_text()
        self.blocks.append(block(kind, value))

    def _heading(self, piece: Heading) -> None:
        words = self.plain(piece.runs)
        if len(words) > LONGEST_HEADING:
            self.report.add("long_heading", words)
            self._paragraph(f"<p><b>{escape(words, quote=False)}</b></p>")
        else:
            self._block("heading", {"text": words, "level": str(piece.level)})
            self.report.add("headings")

    def _quote(self, piece: Quote) -> None:
        paragraphs = [text.text_of(self._set(runs)) for runs in piece.paragraphs]
        lines = paragraphs[-1].split("\n")
        attribution = ""
        found = _ATTRIBUTION.match(lines[-1])
        if found and len(paragraphs) + len(lines) > 2:
            attribution = lines.pop()[found.end() :]
            paragraphs[-1] = "\n".join(lines)
        said = "\n\n".join(paragraph for paragraph in paragraphs if paragraph)
        self._block("quote", {"text": said, "attribution": attribution, "source_url": ""})
        self.report.add("quotes")

    def _table(self, piece: Table) -> None:
        headings, *rows = [[text.in_one_line(self._set(cell)) for cell in row] for row in piece.rows]
        self._block(
            "table",
            {
                "columns": [{"type": "text", "heading": heading} for heading in headings],
                "rows": [{"values": row} for row in rows],
                "caption": self.plain(piece.caption),
            },
        )
        self.report.add("tables")

    def _picture(self, piece: Picture) -> None:
        alt = "" if _NO_ALT.match(piece.alt) or _GUESSED_ALT.search(piece.alt) else piece.alt
        caption = self.plain(piece.caption)
        told = ", ".join(filter(None, [alt, caption, _shown(piece.source)])) or str(piece.number)
        try:
            key = self.keep(piece)
        except PictureRefused as refusal:
            self.report.add("picture_refused", f"{told}: {refusal}")
            key = None
        else:
            if key is None:
                self.report.add("picture_missing", told)
        if key is None:
            self._missing(lambda: gettext("[To be completed] Image to add: %(what)s") % {"what": told})
            return
        if not alt:
            self.report.add("alt_missing", caption or piece.alt)
            alt = self._say(lambda: gettext("To be completed: what this image shows"))
        self._block(
            "image", {"image": {"image": key, "decorative": False, "alt_text": alt}, "caption": caption}
        )
        self.report.add("pictures")

    def _missing(self, sentence: Callable[[], str]) -> None:
        """A paragraph that stands for what could not be kept, marked so that nobody publishes it unseen."""
        self._end_list()
        self._text.append(f"<p><b>{escape(self._say(sentence), quote=False)}</b></p>")

    # Running text

    def _paragraph(self, html: str) -> None:
        self._text.append(html)
        self.report.add("paragraphs")

    def _end_text(self) -> None:
        self._end_list()
        if self._text:
            self.blocks.append(block("paragraph", _SEAM.sub("", "".join(self._text))))
            self._text = []

    def _end_list(self) -> None:
        if self._items:
            self._text += self._lists(self._items)
            self._items = []

    def _lists(self, items: list[Item]) -> list[str]:
        """Items as nested lists. Where the mark of the outermost changes, another list begins."""
        html, open_names = [], []
        for item in items:
            name = "ol" if item.is_ordered else "ul"
            if len(open_names) > item.depth:
                while len(open_names) > item.depth + 1:
                    html.append(f"</li></{open_names.pop()}>")
                if open_names[-1] == name:
                    html.append("</li>")
                else:
                    html.append(f"</li></{open_names.pop()}>")
            if len(open_names) == item.depth:
                open_names.append(name)
                html.append(f"<{name}>")
            html.append(f"<li>{self._rich(item.runs)}")
        while open_names:
            html.append(f"</li></{open_names.pop()}>")
        return html

    def _rich(self, runs: list[Run]) -> str:
        return text.rich_text(self._set(runs))

    def _set(self, runs: list[Run]) -> list[Run]:
        runs, pairs = text.typeset(text.tidied(runs), self.language)
        if pairs:
            self.report.add("quotes_set", count=pairs)
        return runs

    def _say(self, sentence: Callable[[], str]) -> str:
        """Words that stay on the page, in its language."""
        with override(self.language):
            return sentence()


def block(kind: str, value) -> dict:
    return {"type": kind, "value": value, "id": str(uuid.uuid4())}


def _shown(source: str) -> str:
    """What an editor recognises of the address of a picture: no path on a disk, no bytes."""
    if source.startswith("data:"):
        return ""
    if source.lower().startswith(("http://", "https://")):
        return source[:200]
    return re.split(r"[\\/]", source)[-1][:80]

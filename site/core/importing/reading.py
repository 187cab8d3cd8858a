"""The tree of a document, read from its beginning to its end as a flat list of pieces."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace

from bs4.element import Tag

from core.importing import runs as text
from core.importing.addresses import safe_address
from core.importing.pieces import (
    PLAIN,
    Elsewhere,
    Heading,
    Item,
    Paragraph,
    Picture,
    Piece,
    Quote,
    Run,
    Style,
    Table,
)
from core.importing.report import Report
from core.importing.source import attribute, classes, is_words, styles

HEADINGS = {f"h{level}": level for level in range(1, 7)}
BLOCKS = {
    *("address", "article", "aside", "body", "center", "dd", "details", "dialog", "div", "dl", "dt"),
    *("fieldset", "figure", "footer", "form", "header", "hgroup", "html", "legend", "main", "menu", "p"),
    *("search", "section", "summary", "tbody", "td", "tfoot", "th", "thead", "tr", "dir"),
}
BOLD, ITALIC = {"b", "strong"}, {"i", "em", "cite", "dfn", "var"}
VERBATIM = {"code", "kbd", "samp", "tt"}
EMBEDS = {"audio", "embed", "frame", "iframe", "object", "video"}
#: Lists inside one another, as far as the editor shows them.
DEEPEST_ITEM = 4
#: Columns of a table; more is no table that anybody reads.
WIDEST = 40
#: Points from which the first words of a document of Google Docs are its title: its style has 26.
TITLE_SIZE = 20
_LEVEL = re.compile(r"\blevel(\d+)")
_FLAT_LEVEL = re.compile(r"\blst-kix_\w+-(\d+)")
_ORDERED = re.compile(r"^\W*(?:\d+|[a-zA-Z]|[ivxlcdmIVXLCDM]+)[.)°]")
_TYPED_MARK = re.compile(r"^\s*(?:([·•▪◦‣§o-])[\s\xa0]{1,}|(\(?(?:\d{1,3}|[a-z])[.)])[\s\xa0]{2,})")
_CONTENTS = re.compile(r"^MsoTo[cf]", re.IGNORECASE)
_BLANK_LINES = re.compile("\n[ \u00a0\n]*\n")


@dataclass(frozen=True)
class Place:
    """Where running text stands."""

    kind: str = "paragraph"
    level: int = 0
    depth: int = -1
    is_ordered: bool = False
    list_number: int = 0
    #: Which item: its further paragraphs are lines of it.
    item: int = 0


class Reader:
    """Reads one document; `pieces` is what it found so far."""

    def __init__(self, report: Report):
        self.report = report
        self.pieces: list[Piece] = []
        self._running: list[Run] = []
        self._waiting: list[Piece] = []
        self._pictures = 0
        self._lists = 0
        self._item = 0
        #: How the last list was written, the last item, quote and quote with words.
        self._last_list: tuple | None = None
        self._open_item = self._open_quote = self._quote_added = 0

    def read(self, tag: Tag, place: Place = Place()) -> list[Piece]:
        self._inside(tag, PLAIN, place)
        self._end(place)
        return self.pieces

    def read_note(self, tag: Tag) -> list[list[Run]]:
        """A note: its paragraphs, whatever it is made of."""
        with self._apart() as pieces:
            self._inside(tag, PLAIN, Place())
            self._end(Place())
        return [part for piece in pieces for part in _words(piece) if part]

    def _inside(self, tag: Tag, style: Style, place: Place) -> None:
        for child in list(tag.children):
            if isinstance(child, Tag):
                self._tag(child, style, place)
            elif is_words(child):
                words = str(child)
                self._running.append(
                    Run(words if style.verbatim else re.sub(r"[\t\n\r\f]", " ", words), style)
                )

    def _tag(self, tag: Tag, style: Style, place: Place) -> None:
        name = tag.name
        if name == "br":
            self._line_break(tag, place)
        elif name == "img" or name.endswith(":imagedata"):
            self._picture(tag, place)
        elif name == "hr":
            self._end(place)
            self.report.add("rules")
        elif name in EMBEDS:
            self._elsewhere(tag, place)
        elif name == "table":
            self._table(tag, style, place)
        elif name in ("ul", "ol"):
            self._list(tag, style, place)
        elif name == "li":
            # Outside any list.
            self._item_of(
                tag, style, place, depth=max(place.depth, 0), is_ordered=False, number=self._new_list()
            )
        elif name == "blockquote":
            self._quote(tag, style, place)
        elif name == "pre":
            self._block(tag, replace(style, verbatim=True), place)
        elif name == "figcaption":
            self._block(tag, style, replace(place, kind="caption") if place.kind == "paragraph" else place)
        elif self._level(tag) is not None:
            self._heading(tag, style, place)
        elif name in BLOCKS:
            self._paragraph(tag, style, place)
        else:
            self._inline(tag, style, place)

    # Running text

    def _inline(self, tag: Tag, style: Style, place: Place) -> None:
        if styles(tag).get("mso-list") == "ignore":
            return
        inner = self._restyled(tag, style)
        name = tag.name
        if name in BOLD:
            inner = replace(inner, bold=inner.bold or not _says_normal_weight(tag))
        elif name in ITALIC:
            inner = replace(inner, italic=True)
        elif name == "sup":
            inner = replace(inner, raised=True)
        elif name in VERBATIM:
            inner = replace(inner, verbatim=True)
        elif name == "a" and attribute(tag, "href"):
            inner = replace(inner, href=self._address(tag))
        elif name == "u" and not style.href:
            self.report.add("underlined", tag.get_text(" "))
        elif name in ("s", "strike"):
            self.report.add("struck", tag.get_text(" "))
        elif name in ("font", "big", "small"):
            self.report.add("coloured")
        if name == "q":
            self._running.append(Run('"', style))
        self._inside(tag, inner, place)
        if name == "q":
            self._running.append(Run('"', style))

    def _restyled(self, tag: Tag, style: Style) -> Style:
        """What its `style` attribute says; colours and fonts are counted as left out."""
        said = styles(tag)
        if not said:
            return style
        weight = said.get("font-weight", "")
        if weight:
            style = replace(style, bold=weight.startswith(("bold", "6", "7", "8", "9")))
        slant = said.get("font-style", "")
        if slant:
            style = replace(style, italic=slant.startswith(("italic", "oblique")))
        raised = said.get("vertical-align", "")
        if raised and tag.name not in ("td", "th", "tr", "img"):
            style = replace(style, raised=raised == "super")
        if any(
            name in said for name in ("color", "background", "background-color", "font-family", "font-size")
        ):
            self.report.add("coloured")
        decoration = said.get("text-decoration", "") + said.get("text-decoration-line", "")
        if "underline" in decoration and not style.href and tag.find("a") is None and tag.name != "a":
            self.report.add("underlined", tag.get_text(" "))
        if "line-through" in decoration:
            self.report.add("struck", tag.get_text(" "))
        return style

    def _address(self, tag: Tag) -> str:
        """Where a link leads; empty where nobody may go there."""
        written = attribute(tag, "href").strip()
        address = safe_address(written)
        words = tag.get_text(" ")
        if address:
            if words.strip():
                self.report.add("links")
        elif written.startswith("#"):
            self.report.add("link_inside", words)
        else:
            self.report.add("link_unsafe", f"{words} ({written[:80]})")
        return address

    def _line_break(self, tag: Tag, place: Place) -> None:
        if "always" in styles(tag).get("page-break-before", ""):
            self._end(place)
        else:
            self._running.append(Run("\n"))

    # Blocks of text

    def _block(self, tag: Tag, style: Style, place: Place, outside: Place | None = None) -> None:
        self._end(place if outside is None else outside)
        self._inside(tag, self._restyled(tag, style), place)
        self._end(place)

    def _paragraph(self, tag: Tag, style: Style, place: Place) -> None:
        names = classes(tag)
        if any(_CONTENTS.match(name) for name in names):
            self._end(place)
            self.report.add("contents", tag.get_text(" "))
        elif place.kind == "paragraph" and self._is_listed(tag, names):
            self._word_item(tag, style, place)
        elif place.kind == "paragraph" and any("Quote" in name and name.startswith("Mso") for name in names):
            self._quote(tag, style, place)
        elif place.kind == "paragraph" and "MsoCaption" in names:
            self._block(tag, style, replace(place, kind="caption"))
        else:
            self._block(tag, replace(style, bold=True) if tag.name == "dt" else style, place)

    def _level(self, tag: Tag) -> int | None:
        """Level of a heading, 0 for the title of the document; None where it is no heading."""
        if tag.name in HEADINGS:
            return HEADINGS[tag.name]
        if attribute(tag, "role") == "heading":
            said = attribute(tag, "aria-level")
            return min(max(int(said), 1), 6) if said.isdecimal() and len(said) < 3 else 2
        if tag.name == "p" and {"MsoTitle", "title"} & set(classes(tag)):
            return 0
        is_first = tag.name == "p" and not self.pieces and not text.text_of(self._running).strip()
        return 0 if is_first and _is_set_large(tag) else None

    def _heading(self, tag: Tag, style: Style, place: Place) -> None:
        level = self._level(tag)
        inside_text = place.kind in ("item", "quote", "caption", "cell")
        self._block(tag, style, place if inside_text else Place("heading", level=level or 0), outside=place)

    def _quote(self, tag: Tag, style: Style, place: Place) -> None:
        """Paragraphs that Word sets as a quote are one quote as long as they follow one another."""
        if place.kind != "paragraph":
            self._block(tag, style, place)
            return
        self._end(place)
        goes_on = tag.name != "blockquote" and self.pieces and isinstance(self.pieces[-1], Quote)
        self._open_quote = self._open_quote if goes_on else self._new_item()
        self._block(tag, style, replace(place, kind="quote", item=self._open_quote), outside=place)

    # Lists

    def _is_listed(self, tag: Tag, names: list[str]) -> bool:
        said = styles(tag).get("mso-list", "")
        if _LEVEL.search(said):
            return True
        if said and said != "none" and _mark(tag) is not None:
            return True
        is_list_style = any(name.startswith("MsoList") for name in names)
        return is_list_style and said != "none" and bool(_TYPED_MARK.match(tag.get_text()))

    def _word_item(self, tag: Tag, style: Style, place: Place) -> None:
        """A paragraph that Word shows as an item: its mark is typed in it, its depth is a property."""
        found = _LEVEL.search(styles(tag).get("mso-list", ""))
        depth = int(found[1][:3]) - 1 if found else 0
        mark = _mark(tag)
        self._end(place)
        last = self.pieces[-1] if self.pieces else None
        goes_on = isinstance(last, Item) and self._last_list == ("word",)
        number = last.list_number if goes_on else self._new_list()
        self.report.add("word_list")
        is_ordered = bool(mark and _ORDERED.match(mark))
        if mark is None:
            typed = _TYPED_MARK.match(tag.get_text())
            is_ordered = bool(typed and typed[2])
        self._item_of(
            tag, style, place, depth=depth, is_ordered=is_ordered, number=number, drop_mark=mark is None
        )
        self._last_list = ("word",)

    def _list(self, tag: Tag, style: Style, place: Place) -> None:
        self._end(place)
        is_ordered = tag.name == "ol"
        if place.kind in ("quote", "cell", "caption"):
            for child in tag.find_all("li", recursive=False) or [tag]:
                self._block(child, style, place)
            return
        depth = place.depth + 1
        flat = _FLAT_LEVEL.search(attribute(tag, "class"))
        if depth == 0 and flat:
            depth = int(flat[1][:3])
        number = place.list_number if place.depth >= 0 else self._number_of_list(tag, depth)
        for child in list(tag.children):
            if not isinstance(child, Tag):
                if is_words(child) and child.strip():
                    self._running.append(Run(str(child), style))
                continue
            said = attribute(child, "aria-level")
            own = int(said) - 1 if said.isdecimal() and len(said) < 3 and place.depth < 0 else depth
            if child.name == "li":
                self._item_of(
                    child, style, place, depth=max(own, depth), is_ordered=is_ordered, number=number
                )
            else:
                # A list right inside a list, as Google Docs writes them; anything else is an item as well.
                inner = replace(place, kind="item", depth=depth, is_ordered=is_ordered, list_number=number)
                self._tag(child, style, replace(inner, item=self._new_item()))
                self._end(inner)

    def _number_of_list(self, tag: Tag, depth: int) -> int:
        """The list before goes on where it only seems to end: deeper lists written flat, one list an item."""
        last = self.pieces[-1] if self.pieces else None
        start = attribute(tag, "start")
        first = tag.find("li", recursive=False)
        said = attribute(first, "data-listid") if first else ""
        family = ("flat", attribute(tag, "class").split("-")[0][:20]) if depth else ("web", said)
        goes_on = isinstance(last, Item) and (depth > 0 or (said and self._last_list == family))
        if isinstance(last, Item) and start.isdecimal() and int(start[:6]) > 1:
            goes_on = True
        flat = _FLAT_LEVEL.search(attribute(tag, "class"))
        if isinstance(last, Item) and flat and "start" not in classes(tag):
            goes_on = True
        self._last_list = family
        if goes_on:
            return last.list_number
        if start.isdecimal() and int(start[:6]) > 1:
            self.report.add("list_start", tag.get_text(" "))
        return self._new_list()

    def _item_of(self, tag, style, place, *, depth, is_ordered, number, drop_mark=False) -> None:
        self._end(place)
        if depth > DEEPEST_ITEM:
            self.report.add("list_depth", tag.get_text(" "))
            depth = DEEPEST_ITEM
        inner = Place("item", depth=depth, is_ordered=is_ordered, list_number=number, item=self._new_item())
        begins = len(self._running)
        self._inside(tag, self._restyled(tag, style), inner)
        if drop_mark:
            self._drop_typed_mark(begins)
        self._end(inner)

    def _drop_typed_mark(self, begins: int) -> None:
        words = self._running[begins:]
        typed = _TYPED_MARK.match(text.text_of(words))
        if typed:
            self._running[begins:] = text.without_start(words, typed.end())

    def _new_list(self) -> int:
        self._lists += 1
        return self._lists

    def _new_item(self) -> int:
        self._item += 1
        return self._item

    # Things that stand between texts

    def _picture(self, tag: Tag, place: Place) -> None:
        source = attribute(tag, "src").strip()
        if _is_spacer(tag, source):
            self.report.add("spacers")
            return
        self._pictures += 1
        alt = attribute(tag, "alt") or attribute(tag, "o:title")
        self._put(Picture(source, " ".join(alt.split()), self._pictures), place)

    def _elsewhere(self, tag: Tag, place: Place) -> None:
        inner = tag.find("source") if tag.name in ("audio", "video") else None
        source = attribute(tag, "src") or attribute(tag, "data") or (attribute(inner, "src") if inner else "")
        address = safe_address(f"https:{source}" if source.startswith("//") else source)
        if address:
            self._put(Elsewhere(address), place)

    def _put(self, piece: Piece, place: Place) -> None:
        """In the middle of a text it waits for the end of it: no sentence is cut in two."""
        if place.kind == "paragraph" and not text.text_of(self._running).strip():
            self._running = []
            self.pieces.append(piece)
        else:
            self._waiting.append(piece)

    def _table(self, tag: Tag, style: Style, place: Place) -> None:
        self._end(place)
        rows = [row for row in tag.find_all("tr") if row.find_parent("table") is tag]
        cells = [row.find_all(["td", "th"], recursive=False) for row in rows]
        if place.kind != "paragraph" or _only_places(tag, cells):
            if place.kind == "paragraph" and sum(map(len, cells)) > 1:
                self.report.add("layout_table")
            self._inside(tag, style, place)
            self._end(place)
            return
        caption, after = self._caption(tag, style)
        grid, is_merged, within = self._grid(cells, style)
        if len(grid) < 2 or len(grid[0]) < 2:
            for row in grid:
                for words in row:
                    if words:
                        self.pieces.append(Paragraph(words))
            if caption:
                self.pieces.append(Paragraph(caption))
        else:
            if is_merged:
                self.report.add("merged_cells", text.text_of(grid[0][0]))
            first = cells[0]
            has_headings = rows[0].find_parent("thead") is not None or all(
                cell.name == "th" for cell in first
            )
            if not has_headings and not all(
                text.is_all(words, lambda style: style.bold) for words in grid[0] if words
            ):
                self.report.add("first_row", " | ".join(text.plain_text(words) for words in grid[0]))
            self.pieces.append(Table(grid, caption))
        self.pieces += [*after, *within]

    def _caption(self, tag: Tag, style: Style) -> tuple[list[Run], list[Piece]]:
        caption = tag.find("caption", recursive=False)
        return self._cell(caption, style) if caption else ([], [])

    def _grid(self, cells: list[list[Tag]], style: Style):
        """Rows of one length, none of them empty; whether cells were merged; the pictures that they hold."""
        grid: list[list[list[Run]]] = []
        within: list[Piece] = []
        held: dict[int, int] = {}
        is_merged = False
        for row in cells:
            line: list[list[Run]] = []
            for cell in row:
                while held.get(len(line), 0) and len(line) < WIDEST:
                    held[len(line)] -= 1
                    line.append([])
                words, pieces = self._cell(cell, style)
                within += pieces
                width, height = _span(cell, "colspan"), _span(cell, "rowspan")
                is_merged = is_merged or width > 1 or height > 1
                if len(line) >= WIDEST:
                    line[-1] = [*line[-1], Run("\n"), *words]
                    continue
                for offset in range(min(width, WIDEST - len(line))):
                    held[len(line)] = height - 1
                    line.append(words if not offset else [])
            while held.get(len(line), 0) and len(line) < WIDEST:
                held[len(line)] -= 1
                line.append([])
            grid.append(line)
        widest = max(map(len, grid), default=0)
        grid = [[*line, *([[]] * (widest - len(line)))] for line in grid if any(line)]
        columns = [column for column in range(widest) if any(line[column] for line in grid)]
        return [[line[column] for column in columns] for line in grid], is_merged, within

    def _cell(self, tag: Tag, style: Style) -> tuple[list[Run], list[Piece]]:
        """The words of a cell as lines, and the pictures that it holds."""
        place = Place("cell")
        with self._apart() as pieces:
            self._inside(tag, self._restyled(tag, style), place)
            self._end(place)
        lines = [piece.runs for piece in pieces if isinstance(piece, Paragraph)]
        words = [run for line in lines for run in (*line, Run("\n"))]
        return text.tidied(words), [piece for piece in pieces if not isinstance(piece, Paragraph)]

    @contextmanager
    def _apart(self) -> Iterator[list[Piece]]:
        """What is read meanwhile goes into a list of its own."""
        kept = self.pieces, self._running, self._waiting
        self.pieces, self._running, self._waiting = [], [], []
        yield self.pieces
        self.pieces, self._running, self._waiting = kept

    # The end of a text

    def _end(self, place: Place) -> None:
        """What ran up to here becomes a piece of the kind of its place."""
        words = text.tidied(self._unbroken(self._running, place))
        self._running = []
        if words:
            self._add(words, place)
        waiting, self._waiting = self._waiting, []
        self.pieces += waiting

    @staticmethod
    def _unbroken(running: list[Run], place: Place) -> list[Run]:
        """A break in a heading or a caption is only a way to place its words."""
        if place.kind in ("heading", "caption"):
            return [replace(run, text=run.text.replace("\n", " ")) for run in running]
        return running

    def _add(self, words: list[Run], place: Place) -> None:
        match place.kind:
            case "heading":
                self.pieces.append(Heading(words, place.level))
            case "caption":
                self.pieces.append(Paragraph(words, is_caption=True))
            case "quote":
                last = self.pieces[-1] if self.pieces else None
                if isinstance(last, Quote) and self._quote_added == place.item:
                    last.paragraphs.append(words)
                else:
                    self.pieces.append(Quote([words]))
                self._quote_added = place.item
            case "item":
                self._add_item(words, place)
            case _:
                self.pieces.append(Paragraph(words))

    def _add_item(self, words: list[Run], place: Place) -> None:
        last = next((piece for piece in reversed(self.pieces) if isinstance(piece, Item)), None)
        is_same_list = last is not None and last.list_number == place.list_number
        if is_same_list and self._open_item == place.item:
            last.runs[:] = [*last.runs, Run("\n"), *words]
        else:
            self.pieces.append(Item(words, place.depth, place.is_ordered, place.list_number))
        self._open_item = place.item


def _words(piece: Piece) -> list[list[Run]]:
    match piece:
        case Heading() | Paragraph() | Item():
            return [piece.runs]
        case Quote():
            return piece.paragraphs
        case Table():
            return [cell for row in piece.rows for cell in row] + [piece.caption]
    return []


def _mark(tag: Tag) -> str | None:
    """The mark that Word typed before an item; None where there is none."""
    found = tag.find(lambda inner: styles(inner).get("mso-list") == "ignore")
    return found.get_text().strip() if found else None


def _says_normal_weight(tag: Tag) -> bool:
    return styles(tag).get("font-weight", "").startswith(("normal", "1", "2", "3", "4", "5"))


def _is_set_large(tag: Tag) -> bool:
    """Whether all its words are set as large as a title."""
    inside = [inner for inner in tag.find_all(string=True) if inner.strip()]
    return bool(inside) and all(_points(inner.parent, tag) >= TITLE_SIZE for inner in inside)


def _points(tag: Tag, outermost: Tag) -> float:
    for enclosing in (tag, *tag.parents):
        size = re.match(r"([\d.]{1,6})pt", styles(enclosing).get("font-size", ""))
        if size:
            return float(size[1]) if size[1].count(".") < 2 and size[1] != "." else 0
        if enclosing is outermost:
            break
    return 0


def _is_spacer(tag: Tag, source: str) -> bool:
    """A picture of a point or two: it kept things apart, or counted readers."""
    sizes = [attribute(tag, name) for name in ("width", "height")]
    return not source or any(size.isdecimal() and len(size) < 2 and int(size) <= 2 for size in sizes)


def _only_places(tag: Tag, cells: list[list[Tag]]) -> bool:
    """Whether a table is no table: one row, one column, or one that holds headings or other tables."""
    if attribute(tag, "role") in ("presentation", "none") or tag.find(["table", *HEADINGS]):
        return True
    return len([row for row in cells if row]) < 2 or max(map(len, cells), default=0) < 2


def _span(cell: Tag, name: str) -> int:
    said = attribute(cell, name)
    return min(max(int(said), 1), 1000) if said.isdecimal() and len(said) < 5 else 1

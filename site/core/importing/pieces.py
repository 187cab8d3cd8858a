"""What a document is made of, one thing after the other, before it becomes blocks."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Style:
    """How running text stands out; `href` is the address that it leads to."""

    href: str = ""
    bold: bool = False
    italic: bool = False
    raised: bool = False
    #: Neither quotes nor apostrophes are touched.
    verbatim: bool = False


PLAIN = Style()


@dataclass(frozen=True, slots=True)
class Run:
    """Text in one style. A line break is “\\n”; a call to a note, a sign of `core.importing.notes`."""

    text: str
    style: Style = PLAIN


@dataclass
class Heading:
    """`level` as the source has it, 1 to 6; 0 is the title of the document."""

    runs: list[Run]
    level: int


@dataclass
class Paragraph:
    """`is_caption`: it says what the picture or the table beside it is."""

    runs: list[Run]
    is_caption: bool = False


@dataclass
class Item:
    """One item of a list, `depth` levels deep; those of one list share its number."""

    runs: list[Run]
    depth: int
    is_ordered: bool
    list_number: int


@dataclass
class Quote:
    paragraphs: list[list[Run]]


@dataclass
class Table:
    """Rows of cells, all of one length; the first row holds the headings of the columns."""

    rows: list[list[list[Run]]]
    caption: list[Run] = field(default_factory=list)


@dataclass
class Picture:
    """`source` is the address that the document gives: a `data:` address holds the picture itself.

    `number` counts the pictures of the document from 1, those that are left out too.
    """

    source: str
    alt: str = ""
    number: int = 0
    caption: list[Run] = field(default_factory=list)


@dataclass
class Elsewhere:
    """What the page shows from another address: a film, a sound, a form."""

    source: str


Piece = Heading | Paragraph | Item | Quote | Table | Picture | Elsewhere

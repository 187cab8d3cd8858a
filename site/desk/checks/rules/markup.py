"""What is read in rich text: its headings, links and paragraphs, each with its words."""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_KEPT = {*_HEADINGS, "a", "p"}
#: Tags that do not part one word from the next.
_INSIDE_WORDS = {"a", "abbr", "b", "em", "i", "strong", "sub", "sup"}


@dataclass
class Element:
    name: str
    words: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        return visible("".join(self.words))

    @property
    def level(self) -> int:
        """Of a heading."""
        return _HEADINGS[self.name]

    @property
    def is_heading(self) -> bool:
        return self.name in _HEADINGS


class _Reader(HTMLParser):
    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.elements: list[Element] = []
        self._open: list[Element] = []
        self.words: list[str] = []

    def handle_starttag(self, tag, attrs):
        if tag not in _INSIDE_WORDS:
            self.handle_data(" ")
        if tag in _KEPT:
            element = Element(tag)
            self.elements.append(element)
            self._open.append(element)

    def handle_endtag(self, tag):
        if tag not in _INSIDE_WORDS:
            self.handle_data(" ")
        for element in reversed(self._open):
            if element.name == tag:
                self._open.remove(element)
                break

    def handle_data(self, data):
        self.words.append(data)
        for element in self._open:
            element.words.append(data)


def elements(html: str) -> list[Element]:
    """Headings, links and paragraphs in the order in which they begin."""
    return _read(html).elements


def text_of(html: str) -> str:
    """All its words."""
    return visible("".join(_read(html).words))


def visible(text: str) -> str:
    """What a reader sees of a text: runs of spaces become one, signs without width go."""
    return " ".join(re.sub(r"[\u200b-\u200d\u2060\ufeff\u00ad]", "", text).split())


def _read(html: str) -> _Reader:
    reader = _Reader()
    # No editor of ours writes declarations, and the parser would stop at a broken one.
    reader.feed(html.replace("<!", "&lt;!"))
    reader.close()
    return reader

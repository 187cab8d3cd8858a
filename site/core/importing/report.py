"""What became of a document that was brought in: kept, changed, left out, to be completed.

Each thing that happens has a name, counted and told in one sentence; details are the words concerned.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass, field

from django.utils.translation import ngettext_lazy

KEPT = {
    "headings": ngettext_lazy("%(count)d heading", "%(count)d headings", "count"),
    "paragraphs": ngettext_lazy("%(count)d paragraph", "%(count)d paragraphs", "count"),
    "items": ngettext_lazy("%(count)d list item", "%(count)d list items", "count"),
    "links": ngettext_lazy("%(count)d link", "%(count)d links", "count"),
    "quotes": ngettext_lazy("%(count)d quote", "%(count)d quotes", "count"),
    "tables": ngettext_lazy("%(count)d table", "%(count)d tables", "count"),
    "pictures": ngettext_lazy("%(count)d image", "%(count)d images", "count"),
    "notes": ngettext_lazy("%(count)d note", "%(count)d notes", "count"),
}
TO_DO = {
    "picture_missing": ngettext_lazy(
        "%(count)d image is not in the document itself: a marked paragraph stands in its place.",
        "%(count)d images are not in the document itself: a marked paragraph stands in the place of each.",
        "count",
    ),
    "picture_refused": ngettext_lazy(
        "%(count)d image cannot be kept: a marked paragraph stands in its place.",
        "%(count)d images cannot be kept: a marked paragraph stands in the place of each.",
        "count",
    ),
    "alt_missing": ngettext_lazy(
        "%(count)d image does not say what it shows: its alternative text is to be completed.",
        "%(count)d images do not say what they show: their alternative texts are to be completed.",
        "count",
    ),
    "elsewhere": ngettext_lazy(
        "%(count)d thing is shown from another site: a marked paragraph gives its address.",
        "%(count)d things are shown from another site: a marked paragraph gives the address of each.",
        "count",
    ),
    "note_unclaimed": ngettext_lazy(
        "%(count)d paragraph looks like a note, but nothing in the text calls it: it stays where it is.",
        "%(count)d paragraphs look like notes, but nothing in the text calls them: they stay where they are.",
        "count",
    ),
    "note_lost": ngettext_lazy(
        "%(count)d call to a note leads to none: its note is not in what you brought.",
        "%(count)d calls to notes lead to none: their notes are not in what you brought.",
        "count",
    ),
}
CHANGED = {
    "level": ngettext_lazy(
        "%(count)d heading changed its level, so that they follow one another.",
        "%(count)d headings changed their level, so that they follow one another.",
        "count",
    ),
    "long_heading": ngettext_lazy(
        "%(count)d heading is too long for one: it is a paragraph in bold.",
        "%(count)d headings are too long for one: they are paragraphs in bold.",
        "count",
    ),
    "notes_linked": ngettext_lazy(
        "%(count)d note is now among the notes of the page, called by its number.",
        "%(count)d notes are now among the notes of the page, called by their numbers.",
        "count",
    ),
    "call_moved": ngettext_lazy(
        "%(count)d call to a note moved from a heading into the text below.",
        "%(count)d calls to notes moved from headings into the text below.",
        "count",
    ),
    "word_list": ngettext_lazy(
        "%(count)d item that only looked like one is now an item of a real list.",
        "%(count)d items that only looked like such are now items of real lists.",
        "count",
    ),
    "list_depth": ngettext_lazy(
        "%(count)d list item was too deep, and stands one level or more higher.",
        "%(count)d list items were too deep, and stand one level or more higher.",
        "count",
    ),
    "list_start": ngettext_lazy(
        "%(count)d numbered list went on from another number, and begins at 1.",
        "%(count)d numbered lists went on from another number, and begin at 1.",
        "count",
    ),
    "first_row": ngettext_lazy(
        "%(count)d table had no headings: its first row became the headings of its columns.",
        "%(count)d tables had no headings: their first row became the headings of their columns.",
        "count",
    ),
    "layout_table": ngettext_lazy(
        "%(count)d table only placed things on the page: what it held follows in order.",
        "%(count)d tables only placed things on the page: what they held follows in order.",
        "count",
    ),
    "merged_cells": ngettext_lazy(
        "%(count)d table had merged cells: their text stands in the first one.",
        "%(count)d tables had merged cells: their text stands in the first one.",
        "count",
    ),
    "quotes_set": ngettext_lazy(
        "%(count)d pair of straight quotation marks became a printer’s.",
        "%(count)d pairs of straight quotation marks became printer’s ones.",
        "count",
    ),
}
DROPPED = {
    "link_unsafe": ngettext_lazy(
        "%(count)d link led nowhere that a visitor may go: its words stay.",
        "%(count)d links led nowhere that a visitor may go: their words stay.",
        "count",
    ),
    "link_inside": ngettext_lazy(
        "%(count)d link led to a place of the document itself: its words stay.",
        "%(count)d links led to places of the document itself: their words stay.",
        "count",
    ),
    "comments": ngettext_lazy("%(count)d comment of a reviewer", "%(count)d comments of reviewers", "count"),
    "deletions": ngettext_lazy(
        "%(count)d passage that the document says is deleted",
        "%(count)d passages that the document says are deleted",
        "count",
    ),
    "hidden": ngettext_lazy("%(count)d hidden passage", "%(count)d hidden passages", "count"),
    "contents": ngettext_lazy(
        "%(count)d line of a table of contents: the page makes its own",
        "%(count)d lines of a table of contents: the page makes its own",
        "count",
    ),
    "navigation": ngettext_lazy("%(count)d menu", "%(count)d menus", "count"),
    "controls": ngettext_lazy("%(count)d field or button", "%(count)d fields or buttons", "count"),
    "code": ngettext_lazy("%(count)d script", "%(count)d scripts", "count"),
    "spacers": ngettext_lazy(
        "%(count)d image without anything to see", "%(count)d images without anything to see", "count"
    ),
    "underlined": ngettext_lazy("%(count)d underlining", "%(count)d underlinings", "count"),
    "struck": ngettext_lazy(
        "the line through %(count)d passage, whose words stay",
        "the line through %(count)d passages, whose words stay",
        "count",
    ),
    "coloured": ngettext_lazy(
        "the font, size or colour of %(count)d passage",
        "the font, size or colour of %(count)d passages",
        "count",
    ),
    "rules": ngettext_lazy("%(count)d horizontal line", "%(count)d horizontal lines", "count"),
}
SECTIONS = {"kept": KEPT, "to_do": TO_DO, "changed": CHANGED, "dropped": DROPPED}


@dataclass(frozen=True)
class Entry:
    """One sentence of the report, and the words that it is about."""

    sentence: str
    details: list[str]
    count: int


@dataclass
class Report:
    counts: Counter = field(default_factory=Counter)
    details: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    def add(self, name: str, detail: str = "", count: int = 1) -> None:
        self.counts[name] += count
        if detail.strip():
            self.details[name].append(" ".join(detail.split())[:160])

    def entries(self, section: str) -> list[Entry]:
        """What happened of a section of `SECTIONS`, in the language being read."""
        return [
            Entry(str(sentence % {"count": self.counts[name]}), self.details.get(name, []), self.counts[name])
            for name, sentence in SECTIONS[section].items()
            if self.counts[name]
        ]

    @property
    def kept(self) -> list[Entry]:
        return self.entries("kept")

    @property
    def to_do(self) -> list[Entry]:
        return self.entries("to_do")

    @property
    def changed(self) -> list[Entry]:
        return self.entries("changed")

    @property
    def dropped(self) -> list[Entry]:
        return self.entries("dropped")

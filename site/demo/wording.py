"""The English of the demonstration, as PO files: one a page, one a kind of record.

`content/en/pages/` mirrors `content/pages/`, `content/en/records/` holds one file a kind. A page, or a kind
of record, that has no file here is not translated. PO is what the translation editor of the site exports and
imports. An entry's msgid is a string as wagtail-localize extracts it: a fragment of HTML, where line breaks
are `<br/>` and links `<a id="a1">`. Its comment says where it stands. Addresses have this place as their
context as well, and so has a string that wants one English here and another there.
"""

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import polib
from wagtail_localize.segments import StringSegmentValue
from wagtail_localize.segments.extract import extract_segments
from wagtail_localize.strings import StringValue, extract_ids

from demo.source import CONTENT, Content, Item, PageItem

ENGLISH = CONTENT / "en"

_IDENTIFIER = re.compile(r"\.([0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|\d+)(?=\.|$)")


@dataclass(frozen=True)
class Wording:
    """A French string, and the place where it stands: `title`, `body.caption`."""

    place: str
    french: str


def place_of(path: str) -> str:
    """A content path of wagtail-localize without what identifies blocks and rows, new in every database."""
    return _IDENTIFIER.sub("", path)


def wordings(instance) -> list[Wording]:
    """What is to be translated of a page or record, in order."""
    return [
        Wording(place_of(segment.path), segment.string.data)
        for segment in extract_segments(instance)
        if isinstance(segment, StringSegmentValue)
    ]


def file_of(item: Item, folder: Path = ENGLISH) -> Path:
    """Where the English of an item is written, whether the file exists or not."""
    return folder / Path(item.file.partition(",")[0]).with_suffix(".po")


def by_file(content: Content, folder: Path = ENGLISH) -> dict[Path, list[Item]]:
    """Items by the file of their English; those of pages hold one item, those of records all of a kind."""
    files = defaultdict(list)
    for item in (*(item for items in content.records.values() for item in items), *content.pages):
        files[file_of(item, folder)].append(item)
    return files


class Glossary:
    """One PO file, read."""

    def __init__(self, path: Path):
        self.path = path
        self.file = polib.pofile(path, encoding="utf-8") if path.exists() else _new_file()

    @property
    def entries(self) -> list[polib.POEntry]:
        return [entry for entry in self.file if not entry.obsolete]

    @property
    def is_complete(self) -> bool:
        return bool(self.entries) and all(map(_is_translated, self.entries))

    def english(self, wording: Wording) -> str:
        """The English of a string where it stands, otherwise its English anywhere; empty without one."""
        return self._translations.get((wording.place, wording.french)) or self._translations.get(
            (None, wording.french), ""
        )

    @cached_property
    def _translations(self) -> dict[tuple, str]:
        return {(entry.msgctxt, entry.msgid): entry.msgstr for entry in self.entries if _is_translated(entry)}

    def follow(self, found: list[tuple[Item, list[Wording]]]) -> None:
        """Make the file hold the strings of these items, and no other; what is translated stays so."""
        known = {(entry.msgctxt, entry.msgid): entry for entry in self.file}
        places, items = defaultdict(list), defaultdict(list)
        for item, texts in found:
            for text in texts:
                key = (text.place, text.french)
                if key not in known and text.place != "slug":
                    key = (None, text.french)
                if text.place not in places[key]:
                    places[key].append(text.place)
                if not isinstance(item, PageItem) and item.key not in items[key]:
                    items[key].append(item.key)
        updated = _new_file()
        for (context, french), where in places.items():
            entry = known.get((context, french)) or polib.POEntry(msgctxt=context, msgid=french)
            entry.obsolete = False
            entry.comment = ", ".join(where)
            entry.occurrences = [(key, "") for key in items[context, french]]
            updated.append(entry)
        self.file = updated

    def save(self) -> None:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self.file.save(self.path)

    def problems(self) -> list[str]:
        """What keeps the file from being laid, or would show on the page, each in one sentence."""
        return [problem for entry in self.entries for problem in _problems(entry)]


def _new_file() -> polib.POFile:
    file = polib.POFile(wrapwidth=110)
    file.metadata = {
        "Language": "en",
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
    }
    return file


def _is_translated(entry: polib.POEntry) -> bool:
    return bool(entry.msgstr.strip()) and not entry.fuzzy


def _problems(entry: polib.POEntry):
    if not _is_translated(entry):
        yield f"not translated: {entry.msgid}"
        return
    try:
        StringValue.from_translated_html(entry.msgstr)
    except ValueError as error:
        yield f"{error}: {entry.msgstr}"
    if extract_ids(entry.msgid) != extract_ids(entry.msgstr):
        yield f"the links are not those of the French: {entry.msgstr}"
    if entry.msgctxt == "slug" and not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", entry.msgstr):
        yield f"an address is of small letters, figures and hyphens: {entry.msgstr}"

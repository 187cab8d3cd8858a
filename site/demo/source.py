"""The content as it is written: TOML files, one a page, and one a kind of record.

`content/pages/` mirrors the site: `pages/programmes/la-transfo.toml` is `/programmes/la-transfo/`, and
`pages/index.toml` is the home page. `content/records/` holds what pages point at. An item is referred to by
kind and key: `page:/programmes/la-transfo/`, `person:stephane-vincent`, `image:gare`.
"""

import datetime
import re
import tomllib
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

from django.apps import apps

from demo.errors import ContentError

CONTENT = Path(__file__).parent / "content"
HOME = "/"
#: Keys of a page's file that are not fields of its model.
PAGE_KEYS = {"type", "order", "published"}
#: Where the file of a page does not say when it was first published.
DEFAULT_PUBLISHED = datetime.date(2016, 1, 4)

_REFERENCE = re.compile(r"^(page|[a-z]+):(\S+)$")
_LINK = re.compile(r'href="((?:page|document):[^"]*)"')


@dataclass(frozen=True)
class Item:
    """One page or record to lay out."""

    key: str
    file: str
    model: type
    data: dict
    #: Key of the item that it is laid with, or not at all: what has been laid before may have changed since.
    part_of: str = field(default="", kw_only=True)


@dataclass(frozen=True)
class PageItem(Item):
    address: str
    order: int
    published: datetime.date

    @property
    def parent(self) -> str | None:
        """Address of the page above; None for the home page."""
        if self.address == HOME:
            return None
        return self.address.rstrip("/").rpartition("/")[0] + "/"

    @property
    def slug(self) -> str:
        return "accueil" if self.address == HOME else self.address.rstrip("/").rpartition("/")[2]


@dataclass(frozen=True)
class Content:
    """All that the demonstration holds."""

    pages: list[PageItem]
    #: Records by kind, kinds in the order of their files' names.
    records: dict[str, list[Item]]


def read(folder: Path = CONTENT) -> Content:
    """All items, parents before children. `ContentError` on a file or a reference that is wrong."""
    content = Content(pages=_read_pages(folder / "pages"), records=_read_records(folder / "records"))
    _check_references(content)
    return content


def _read_toml(path: Path, folder: Path) -> tuple[str, dict]:
    name = path.relative_to(folder).as_posix()
    try:
        return name, tomllib.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ContentError(name, f"not readable as TOML: {error}") from error


def _model(name: str, file: str) -> type:
    try:
        return apps.get_model(name)
    except (LookupError, ValueError) as error:
        raise ContentError(file, f"there is no model “{name}”") from error


def _read_pages(folder: Path) -> list[PageItem]:
    pages = []
    for path in sorted(folder.rglob("*.toml")):
        name, data = _read_toml(path, folder.parent)
        address = "/" + path.relative_to(folder).with_suffix("").as_posix() + "/"
        if address == "/index/":
            address = HOME
        if "type" not in data:
            raise ContentError(name, "the key “type” is missing")
        pages.append(
            PageItem(
                key=f"page:{address}",
                file=name,
                model=_model(data["type"], name),
                data={key: value for key, value in data.items() if key not in PAGE_KEYS},
                address=address,
                order=data.get("order", 100),
                published=data.get("published") or data.get("date") or DEFAULT_PUBLISHED,
            )
        )
    known = {page.address for page in pages}
    for page in pages:
        if page.parent and page.parent not in known:
            raise ContentError(page.file, f"there is no page {page.parent} above it")
    return sorted(
        pages, key=lambda page: (page.address.count("/"), page.parent or "", page.order, page.address)
    )


def _read_records(folder: Path) -> dict[str, list[Item]]:
    records = {}
    for path in sorted(folder.glob("*.toml")):
        name, data = _read_toml(path, folder.parent)
        if not {"kind", "model", "items"} <= data.keys():
            raise ContentError(name, "the keys “kind”, “model” and “items” are needed")
        model = _model(data["model"], name)
        whole = data.get("part_of")
        records[data["kind"]] = [
            Item(
                key=f"{data['kind']}:{key}",
                file=f"{name}, {key}",
                model=model,
                data=fields,
                part_of=fields[whole] if whole else "",
            )
            for key, fields in data["items"].items()
        ]
    return records


def _check_references(content: Content) -> None:
    items = [*content.pages, *(item for records in content.records.values() for item in records)]
    known = {item.key for item in items}
    kinds = {key.partition(":")[0] for key in known}
    for item in items:
        for reference in _references(item.data, kinds):
            if reference not in known:
                raise ContentError(item.file, f"nothing in the demonstration is called “{reference}”")


def _references(value, kinds: set[str]):
    match value:
        case dict():
            for inner in value.values():
                yield from _references(inner, kinds)
        case list():
            for inner in value:
                yield from _references(inner, kinds)
        case str():
            yield from _LINK.findall(value)
            whole = _REFERENCE.match(value)
            if whole and whole[1] in kinds:
                yield value

"""Lays the demonstration out: what is new in the content and has never been laid in this database.

An item is laid once (see `register`): running this again adds what a newer version of the demonstration
brings, overwrites nothing that an editor has changed and brings back nothing that an editor has deleted.
All of it is one transaction; files, which no transaction takes back, are removed if it fails.
"""

from dataclasses import dataclass

from django.db import transaction
from wagtail.models import Page

from demo import accounts, ground, pages, records
from demo.fields import FieldWriter
from demo.register import Register
from demo.source import HOME, Content

#: Records that pages point at, those pointed at first; the others point at pages and come after them.
BEFORE_PAGES = ("image", "document", "theme", "territory", "term", "partner", "person")
#: Records that point at pages and are pointed at by pages: they come as soon as the pages exist.
AMONG_PAGES = ("venue",)


@dataclass(frozen=True)
class Outcome:
    """How many items were laid this time."""

    pages: int
    records: int


def lay_out(content: Content, port: int, progress) -> Outcome:
    stored = []
    try:
        with transaction.atomic():
            return _lay_out(content, port, progress, stored)
    except BaseException:
        for storage, name in stored:
            storage.delete(name)
        raise


def _lay_out(content: Content, port: int, progress, stored) -> Outcome:
    register = Register()
    new_pages = [item for item in content.pages if item.key not in register]
    new_records = {
        kind: [item for item in items if item.key not in register and item.part_of not in register]
        for kind, items in content.records.items()
    }
    count = sum(map(len, new_records.values()))
    if f"page:{HOME}" in register:
        root, locale = ground.french_root()
    else:
        root, locale = ground.prepare()
    accounts.lay(register)
    if not new_pages and not count:
        return Outcome(pages=0, records=0)

    alternatives = {item.key: item.data.get("description", "") for item in content.records.get("image", [])}
    writers = {
        item.key: FieldWriter(item, register, alternatives)
        for items in (new_pages, *new_records.values())
        for item in items
    }

    def lay_records(kinds):
        for kind in kinds:
            records.lay(new_records.get(kind, ()), writers, register, locale, stored, progress.advance)

    with progress.stage("Laying out the site", len(new_pages) + count):
        lay_records(BEFORE_PAGES)
        owner = accounts.author(register)
        drafts = pages.draft(new_pages, writers, register, root, locale, owner)
        lay_records(AMONG_PAGES)
        pages.publish(drafts, writers, owner, progress.advance)
        if new_pages and new_pages[0].address == HOME:
            ground.serve_from(Page.objects.get(pk=register.pk(f"page:{HOME}")), port)
        lay_records(kind for kind in new_records if kind not in (*BEFORE_PAGES, *AMONG_PAGES))
    return Outcome(pages=len(new_pages), records=count)

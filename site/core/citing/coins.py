"""COinS: an OpenURL (ANSI/NISO Z39.88-2004) in a page, which reference managers pick up, one an item."""

from urllib.parse import urlencode

from core.citing.dates import iso
from core.citing.names import inverted

BOOKISH = {"book": "book", "report": "report"}
#: What Zotero calls those that OpenURL has no format for, and takes from `rft.type`.
OTHERS = {"motion_picture": "videoRecording", "post-weblog": "blogPost", "webpage": "webpage"}


def coins(item: dict) -> str:
    """The context object of an item, for the `title` of a `<span class="Z3988">`.

    OpenURL knows authors alone. Zotero reads `rft.contributor` besides, and so takes nobody who led a book
    for its author.
    """
    authors = [inverted(name) for name in item.get("author", [])]
    contributors = [("rft.contributor", inverted(name)) for name in item.get("editor", [])]
    if item["type"] in BOOKISH:
        values = [
            ("rft_val_fmt", "info:ofi/fmt:kev:mtx:book"),
            ("rft.genre", BOOKISH[item["type"]]),
            ("rft.btitle", item["title"]),
            *(("rft.au", name) for name in authors),
            *contributors,
            ("rft.pub", item.get("publisher")),
            ("rft.place", item.get("publisher-place")),
            ("rft.series", item.get("collection-title")),
            ("rft.isbn", item.get("ISBN")),
            ("rft.tpages", item.get("number-of-pages")),
        ]
    else:
        values = [
            ("rft_val_fmt", "info:ofi/fmt:kev:mtx:dc"),
            ("rft.type", OTHERS[item["type"]]),
            ("rft.title", item["title"]),
            *(("rft.creator", name) for name in authors),
            *contributors,
            ("rft.publisher", item.get("publisher")),
            ("rft.source", item.get("container-title") or item.get("collection-title")),
        ]
    values += [
        ("rft.date", iso(item)),
        ("rft.language", item.get("language")),
        ("rft_id", item.get("URL")),
    ]
    return urlencode([("ctx_ver", "Z39.88-2004"), *((name, value) for name, value in values if value)])

"""Items as RIS (Research Information Systems, tags of 2011), which every reference manager reads."""

import rispy
from rispy.config import LIST_TYPE_TAGS, TAG_KEY_MAPPING

from core.citing.dates import iso, parts_of
from core.citing.names import inverted

TYPES = {
    "book": "BOOK",
    "report": "RPRT",
    "motion_picture": "VIDEO",
    "post-weblog": "BLOG",
    "webpage": "ELEC",
}


class _Writer(rispy.RisWriter):
    """Knows editors (`ED`), and does not number the references."""

    DEFAULT_MAPPING = {**TAG_KEY_MAPPING, "ED": "editors"}
    DEFAULT_LIST_TAGS = [*LIST_TYPE_TAGS, "ED"]

    def set_header(self, count):
        return ""


def ris(items: list[dict]) -> str:
    """One reference an item."""
    return rispy.dumps([_reference(item) for item in items], implementation=_Writer)


def _reference(item: dict) -> dict:
    parts = parts_of(item)
    # Year/month/day/other information: each slash is there, whatever is known.
    date = "/".join([*iso(item, "/").split("/"), *[""] * (4 - len(parts))]) if parts else ""
    reference = {
        "id": item["id"],
        "authors": [inverted(name) for name in item.get("author", [])],
        "editors": [inverted(name) for name in item.get("editor", [])],
        "subsidiary_authors": [inverted(name) for name in item.get("translator", [])],
        "title": item["title"],
        "secondary_title": item.get("container-title"),
        "tertiary_title": item.get("collection-title"),
        "type_of_work": item.get("genre") or item.get("medium"),
        "number": item.get("number"),
        "place_published": item.get("publisher-place"),
        "publisher": item.get("publisher"),
        "year": str(parts[0]) if parts else "",
        "date": date,
        "issn": item.get("ISBN"),
        "start_page": item.get("number-of-pages"),
        "language": item.get("language"),
        "notes": [item["issued"]["literal"]] if "literal" in item.get("issued", {}) else [],
        "urls": [item["URL"]] if "URL" in item else [],
    }
    known = {name: value for name, value in reference.items() if value}
    return {"type_of_reference": TYPES[item["type"]]} | known

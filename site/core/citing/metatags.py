"""Metadata in the head of a page: Highwire's, which scholarly indexes read, and Dublin Core's."""

from core.citing.dates import iso
from core.citing.names import inverted

#: DCMI types, and what Dublin Core leaves to be named.
DC_TYPES = {"book": "Book", "report": "Report", "motion_picture": "MovingImage"}

#: What Highwire's metadata describe whole, with who wrote it and who led it.
DESCRIBED = ("book", "report")


def meta_tags(item: dict, pdf_urls: list[str] = ()) -> list[tuple[str, str]]:
    """(name, content) of each; `pdf_urls` are the whole addresses of the publication itself."""
    tags = [*_highwire(item, pdf_urls), *_dublin_core(item)]
    return [(name, content) for name, content in tags if content]


def _highwire(item: dict, pdf_urls: list[str]) -> list[tuple]:
    """For some types alone: whatever else bears `citation_title` is taken for an article."""
    if item["type"] not in DESCRIBED:
        return []
    is_report = item["type"] == "report"
    return [
        ("citation_title", item["title"]),
        *(("citation_author", inverted(name)) for name in item.get("author", [])),
        *(("citation_editor", inverted(name)) for name in item.get("editor", [])),
        ("citation_publication_date", iso(item, "/")),
        ("citation_isbn", item.get("ISBN")),
        (
            "citation_technical_report_institution" if is_report else "citation_publisher",
            item.get("publisher"),
        ),
        ("citation_series_title", item.get("collection-title")),
        ("citation_language", item.get("language")),
        ("citation_public_url", item.get("URL")),
        *(("citation_pdf_url", url) for url in pdf_urls),
    ]


def _dublin_core(item: dict) -> list[tuple]:
    others = ("translator", "illustrator", "contributor", "producer", "guest")
    creators = item.get("author") or item.get("editor") or []
    contributors = [
        *(item.get("editor", []) if item.get("author") else []),
        *(name for role in others for name in item.get(role, [])),
    ]
    return [
        ("DC.title", item["title"]),
        *(("DC.creator", inverted(name)) for name in creators),
        *(("DC.contributor", inverted(name)) for name in contributors),
        ("DC.publisher", item.get("publisher")),
        ("DC.date", iso(item)),
        ("DC.type", DC_TYPES.get(item["type"], "Text")),
        ("DC.language", item.get("language")),
        ("DC.identifier", item.get("URL")),
        ("DC.identifier", f"urn:isbn:{item['ISBN']}" if "ISBN" in item else ""),
        ("DC.relation", item.get("collection-title") or item.get("container-title")),
        ("DC.rights", item.get("license")),
    ]

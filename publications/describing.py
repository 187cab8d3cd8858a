"""What schema.org asks of books and reports; nothing is said that is not known."""

from core.schema_org import whole_address
from publications.licences import licence_url
from publications.obtaining import sudoc_url, worldcat_url


def book_schema(book, request, *, publisher: str, collection, contents, reviews) -> dict:
    """Properties of a Book (schema.org/Book), besides those of every page."""
    electronic = book.electronic_isbn_digits
    return known(
        alternativeHeadline=book.subtitle,
        isbn=book.isbn if book.has_isbn else "",
        workExample=electronic
        and {"@type": "Book", "isbn": electronic, "bookFormat": "https://schema.org/EBook"},
        numberOfPages=book.pages,
        datePublished=date_of(book),
        creativeWorkStatus="Forthcoming" if book.is_forthcoming else "",
        publisher={"@type": "Organization", "name": publisher} if publisher else None,
        isPartOf=collection
        and {"@type": "BookSeries", "name": collection.title, "url": collection.get_full_url(request)},
        license=licence_url(book.licence) or book.licence,
        sameAs=[
            *([sudoc_url(book)] if book.sudoc_ppn else []),
            *([worldcat_url(book)] if book.oclc_number else []),
        ],
        hasPart=[
            known(**{"@type": "Chapter"}, name=chapter.title, pageStart=chapter.first_page)
            for chapter in contents
        ],
        review=[_review(review) for review in reviews],
        offers=_offer(book),
        **makers_of(book, book.contributors.model.SCHEMA_PROPERTIES),
    )


def report_schema(report, request, files: list) -> dict:
    """Properties of a Report (schema.org/Report), besides those of every page."""
    makers = makers_of(report, report.contributors.model.SCHEMA_PROPERTIES)
    partners = [{"@type": "Organization", "name": partner.name} for partner in report.partners_named]
    return known(
        **makers | {"contributor": [*makers.get("contributor", []), *partners]},
        datePublished=date_of(report),
        creativeWorkStatus="Forthcoming" if report.is_forthcoming else "",
        numberOfPages=report.pages,
        license=licence_url(report.licence) or report.licence,
        sameAs=report.source_url,
        encoding=[
            {
                "@type": "MediaObject",
                "name": file.title or file.document.title,
                "contentUrl": whole_address(request, file.document.url),
                "encodingFormat": file.document.content_type,
                "inLanguage": file.document.language,
            }
            for file in files
        ],
    )


def makers_of(page, properties: dict) -> dict:
    """People under the property of each role."""
    named = {}
    for role, people in page.people_by_role().items():
        makers = named.setdefault(properties[role], [])
        makers += [{"@type": "Person", "name": person.name} for person in people]
    return named


def date_of(page) -> str:
    """The day it came out, where that is known to the day and past."""
    is_known = page.published_on and not page.date_text and not page.is_forthcoming
    return page.published_on.isoformat() if is_known else ""


def known(**values) -> dict:
    return {name: value for name, value in values.items() if value}


def _review(review) -> dict:
    return known(
        **{"@type": "Review"},
        reviewBody=review.quote,
        author={"@type": "Person", "name": review.author} if review.author else None,
        isPartOf={"@type": "CreativeWork", "name": review.source},
        url=review.url,
        datePublished=review.published_on.isoformat() if review.published_on else "",
    )


def _offer(book) -> dict | None:
    """Only where it can be bought: at a price, at an address, now."""
    if book.price is None or not book.buy_url or book.is_forthcoming:
        return None
    return {"@type": "Offer", "price": str(book.price), "priceCurrency": "EUR", "url": book.buy_url}

"""A book as an item of CSL-JSON."""

from core.citing.items import csl_item, titled
from core.citing.names import person
from core.languages import language_of
from publications.citing.dates import issued

#: The CSL variable that names each role: who led a book is its editor, « dir. » in French.
ROLES = {
    "author": "author",
    "coordinator": "editor",
    "editor": "editor",
    "preface": "contributor",
    "translator": "translator",
    "illustrator": "illustrator",
}


def book_item(book, *, url: str, publisher: str, collection: str) -> dict:
    """The book, cited as printed, in the language of its record; `url` is its stable address."""
    makers = {}
    for contributor in book.makers:
        makers.setdefault(ROLES[contributor.role], []).append(person(contributor.person.name))
    language = language_of(book)
    return csl_item(
        "book",
        book.alias_of_id or book.pk,
        titled(book.title, book.subtitle, language),
        **makers,
        **issued(book),
        publisher=publisher,
        publisher_place=book.publication_place,
        collection_title=collection,
        ISBN=book.isbn_hyphenated if book.has_isbn else "",
        number_of_pages=str(book.pages or ""),
        license=book.licence,
        language=language,
        URL=url,
    )

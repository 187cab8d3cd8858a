"""Items of CSL-JSON for lists of publications, in a constant number of queries."""

from collections import defaultdict

from core.models import ContactSettings
from core.permalinks import permalink
from publications.citing.books import book_item
from publications.citing.episodes import episode_item
from publications.citing.reports import report_item
from publications.models.makers import attach_makers


def books_of(collection, books: list, request) -> list[dict]:
    """Items of the books of a collection; their makers are with them."""
    return [
        book_item(
            book,
            url=permalink(book, request),
            publisher=book.publisher or collection.publisher,
            collection=collection.title,
        )
        for book in books
    ]


def episodes_of(series, episodes: list, request) -> list[dict]:
    """Items of the episodes of a series; their speakers are with them."""
    house = ContactSettings.for_request(request)
    return [
        episode_item(episode, url=permalink(episode, request), house=house, series=series.title)
        for episode in episodes
    ]


def reports_of(reports: list, request) -> list[dict]:
    """Items of reports; their makers are with them."""
    house = ContactSettings.for_request(request)
    return [report_item(report, url=permalink(report, request), house=house) for report in reports]


def on_shelves(shelves, request, *, is_whole: bool) -> list[dict]:
    """Items of what stands on the shelves of the index, or of all that they hold: three queries."""
    series = [(shelf.page, shelf.items if is_whole else shelf.shown) for shelf in shelves.series]
    collections = [(shelf.page, shelf.items if is_whole else shelf.shown) for shelf in shelves.collections]
    reports = [*shelves.reports, *shelves.announced_reports]
    attach_makers([book for _page, books in collections for book in books])
    attach_makers(reports)
    attach_speakers([episode for _page, episodes in series for episode in episodes])
    return [
        *(item for page, shown in series for item in episodes_of(page, shown, request)),
        *(item for page, books in collections for item in books_of(page, books, request)),
        *reports_of(reports, request),
    ]


def attach_speakers(episodes: list) -> None:
    """Fills in who speaks in each episode: one query."""
    found = defaultdict(list)
    if episodes:
        speakers = type(episodes[0]).episode_speakers.rel.related_model.objects
        for speaker in speakers.filter(page__in=episodes).select_related("person"):
            found[speaker.page_id].append(speaker)
    for episode in episodes:
        episode.speakers = found[episode.pk]

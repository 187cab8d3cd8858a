"""Everything on the shelves of the index, in a constant number of queries."""

from collections import defaultdict
from dataclasses import dataclass, field, replace

from wagtail.models import Page

from core.pictures import attach, own
from core.querysets import open_to_all

EPISODES_SHOWN, BOOKS_SHOWN = 6, 8
TYPES = ("videoseriespage", "episodepage", "collectionpage", "bookpage", "reportpage")
TEXTS = [*(f"{name}__body" for name in TYPES), "episodepage__transcript"]


@dataclass
class Shelf:
    """A series with its episodes, or a collection with its books."""

    page: Page
    shown_at_most: int
    items: list = field(default_factory=list)

    @property
    def shown(self) -> list:
        return self.items[: self.shown_at_most]


@dataclass
class Shelves:
    """`series` and `collections` in the order of the tree, `reports` latest first."""

    series: list[Shelf]
    collections: list[Shelf]
    reports: list
    announced_reports: list

    def on(self, leaf) -> "Shelves":
        """What a leaf of the list of reports shows: on the first one, all that stands beside it too."""
        if leaf.number == 1:
            return replace(self, reports=leaf.object_list)
        return Shelves(series=[], collections=[], reports=leaf.object_list, announced_reports=[])


def shelves(index: Page) -> Shelves:
    """What anybody may read below the index: one query for pages of all types, one for the pictures shown."""
    found = _by_type(index)
    series = _filled(found["videoseriespage"], sorted(found["episodepage"], key=_number), EPISODES_SHOWN)
    collections = _filled(found["collectionpage"], sorted(found["bookpage"], key=_latest), BOOKS_SHOWN)
    attach(
        *own(index),
        *((episode, "listing_image") for shelf in series for episode in shelf.shown),
        *((book, "cover") for shelf in collections for book in shelf.shown),
    )
    return Shelves(
        series=series,
        collections=collections,
        reports=sorted((page for page in found["reportpage"] if not page.is_forthcoming), key=_latest),
        announced_reports=sorted((page for page in found["reportpage"] if page.is_forthcoming), key=_latest),
    )


def _by_type(index: Page) -> dict[str, list]:
    pages = open_to_all(Page.objects.descendant_of(index)).order_by("path")
    found = defaultdict(list)
    for page in pages.select_related(*TYPES, "reportpage__document", "episodepage__film").defer(*TEXTS):
        for name in TYPES:
            if concrete := getattr(page, name, None):
                # One tree, one language.
                concrete.locale = index.locale
                found[name].append(concrete)
    return found


def _filled(parents: list, children: list, shown_at_most: int) -> list[Shelf]:
    """Each parent with its children; children whose parent is not public stay out."""
    by_path = {parent.path: Shelf(parent, shown_at_most) for parent in parents}
    for child in children:
        if shelf := by_path.get(child.path[: -child.steplen]):
            shelf.items.append(child)
    return list(by_path.values())


def _number(episode) -> tuple:
    return episode.number, episode.pk


def _latest(page) -> tuple:
    """Those that can be had first, latest first; undated ones after."""
    return page.is_forthcoming, -page.published_on.toordinal() if page.published_on else 0, -page.pk

"""Pages in the memory of one process, up to so many bytes."""

import threading

from pagecache.keys import Key
from pagecache.pages import Page


class Memory:
    """Reading takes no lock. What was not read since the last look gives way first (second chance)."""

    def __init__(self, limit: int):
        self.limit = limit
        self._pages: dict[Key, Page] = {}
        self._held = 0
        self._sizes: dict[Key, int] = {}
        self._lock = threading.Lock()

    def get(self, key: Key) -> Page | None:
        return self._pages.get(key)

    def __len__(self) -> int:
        return len(self._pages)

    @property
    def size(self) -> int:
        """In bytes."""
        return self._held

    def keep(self, key: Key, page: Page) -> bool:
        """Keeps it, or counts again what is kept of it; True if something gave way."""
        with self._lock:
            former = self._pages.pop(key, None)
            if former is not None and former is not page:
                # What one generation was asked for tells what the next will be.
                page.hits += former.hits // 2
            self._held -= self._sizes.pop(key, 0)
            if page.size > self.limit:
                return True
            self._pages[key] = page
            self._sizes[key] = page.size
            self._held += page.size
            return self._make_room()

    def _make_room(self) -> bool:
        gave_way = False
        while self._held > self.limit:
            key = next(iter(self._pages))
            page = self._pages.pop(key)
            if page.was_read:
                page.was_read = False
                self._pages[key] = page
                continue
            self._held -= self._sizes.pop(key)
            gave_way = True
        return gave_way

    def most_asked(self, number: int) -> list[Key]:
        """Keys of the pages that are asked for most, first the most."""
        with self._lock:
            pages = list(self._pages.items())
        pages.sort(key=lambda item: item[1].hits, reverse=True)
        return [key for key, page in pages[:number] if page.hits]

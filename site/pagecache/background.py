"""What is done beside the requests: files for the web server, pages made again ahead of time, tidying up."""

import logging
import os
import queue
import threading
import time
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import connections

from pagecache import cdn
from pagecache.baking import bake
from pagecache.keys import Key
from pagecache.pages import Page

if TYPE_CHECKING:
    from pagecache.layer import PageCache

logger = logging.getLogger(__name__)
#: How often the generation is looked at, in seconds.
PACE = 0.2
#: How often what has passed is tidied up, in seconds.
TIDY = 30


class Background:
    """One thread of a process, begun by its first request: a process that forks would lose it."""

    def __init__(self, layer: "PageCache"):
        self.layer = layer
        self._begun_in = None
        self._lock = threading.Lock()
        self._to_bake: queue.SimpleQueue[tuple[Key, Page]] = queue.SimpleQueue()
        self._tidied_at = 0.0
        #: The generations whose most visited pages are there; since which a shared cache dropped what it had.
        self._warm = self._purged = None

    def begin(self) -> None:
        if self._begun_in == os.getpid() or not settings.PAGE_CACHE["HAS_BACKGROUND"]:
            return
        with self._lock:
            if self._begun_in != os.getpid():
                self._begun_in = os.getpid()
                threading.Thread(target=self._run, name="pagecache", daemon=True).start()

    def bake(self, key: Key, page: Page) -> None:
        self._to_bake.put((key, page))

    def _run(self) -> None:
        while True:
            try:
                self.turn()
            except Exception:
                logger.exception("Pages were not made ahead.")
            finally:
                connections.close_all()
            try:
                first = self._to_bake.get(timeout=PACE)
            except queue.Empty:
                continue
            self._to_bake.put(first)

    def turn(self) -> None:
        """One round of all there is to do."""
        generation = self.layer.generation
        generation.tend()
        name = generation.current()
        self._bake_all(name)
        if name is None:
            return
        if name != self._purged:
            given, self.layer.given = self.layer.given, set()
            # Beside all this: who is told may take their time.
            threading.Thread(target=cdn.purge, args=(given,), name="cdn").start()
            self._purged = name
        if name != self._warm:
            self._warm_up(name)
        if time.time() >= self.layer.until(name):
            # For web servers, which give out files and know no clock.
            generation.renew(name)
        if time.monotonic() - self._tidied_at > TIDY:
            self._tidied_at = time.monotonic()
            self.layer.shelf.clear(name)

    def _bake_all(self, name: str | None) -> None:
        while not self._to_bake.empty():
            key, page = self._to_bake.get()
            if page.generation == name:
                bake(self.layer.generation.root, key, page)

    def _warm_up(self, name: str) -> None:
        """Makes the most visited pages again. Stops when there is another generation, which begins anew."""
        for key in self.layer.memory.most_asked(settings.PAGE_CACHE["WARMED"]):
            if self.layer.generation.current() != name:
                return
            self.layer.page_of(key)
        self._warm = name

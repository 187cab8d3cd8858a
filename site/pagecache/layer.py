"""The outermost WSGI layer: gives out the pages it holds, and lets everything else pass."""

import time
from collections.abc import Callable, Iterable
from http import HTTPStatus

from django.conf import settings

from pagecache import generations, moments
from pagecache.background import Background
from pagecache.baking import can_bake
from pagecache.keys import Key, environ_for, key_of
from pagecache.memory import Memory
from pagecache.pages import Page, encoding_for
from pagecache.shelf import Shelf

HIT, STORED, PASSED = (
    ("Cache-Status", f"pages; {said}") for said in ("hit", "fwd=miss; stored", "fwd=bypass")
)
#: Ways of asking that are known by heart, before they are forgotten all at once.
MOST_ASKINGS = 20_000


class PageCache:
    """`application` is Django. See the package for what is kept, and why it is never old."""

    def __init__(self, application: Callable):
        self.application = application
        self.generation = generations.shared()
        self.memory = Memory(settings.PAGE_CACHE["BYTES"])
        self.shelf = Shelf(self.generation.root)
        self.background = Background(self)
        # Of the present generation: pages that may not be kept, so that nobody waits at their queue.
        self._passing: set[Key] = set()
        self._passing_of = None
        self._until = ("", 0.0)
        # What was asked, word for word: (page, headers, body).
        self._by_heart: dict[tuple, tuple] = {}
        self._encodings: dict[str, str] = {}
        # Code that begins may print otherwise than what was there before.
        self.generation.renew()

    def __call__(self, environ: dict, start_response: Callable) -> Iterable[bytes]:
        asking = None
        if (
            environ["REQUEST_METHOD"] == "GET"
            and "HTTP_COOKIE" not in environ
            and "HTTP_IF_NONE_MATCH" not in environ
            and "HTTP_RANGE" not in environ
            and "HTTP_AUTHORIZATION" not in environ
        ):
            get = environ.get
            asking = (
                get("HTTP_HOST"),
                get("PATH_INFO"),
                get("QUERY_STRING"),
                get("HTTP_ACCEPT_ENCODING"),
                get("HTTP_X_FORWARDED_PROTO"),
                environ["wsgi.url_scheme"],
            )
            known = self._by_heart.get(asking)
            if known is not None:
                page, headers, body = known
                if page.generation == self.generation.current() and time.time() < page.until:
                    page.hits += 1
                    page.was_read = True
                    start_response("200 OK", headers)
                    return (body,)
        return self._look(environ, start_response, asking)

    def _look(self, environ, start_response, asking) -> Iterable[bytes]:
        key = key_of(environ)
        name = key and self.generation.current()
        if name is None:
            return self._pass(environ, start_response)
        self.background.begin()
        if self._passing_of != name:
            self._passing, self._passing_of = set(), name
            self._by_heart.clear()
        if key in self._passing:
            return self._pass(environ, start_response)
        page, status = self.memory.get(key), HIT
        if not self._is_good(page, name):
            page, other = self.page_of(key)
            status = STORED
            if page is None:
                line, headers, body, error = other
                if environ.get("HTTP_COOKIE") or environ["REQUEST_METHOD"] == "HEAD":
                    # Made for nobody: it says nothing of them.
                    _close(body)
                    return self._pass(environ, start_response)
                start_response(line, [*headers, PASSED], error)
                return body
        return self._give(key, page, status, environ, start_response, asking)

    def _is_good(self, page: Page | None, name: str | None) -> bool:
        return page is not None and page.generation == name and time.time() < page.until

    def page_of(self, key: Key) -> tuple[Page | None, tuple | None]:
        """The page, rendered if nobody has; or the answer that may not be kept."""
        with self.shelf.queue(key):
            # Read before the rendering begins: all that follows hangs on it.
            name = self._present()
            page = self.memory.get(key)
            if self._is_good(page, name):
                return page, None
            page = name and self.shelf.get(name, key)
            if not self._is_good(page, name):
                answer = status, headers, body, _error = self._render(key, is_kept=name is not None)
                if not isinstance(body, bytes):
                    if status.startswith("200") and name == self._passing_of:
                        self._passing.add(key)
                    return None, answer
                page = Page(name, self._until[1], headers, body)
                self.shelf.keep(key, page)
                if settings.PAGE_CACHE["BAKED"] and can_bake(key, page):
                    self.background.bake(key, page)
            self._hold(key, page)
        return page, None

    def _present(self) -> str | None:
        """The name of the generation, whose time has not come yet."""
        name = self.generation.current()
        if name is not None and time.time() >= self.until(name):
            self.generation.renew(name)
            name = self.generation.current()
            if name is not None:
                self.until(name)
        return name

    def until(self, name: str) -> float:
        """When time alone changes a page, in seconds since the epoch: asked once of each generation."""
        known_of, until = self._until
        if known_of != name:
            until = moments.next_moment()
            self._until = (name, until)
        return until

    def _hold(self, key: Key, page: Page) -> None:
        if self.memory.keep(key, page):
            self._by_heart.clear()

    def _render(self, key: Key, *, is_kept: bool) -> tuple:
        """Status, headers, body and error of the answer that anybody would get.

        The body is bytes if it may be kept, else whatever the application gave.
        """
        said = []

        def start_response(status, headers, exc_info=None):
            said[:] = [status, headers, exc_info]

        answer = self.application(environ_for(key), start_response)
        status, headers, error = said
        if not is_kept or error is not None or not Page.is_kept(status, headers):
            return status, headers, answer, error
        try:
            return status, headers, b"".join(answer), None
        finally:
            _close(answer)

    def _give(self, key: Key, page: Page, status, environ, start_response, asking) -> Iterable[bytes]:
        page.hits += 1
        page.was_read = True
        encoding = self._encoding(environ.get("HTTP_ACCEPT_ENCODING", ""))
        is_new = not page.has(encoding)
        headers, body = page.answer(encoding)
        if is_new:
            self._hold(key, page)
        if "HTTP_IF_NONE_MATCH" in environ:
            unchanged = page.unchanged(encoding, environ["HTTP_IF_NONE_MATCH"])
            if unchanged is not None:
                line = f"{HTTPStatus.NOT_MODIFIED.value} {HTTPStatus.NOT_MODIFIED.phrase}"
                start_response(line, [*unchanged, status])
                return ()
        if asking is not None:
            if len(self._by_heart) >= MOST_ASKINGS:
                self._by_heart.clear()
            self._by_heart[asking] = (page, [*headers, HIT], body)
        start_response("200 OK", [*headers, status])
        return () if environ["REQUEST_METHOD"] == "HEAD" else (body,)

    def _encoding(self, accepted: str) -> str:
        found = self._encodings.get(accepted)
        if found is None:
            if len(self._encodings) > 500:
                self._encodings.clear()
            found = self._encodings[accepted] = encoding_for(accepted)
        return found

    def _pass(self, environ, start_response) -> Iterable[bytes]:
        def saying(status, headers, exc_info=None):
            return start_response(status, [*headers, PASSED], exc_info)

        return self.application(environ, saying)


def _close(body) -> None:
    if hasattr(body, "close"):
        body.close()

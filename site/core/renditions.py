"""Pictures made at publication, so that the first visitor of a page does not wait for them.

Encoding a picture takes longer than all the rest of a page. Once a publication is committed, what shows the
page is read as a visitor would: the page, those above it (they list it, the front door among them), and its
card, which may stand anywhere else. Whatever their templates ask for is made by the way: no list of formats
is kept beside them, and none is forgotten for a type of page.

This happens in a thread, so that the editor is answered at once. Visitors are too: who comes before it has
ended is given the page as ever, and makes what is missing. A process has one such thread at most; what is
published meanwhile has its turn after, each address once. A command that publishes ends when the thread does.

Pages kept whole (`pagecache`) are not stored by this: a rendering that began before the next change could not
be given out after it. Left to their first visitor: pages under a view restriction, which only some may read,
and a picture whose file is replaced in the library.
"""

import logging
import threading
from urllib.parse import urlsplit

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.db import connections, transaction
from django.template.loader import render_to_string
from django.utils import translation
from wagtail.models import Page
from wagtail.signals import page_published

from pagecache.keys import Key, environ_for

logger = logging.getLogger(__name__)


class Visitor:
    """Goes and sees pages, in a thread of its own that lasts as long as there are any."""

    def __init__(self):
        self._lock = threading.Lock()
        self._to_see: set[int] = set()
        self._is_out = False

    def send(self, key: int) -> threading.Thread | None:
        """The thread, unless one is out already: it takes this page along."""
        with self._lock:
            self._to_see.add(key)
            if self._is_out:
                return None
            self._is_out = True
        thread = threading.Thread(target=self._go, name="renditions")
        thread.start()
        return thread

    def _go(self) -> None:
        try:
            while keys := self._next():
                try:
                    see(keys)
                except Exception:
                    logger.exception("Pictures were not made at publication.")
        finally:
            connections.close_all()

    def _next(self) -> set[int]:
        with self._lock:
            keys, self._to_see = self._to_see, set()
            self._is_out = bool(keys)
            return keys


_visitor = Visitor()


def see(keys: set[int]) -> None:
    """Reads what shows these pages to anybody."""
    addresses = {}
    for page in Page.objects.filter(pk__in=keys, live=True).specific():
        for each in page.get_ancestors(inclusive=True).live():
            addresses[each.full_url] = None
        if getattr(page, "listing_image", None):
            render_to_string("core/components/card.html", {"page": page})
    # Once for all: it loads the middleware.
    handler = WSGIHandler()
    # Each address is read in its own language.
    with translation.override(translation.get_language()):
        for address in filter(None, addresses):
            _read(handler, address)


def _read(handler: WSGIHandler, address: str) -> None:
    parts = urlsplit(address)
    scheme = "https" if settings.SECURE_SSL_REDIRECT else parts.scheme
    environ = environ_for(Key(scheme, parts.netloc, parts.path, ""))
    # No request comes from outside: nothing is told that one has begun or ended.
    handler.get_response(handler.request_class(environ))


def _page_published(instance, **kwargs) -> None:
    match settings.RENDITIONS_AT_PUBLICATION:
        case "in a thread":
            transaction.on_commit(lambda: _visitor.send(instance.pk), robust=True)
        case "at once":
            transaction.on_commit(lambda: see({instance.pk}), robust=True)


def watch() -> None:
    page_published.connect(_page_published, dispatch_uid="core.renditions")

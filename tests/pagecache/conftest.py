"""The layer in front of Django, and visitors who ask it."""

import io
from dataclasses import dataclass
from wsgiref.util import setup_testing_defaults

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections

from pagecache import generations
from pagecache.layer import PageCache


@dataclass
class Answer:
    status: str
    headers: dict[str, str]
    body: bytes

    @property
    def code(self) -> int:
        return int(self.status[:3])

    @property
    def text(self) -> str:
        return self.body.decode()

    @property
    def said(self) -> str:
        """Where it comes from, as RFC 9211 says it."""
        return self.headers.get("Cache-Status", "").removeprefix("pages; ")


class Counted:
    """An application that knows how often it was asked, and by whom."""

    def __init__(self, application):
        self.application = application
        self.asked = []

    def __call__(self, environ, start_response):
        self.asked.append(environ)
        return self.application(environ, start_response)


class Visitor:
    """Asks an application as a browser does."""

    def __init__(self, application, **headers):
        self.application = application
        self.headers = headers

    def get(self, url, method="GET", **headers) -> Answer:
        path, _mark, query = url.partition("?")
        environ = {
            "REQUEST_METHOD": method,
            "PATH_INFO": path,
            "QUERY_STRING": query,
            "HTTP_HOST": "localhost",
            "wsgi.input": io.BytesIO(),
        }
        environ |= {f"HTTP_{name.upper()}": value for name, value in (self.headers | headers).items()}
        setup_testing_defaults(environ)
        said = []

        def start_response(status, fields, exc_info=None):
            said[:] = [status, dict(fields)]

        answer = self.application(environ, start_response)
        try:
            body = b"".join(answer)
        finally:
            if hasattr(answer, "close"):
                answer.close()
        return Answer(*said, body)


@pytest.fixture(autouse=True)
def _connection_of_the_test():
    """A request leaves the connection open in which the test takes back what it wrote."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def pages(settings, tmp_path):
    """Where pages are kept: a folder of the test's own, begun anew."""
    settings.PAGE_CACHE = settings.PAGE_CACHE | {"ROOT": tmp_path / "pages"}
    generations.shared.cache_clear()
    yield tmp_path / "pages"
    generations.shared.cache_clear()


@pytest.fixture
def django_app(pages):
    return Counted(WSGIHandler())


@pytest.fixture
def layer(django_app):
    return PageCache(django_app)


@pytest.fixture
def visitor(layer):
    return Visitor(layer)


@pytest.fixture
def fresh():
    """A visitor whom Django answers by itself."""
    return Visitor(WSGIHandler())

"""What is done beside the requests: pages made again, files for a web server, tidying up, purging."""

import gzip
import multiprocessing
import os
import signal
import time
from itertools import cycle

import brotli
import pytest
import zstandard

from pagecache import cdn, shelf
from pagecache.keys import Key
from pagecache.layer import PageCache
from pagecache.shelf import Shelf
from tests.factories import ContentPageFactory
from tests.pagecache.conftest import Counted, Visitor

pytestmark = pytest.mark.django_db
PAGE = b"<p>Bonjour</p>" * 200


def application(environ, start_response):
    path = environ["PATH_INFO"]
    kind = "application/rss+xml" if path == "/rss/" else "text/html; charset=utf-8"
    start_response("200 OK", [("Content-Type", kind)])
    return [PAGE + path.encode("latin-1")]


@pytest.fixture
def counted(pages):
    return Counted(application)


@pytest.fixture
def baking(counted, settings):
    settings.PAGE_CACHE = settings.PAGE_CACHE | {"BAKED": True}
    return PageCache(counted)


def test_the_most_visited_pages_are_made_again_before_anyone_asks(counted, settings):
    settings.PAGE_CACHE = settings.PAGE_CACHE | {"WARMED": 2}
    layer = PageCache(counted)
    visitor = Visitor(layer)
    for times, path in enumerate(("/a/", "/b/", "/c/"), start=1):
        for _time in range(times):
            visitor.get(path)
    layer.generation.renew()
    counted.asked.clear()

    layer.background.turn()

    assert [environ["PATH_INFO"] for environ in counted.asked] == ["/c/", "/b/"]
    assert [visitor.get(path).said for path in ("/c/", "/b/", "/a/")] == ["hit", "hit", "fwd=miss; stored"]
    layer.background.turn()
    assert len(counted.asked) == 3


def test_another_process_made_it_already(counted):
    layers = [PageCache(counted), PageCache(counted)]
    for layer in layers:
        Visitor(layer).get("/a/")
    layers[0].generation.renew()
    counted.asked.clear()
    for layer in layers:
        layer.background.turn()
    assert len(counted.asked) == 1


def test_baked_pages_are_the_same_bytes_and_go_with_their_generation(baking, pages):
    visitor = Visitor(baking, x_forwarded_proto="https")
    kept = visitor.get("/blog/billet/").body
    baking.background.turn()

    folder = pages / "current/https/localhost/blog/billet"
    assert (folder / "index.html").read_bytes() == kept
    assert gzip.decompress((folder / "index.html.gz").read_bytes()) == kept
    assert brotli.decompress((folder / "index.html.br").read_bytes()) == kept
    assert zstandard.ZstdDecompressor().decompress((folder / "index.html.zst").read_bytes()) == kept

    baking.generation.renew()
    assert not folder.exists()


def test_two_pages_of_one_size_have_files_of_different_times(baking, pages):
    """Of which web servers make their ETag."""
    visitor = Visitor(baking)
    for path in ("/a/", "/b/"):
        visitor.get(path)
    baking.background.turn()
    files = [pages / "current/http/localhost" / name / "index.html" for name in "ab"]
    assert files[0].stat().st_size == files[1].stat().st_size
    assert files[0].stat().st_mtime != files[1].stat().st_mtime


@pytest.mark.parametrize(
    "path", ["/rss/", "/?page=2", "/../../etc/", "/a/../b/", "/a//b/", "/%00/", "/é/", "/.git/", "/a/file"]
)
def test_what_is_no_plain_page_is_not_baked(baking, pages, path):
    Visitor(baking).get(path)
    baking.background.turn()
    assert not list(pages.glob("current/http/**/index.html"))


def test_a_host_that_is_no_name_is_not_baked(baking, pages, tmp_path):
    Visitor(baking).get("/", host="../../../elsewhere")
    baking.background.turn()
    assert not list(tmp_path.glob("**/index.html"))


def test_what_has_passed_is_removed_after_a_while(baking, pages, monkeypatch):
    visitor = Visitor(baking)
    visitor.get("/a/")
    baking.background.turn()
    former = pages / baking.generation.current()
    baking.generation.renew()
    visitor.get("/a/")
    place = Shelf(pages)
    place.clear(baking.generation.current())
    assert former.exists()
    now = time.time()
    monkeypatch.setattr("time.time", lambda: now + shelf.LINGERS + 1)
    place.clear(baking.generation.current())
    assert not former.exists()
    assert (pages / baking.generation.current()).exists()
    assert (pages / "queues").exists()


def _write_without_end(path, ready):
    for content in cycle((b"a" * 300_000, b"b" * 300_000)):
        shelf.write(path, content)
        ready.set()


def test_a_process_killed_as_it_writes_leaves_a_whole_page(tmp_path):
    path = tmp_path / "page"
    context = multiprocessing.get_context("fork")
    for _time in range(8):
        ready = context.Event()
        process = context.Process(target=_write_without_end, args=(path, ready))
        process.start()
        ready.wait()
        os.kill(process.pid, signal.SIGKILL)
        process.join()
        content = path.read_bytes()
        assert len(content) == 300_000
        assert len(set(content)) == 1


def test_who_waits_behind_a_process_that_was_killed_goes_on(counted, pages):
    key = Key("http", "localhost", "/", "")
    place, context = Shelf(pages), multiprocessing.get_context("fork")
    held = context.Event()

    def hold():
        with place.queue(key):
            held.set()
            signal.pause()

    process = context.Process(target=hold)
    process.start()
    held.wait()
    os.kill(process.pid, signal.SIGKILL)
    process.join()
    assert Visitor(PageCache(counted)).get("/").said == "fwd=miss; stored"


class _Backend:
    purged = []

    def __init__(self, params):
        pass

    def purge_batch(self, addresses):
        self.purged.append(addresses)


def test_a_shared_cache_drops_what_it_was_given_and_nothing_by_default(home, counted, settings, monkeypatch):
    monkeypatch.setattr("threading.Thread.start", lambda thread: thread.run())
    monkeypatch.setattr(_Backend, "purged", [])
    layer = PageCache(counted)
    Visitor(layer).get("/a/")
    layer.background.turn()
    layer.generation.renew()
    layer.background.turn()
    assert _Backend.purged == []

    settings.WAGTAILFRONTENDCACHE = {"default": {"BACKEND": f"{__name__}._Backend"}}
    layer = PageCache(counted)
    layer.background.turn()
    visitor = Visitor(layer, x_forwarded_proto="https")
    visitor.get("/a/")
    visitor.get("/b/?page=2")
    visitor.get("/a/")
    layer.generation.renew()
    layer.background.turn()
    layer.background.turn()
    assert _Backend.purged == [["https://localhost/a/", "https://localhost/b/?page=2"]]


def test_addresses_are_written_as_they_are_asked_for():
    key = Key("https", "localhost", "/é/".encode().decode("latin-1"), "page=2")
    assert cdn.address(key) == "https://localhost/%C3%A9/?page=2"


def test_shared_caches_keep_pages_only_where_they_are_told_what_to_drop(home, fresh, settings):
    ContentPageFactory(parent=home, slug="guichet")
    assert fresh.get("/guichet/").headers["Cache-Control"] == "public, no-cache"
    settings.PAGE_CACHE = settings.PAGE_CACHE | {"CDN_SECONDS": 600}
    assert fresh.get("/guichet/").headers["Cache-Control"] == "public, max-age=0, s-maxage=600"
    assert fresh.get("/absent/").headers["Cache-Control"] == "public, no-cache"
    assert fresh.get("/guichet/", cookie="sessionid=a").headers["Cache-Control"] == "private, no-cache"
    assert "private" in fresh.get("/admin/login/").headers["Cache-Control"]

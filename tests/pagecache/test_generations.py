"""The name of the generation: shared, never given twice, and what happens where it cannot be."""

import logging
import multiprocessing
import os
import time

import pytest
from django.core.cache import caches

from pagecache import generations, moments
from pagecache.generations import LinkedGeneration, SharedGeneration
from pagecache.layer import PageCache
from pagecache.memory import Memory
from tests.pagecache.conftest import Counted, Visitor

pytestmark = pytest.mark.django_db


def application(environ, start_response):
    start_response("200 OK", [("Content-Type", "text/html; charset=utf-8")])
    return [b"<p>Bonjour</p>"]


def test_a_name_is_never_given_twice(tmp_path):
    generation = LinkedGeneration(tmp_path)
    names = set()
    for _time in range(200):
        generation.renew()
        names.add(generation.current())
    assert len(names) == 200


def test_another_process_sees_it(tmp_path):
    generation = LinkedGeneration(tmp_path)
    generation.renew()
    before = generation.current()
    process = multiprocessing.get_context("spawn").Process(target=_renew, args=(tmp_path,))
    process.start()
    process.join()
    assert generation.current() not in (before, None)


def _renew(root):
    LinkedGeneration(root).renew()


def test_only_the_generation_meant_is_renewed(tmp_path):
    generation = LinkedGeneration(tmp_path)
    generation.renew()
    name = generation.current()
    generation.renew("another")
    assert generation.current() == name
    generation.renew(name)
    assert generation.current() != name


def test_a_folder_that_cannot_be_written_leaves_the_site_uncached_and_is_said_once(
    settings, tmp_path, caplog
):
    in_the_way = tmp_path / "pages"
    in_the_way.write_text("a file where the folder should be")
    settings.PAGE_CACHE = settings.PAGE_CACHE | {"ROOT": in_the_way}
    generations.shared.cache_clear()
    counted = Counted(application)
    with caplog.at_level(logging.WARNING, "pagecache"):
        layer = PageCache(counted)
        for _time in range(5):
            assert Visitor(layer).get("/").body == b"<p>Bonjour</p>"
            layer.background.turn()
        assert len(caplog.records) == 1
        in_the_way.unlink()
        layer.background.turn()
        assert [Visitor(layer).get("/").said for _time in range(2)] == ["fwd=miss; stored", "hit"]
        assert [record.levelname for record in caplog.records] == ["ERROR", "WARNING"]
    assert len(counted.asked) == 6
    generations.shared.cache_clear()


def test_a_full_disk_takes_the_name_away(pages, monkeypatch, caplog):
    """What was kept must not be given once it cannot be said that it is over."""
    counted = Counted(application)
    layer = PageCache(counted)
    visitor = Visitor(layer)
    assert [visitor.get("/").said for _time in range(2)] == ["fwd=miss; stored", "hit"]

    def full(*args, **kwargs):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as disk:
        disk.setattr(os, "symlink", full)
        layer.generation.renew()
        assert [visitor.get("/").said for _time in range(3)] == ["fwd=bypass"] * 3
    layer.background.turn()
    # Made again before anyone asked.
    assert visitor.get("/").said == "hit"
    assert len(counted.asked) == 5
    assert [record.levelname for record in caplog.records] == ["ERROR", "WARNING"]


def test_a_shelf_that_cannot_be_written_still_leaves_memory(pages, monkeypatch):
    layer = PageCache(Counted(application))

    def full(*args, **kwargs):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("pathlib.Path.write_bytes", full)
    monkeypatch.setattr(os, "open", full)
    visitor = Visitor(layer)
    assert [visitor.get("/").said for _time in range(2)] == ["fwd=miss; stored", "hit"]


def test_half_a_page_on_the_shelf_is_none(pages):
    first, second = PageCache(Counted(application)), PageCache(Counted(application))
    Visitor(first).get("/")
    (file,) = pages.glob("current/shelf/*/*")
    whole = file.read_bytes()
    for torn in (b"", whole[: len(whole) // 3], b"\x00" * len(whole)):
        file.write_bytes(torn)
        second.memory = Memory(10**6)
        second._by_heart.clear()
        assert Visitor(second).get("/").body == b"<p>Bonjour</p>"
        # Rendered again, and whole.
        assert file.read_bytes().endswith(b"\n<p>Bonjour</p>")


class _Broken(Exception):
    pass


class _Store:
    """A shared cache that can be taken away."""

    def __init__(self):
        self.is_there = True
        self.kept = {}

    def _answer(self):
        if not self.is_there:
            raise _Broken("connection refused")

    def get(self, key):
        self._answer()
        return self.kept.get(key)

    def set(self, key, value, timeout):
        self._answer()
        self.kept[key] = value

    def add(self, key, value, timeout):
        self._answer()
        self.kept.setdefault(key, value)


def test_without_the_shared_store_nothing_is_given_and_what_is_owed_is_told_later(
    tmp_path, monkeypatch, caplog
):
    store = _Store()
    monkeypatch.setattr(generations, "caches", {"default": store})
    monkeypatch.setattr(generations, "PATIENCE", 0)
    here, elsewhere = SharedGeneration(tmp_path / "a"), SharedGeneration(tmp_path / "b")
    name = here.current()
    assert name == elsewhere.current()

    store.is_there = False
    here.renew()
    assert (here.current(), elsewhere.current()) == (None, None)
    assert not here.link.exists()

    store.is_there = True
    assert here.current() not in (None, name)
    assert here.current() == elsewhere.current()
    here.tend()
    assert os.readlink(here.link) == here.current()
    # Once for each that had to do without, and once more when it is over.
    assert [record.levelname for record in caplog.records].count("ERROR") == 2


def test_a_store_that_was_emptied_begins_anew(tmp_path):
    caches["default"].clear()
    generation = SharedGeneration(tmp_path)
    name = generation.current()
    caches["default"].clear()
    assert generation.current() not in (None, name)


def test_time_alone_ends_a_generation(pages, monkeypatch):
    waits = [60.0]
    monkeypatch.setattr(moments, "_sources", [lambda: waits[0], lambda: None])
    counted = Counted(application)
    layer = PageCache(counted)
    visitor = Visitor(layer)
    assert [visitor.get("/").said for _time in range(2)] == ["fwd=miss; stored", "hit"]
    name = layer.generation.current()
    now = time.time()
    monkeypatch.setattr("time.time", lambda: now + 61)
    assert visitor.get("/").said == "fwd=miss; stored"
    assert layer.generation.current() != name

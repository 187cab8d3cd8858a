"""What a visitor is given: the same page as without the layer, and sooner."""

import gzip
import threading

import brotli
import pytest
import zstandard
from django.http import HttpResponse
from django.urls import path

from config.urls import urlpatterns as site_addresses
from pagecache import generations
from pagecache.layer import PageCache
from tests.factories import BlogIndexPageFactory, ContentPageFactory, PostPageFactory
from tests.pagecache.conftest import Counted, Visitor

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(home):
    return ContentPageFactory(
        parent=home, title="Le guichet", slug="guichet", body=[("paragraph", "<p>Bonjour</p>" * 80)]
    )


def test_a_page_is_rendered_once_and_is_the_same(page, visitor, fresh, django_app):
    first, second = visitor.get("/guichet/"), visitor.get("/guichet/")

    assert (first.said, second.said) == ("fwd=miss; stored", "hit")
    assert first.body == second.body == fresh.get("/guichet/").body
    assert len(django_app.asked) == 1


def test_nothing_of_the_visitor_reaches_what_is_kept(page, layer, django_app):
    Visitor(
        layer,
        cookie="csrftoken=abc; django_language=en",
        accept_language="en",
        user_agent="Anybody",
        referer="https://example.org/",
        x_forwarded_for="192.0.2.1",
    ).get("/guichet/?utm_source=lettre")

    (environ,) = django_app.asked
    assert {name for name in environ if name.startswith("HTTP_")} == {"HTTP_HOST"}
    assert "REMOTE_ADDR" not in environ
    assert environ["QUERY_STRING"] == ""


@pytest.mark.parametrize(
    ("accepted", "encoding", "opened"),
    [
        ("gzip, deflate, br, zstd", "br", brotli.decompress),
        ("gzip, zstd", "zstd", lambda body: zstandard.ZstdDecompressor().decompress(body)),
        ("gzip;q=1.0, br;q=0", "gzip", gzip.decompress),
        ("br;q=0.2, gzip;q=0.9", "gzip", gzip.decompress),
        ("*", "br", brotli.decompress),
        ("identity, br;q=0.5", None, bytes),
        ("", None, bytes),
        ("gzip;q=nonsense", None, bytes),
    ],
)
def test_bytes_are_compressed_as_asked_for(page, visitor, fresh, accepted, encoding, opened):
    for _time in range(2):
        answer = visitor.get("/guichet/", accept_encoding=accepted)
        assert answer.headers.get("Content-Encoding") == encoding
        assert int(answer.headers["Content-Length"]) == len(answer.body)
        assert opened(answer.body) == fresh.get("/guichet/").body
        assert "Accept-Encoding" in answer.headers["Vary"]


def test_who_holds_a_page_is_told_that_it_is_the_same(page, visitor):
    held = visitor.get("/guichet/", accept_encoding="gzip")
    etag = held.headers["ETag"]
    assert not etag.startswith("W/")

    for asked in (etag, f'"other", {etag}', f"W/{etag}", "*"):
        answer = visitor.get("/guichet/", accept_encoding="gzip", if_none_match=asked)
        assert (answer.code, answer.body, answer.headers["ETag"]) == (304, b"", etag)
        assert answer.headers["Cache-Control"] == held.headers["Cache-Control"]
    assert visitor.get("/guichet/", accept_encoding="br", if_none_match=etag).code == 200
    page.title = "Le comptoir"
    page.save_revision().publish()


def test_what_is_kept_is_given_as_a_list(page, layer):
    """granian sends a list at once, and asks anything else for the next piece, which it would close."""
    kinds = []

    def noting(environ, start_response):
        answer = layer(environ, start_response)
        kinds.append(type(answer))
        return answer

    visitor = Visitor(noting)
    etag = visitor.get("/guichet/").headers["ETag"]
    for _time in range(2):
        assert visitor.get("/guichet/", if_none_match=etag).code == 304
        assert visitor.get("/guichet/").said == "hit"
        visitor.get("/guichet/", method="HEAD")
    assert set(kinds) == {list}


def test_what_no_browser_asks_is_not_learnt_by_heart(page, visitor, layer):
    for number in range(3):
        answer = visitor.get("/guichet/", accept_encoding=f"gzip, {number}{'x' * 10_000}")
        assert answer.headers["Content-Encoding"] == "gzip"
        visitor.get("/guichet/", if_none_match=f'"{number}{"x" * 10_000}"')
    assert not layer._by_heart
    assert all(len(accepted) <= 1000 for accepted in layer._encodings)


def test_head_is_told_what_get_would_be(page, visitor):
    got = visitor.get("/guichet/")
    asked = visitor.get("/guichet/", method="HEAD")
    assert asked.body == b""
    assert {**asked.headers, "Cache-Status": ""} == {**got.headers, "Cache-Status": ""}


@pytest.mark.parametrize(
    "query",
    ["utm_source=a&utm_medium=b", "fbclid=abc", "gclid=1&mc_cid=2", "mtm_campaign=x"],
)
def test_where_a_visitor_comes_from_changes_nothing(page, visitor, query):
    visitor.get("/guichet/")
    assert visitor.get(f"/guichet/?{query}").said == "hit"


def test_the_order_of_parameters_changes_nothing(home, visitor):
    BlogIndexPageFactory(parent=home, slug="blog")
    assert visitor.get("/blog/?page=1&year=2016").said == "fwd=miss; stored"
    assert visitor.get("/blog/?year=2016&page=1").said == "hit"
    assert visitor.get("/blog/?year=2015&page=1").said == "fwd=miss; stored"


@pytest.mark.parametrize("query", ["q=atelier", "unknown=1", "page=1&unknown=1", "page=" + "1" * 600])
def test_other_parameters_pass_by(page, visitor, query):
    for _time in range(2):
        assert visitor.get(f"/guichet/?{query}").said == "fwd=bypass"


@pytest.mark.parametrize("cookie", ["csrftoken=abc", "mysessionid=abc", "theme=messages"])
def test_cookies_that_say_nothing_of_the_visitor_change_nothing(page, visitor, cookie):
    visitor.get("/guichet/")
    assert [visitor.get("/guichet/", cookie=cookie).said for _time in range(2)] == ["hit"] * 2


@pytest.mark.parametrize(
    "headers",
    [
        {"cookie": "sessionid=abc"},
        {"cookie": "theme=dark; sessionid=abc"},
        {"cookie": "messages=abc"},
        {"range": "bytes=0-10"},
        {"authorization": "Basic abc"},
    ],
)
def test_somebody_passes_by(page, visitor, headers):
    for _time in range(2):
        visitor.get("/guichet/")
        answer = visitor.get("/guichet/", **headers)
        assert answer.said == "fwd=bypass"
    if "cookie" in headers:
        assert answer.headers["Cache-Control"] == "private, no-cache"


def test_hosts_and_schemes_are_told_apart(page, layer, settings):
    settings.ALLOWED_HOSTS = ["localhost", "example.org"]
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    asked = [{}, {"host": "example.org"}, {"x_forwarded_proto": "https"}]
    assert [Visitor(layer).get("/guichet/", **one).said for one in asked] == ["fwd=miss; stored"] * 3
    assert Visitor(layer).get("/guichet/", host="evil.example").code == 400


def test_what_is_not_found_or_moved_is_not_kept(page, visitor):
    for _time in range(2):
        assert visitor.get("/absent/").said == "fwd=bypass"
        assert visitor.get("/guichet").code == 301
    # Cookies that say nothing of the visitor lead to the same answer, with the visitor's own request.
    assert visitor.get("/absent/", cookie="csrftoken=abc").code == 404


def _setting_a_cookie(request):
    response = HttpResponse("<p>Bonjour</p>")
    response.set_cookie("seen", "1")
    return response


def _of_somebody(request):
    return HttpResponse("<p>Bonjour</p>", headers={"Cache-Control": "private"})


def _of_any_other_kind(request):
    return HttpResponse("{}", content_type="application/json")


def _in_parts(request):
    return HttpResponse(iter([b"<p>", b"Bonjour", b"</p>"]))


urlpatterns = [
    path("cookie/", _setting_a_cookie),
    path("somebody/", _of_somebody),
    path("kind/", _of_any_other_kind),
    path("parts/", _in_parts),
    *site_addresses,
]


@pytest.mark.parametrize("address", ["/cookie/", "/somebody/", "/kind/"])
def test_what_is_not_for_everybody_is_not_kept(visitor, settings, django_app, address):
    settings.ROOT_URLCONF = __name__
    for _time in range(3):
        answer = visitor.get(address, cookie="csrftoken=abc")
        assert (answer.code, answer.said) == (200, "fwd=bypass")
    # Once for nobody, then with the cookies of whoever asks.
    assert ["HTTP_COOKIE" in environ for environ in django_app.asked] == [False, True, True, True]


def test_an_answer_in_parts_is_kept_whole(visitor, settings):
    settings.ROOT_URLCONF = __name__
    assert [visitor.get("/parts/").body for _time in range(2)] == [b"<p>Bonjour</p>"] * 2
    assert visitor.get("/parts/").said == "hit"


def test_feeds_and_the_sitemap_are_kept_too(home, visitor):
    PostPageFactory(parent=BlogIndexPageFactory(parent=home, slug="blog"))
    for address in ("/rss/", "/atom/", "/sitemap.xml"):
        first, second = visitor.get(address), visitor.get(address)
        assert (first.said, second.said) == ("fwd=miss; stored", "hit")
        assert second.headers["Cache-Control"] == "public, no-cache"
        assert visitor.get(address, if_none_match=second.headers["ETag"]).code == 304


def test_what_is_asked_for_least_gives_way(home, pages, django_app, settings):
    settings.PAGE_CACHE = settings.PAGE_CACHE | {"BYTES": 60_000}
    layer = PageCache(django_app)
    visitor = Visitor(layer)
    for number in range(12):
        ContentPageFactory(parent=home, slug=f"page-{number}")
    for number in range(12):
        visitor.get("/page-0/")
        visitor.get(f"/page-{number}/")
        assert layer.memory.size <= 60_000
    assert visitor.get("/page-0/").said == "hit"
    assert len(layer.memory) < 12


def test_a_crowd_before_a_cold_page_has_it_rendered_once(pages):
    """Before two layers, as two processes have them."""
    crowd, together = 40, threading.Barrier(40)

    def application(environ, start_response):
        start_response("200 OK", [("Content-Type", "text/html; charset=utf-8")])
        return [b"<p>Bonjour</p>"]

    counted = Counted(application)
    layers, answers = [PageCache(counted), PageCache(counted)], []

    def ask(number):
        together.wait()
        answers.append(Visitor(layers[number % 2]).get("/"))

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(crowd)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(counted.asked) == 1
    assert {answer.body for answer in answers} == {b"<p>Bonjour</p>"}
    assert sum(answer.said == "fwd=miss; stored" for answer in answers) == 1
    assert len(answers) == crowd


def test_a_former_generation_is_not_given_whatever_lies_about(page, visitor, layer):
    visitor.get("/guichet/")
    generations.shared().renew()
    assert visitor.get("/guichet/").said == "fwd=miss; stored"

"""The check of links, through its command; other sites are played by a server of this machine."""

import datetime
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
import time_machine
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st
from wagtail.contrib.redirects.models import Redirect

from desk.care import asking, external
from desk.care.asking import Asker, Pace, is_public, open_session
from desk.care.models import Address, Finding, Kind
from tests.factories import (
    BlogIndexPageFactory,
    BookPageFactory,
    CollectionPageFactory,
    ContentPageFactory,
    DocumentFactory,
    EpisodePageFactory,
    PersonFactory,
    PostPageFactory,
    PublicationIndexPageFactory,
    UserFactory,
    VideoSeriesPageFactory,
)

FIRST_DAY = datetime.datetime(2026, 3, 2, 3, tzinfo=datetime.UTC)
DAY = datetime.timedelta(days=1)


class Elsewhere:
    """Another site: what it answers by path, and what it was asked."""

    def __init__(self):
        self.answers: dict[str, tuple] = {}
        self.asked: list[tuple[str, str]] = []
        self.agents: set[str] = set()
        #: Paths whose answer promises more than it ever sends.
        self.endless: set[str] = set()
        elsewhere = self

        class Handler(BaseHTTPRequestHandler):
            def answer(self):
                elsewhere.asked.append((self.command, self.path))
                elsewhere.agents.add(self.headers["User-Agent"])
                status, headers = elsewhere.answers.get(self.path, (200, {}))
                if callable(status):
                    status = status(self.command)
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                length = "1000000" if self.command == "GET" and self.path in elsewhere.endless else "0"
                self.send_header("Content-Length", length)
                self.end_headers()

            do_GET = do_HEAD = answer

            def log_message(self, *args):
                """Says nothing."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"

    def __enter__(self):
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_error):
        self.server.shutdown()
        self.server.server_close()


@pytest.fixture
def elsewhere():
    with Elsewhere() as server:
        yield server


class Clock:
    """Time as the pace sees it: sleeping makes it go on."""

    def __init__(self):
        self.now, self.slept = 0.0, []

    def sleep(self, seconds):
        self.slept.append(seconds)
        self.now += seconds


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def check(clock):
    """Runs the command on a day; every machine may be asked, unless it is said otherwise."""

    def run(day=0, *, is_allowed=lambda _address: True, **options):
        with open_session(is_allowed) as session, time_machine.travel(FIRST_DAY + day * DAY, tick=False):
            pace = Pace(clock=lambda: clock.now, sleep=clock.sleep)
            call_command("check_links", verbosity=0, asker=Asker(session, pace), **options)

    return run


def paragraph(html):
    return [("paragraph", html)]


def page_linking_to(home, *urls, **values):
    links = "".join(f'<p><a href="{url}">un lien</a></p>' for url in urls)
    return ContentPageFactory(parent=home, body=paragraph(links), **values)


def found(kind=None) -> dict[str, str]:
    """Subjects of what is to do, and why."""
    findings = Finding.objects.open()
    return dict((findings.filter(kind=kind) if kind else findings).values_list("subject", "reason"))


# Within the site


def test_links_to_what_is_not_there_any_more(home, check):
    there = ContentPageFactory(parent=home, title="Là")
    draft = ContentPageFactory(parent=home, title="Retirée", live=False)
    document = DocumentFactory()
    body = "".join(
        f'<a linktype="{kind}" id="{pk}">un lien</a>'
        for kind, pk in (
            ("page", there.pk),
            ("page", draft.pk),
            ("page", 999_999),
            ("document", document.pk),
            ("document", 999_999),
        )
    )
    ContentPageFactory(parent=home, body=paragraph(f"<p>{body}</p>"))

    check()

    assert found() == {
        f"page:{draft.pk}": "unpublished",
        "page:999999": "deleted",
        "document:999999": "deleted",
    }
    assert Finding.objects.get(subject=f"page:{draft.pk}").label == "Retirée"


def test_addresses_of_the_site_itself(home, check):
    PostPageFactory(parent=BlogIndexPageFactory(parent=home, slug="blog"), slug="la")
    document = DocumentFactory()
    Redirect.objects.create(old_path="/ancienne", redirect_link="/blog/")
    alive = [
        "/",
        "/blog/",
        "/blog",
        "/blog/la/#notes",
        "/blog/rss/",
        "/recherche/?q=rien",
        "/en/search/",
        "/ancienne/",
        "/robots.txt",
        document.url,
        "http://localhost/blog/",
        "#plus-bas",
        "mailto:contact@example.org",
    ]
    dead = [
        "/blog/absent/",
        "/documents/999999/note.pdf",
        "/media/absent.pdf",
        "/media/../secret",
        "/en/blog/",
    ]
    page_linking_to(home, *alive, *dead, "http://localhost/perdue/")

    check()

    assert found() == dict.fromkeys([*dead, "/perdue/"], "missing")


def test_it_is_said_where_each_stands(home, check):
    block = "11111111-1111-4111-8111-111111111111"
    page = ContentPageFactory(parent=home)
    page.body = [
        {
            "type": "callout",
            "id": block,
            "value": {"title": "", "text": '<a href="/perdue/">x</a>', "tone": "info"},
        }
    ]
    page.save()

    check()

    place = Finding.objects.get().places.get()
    assert place.holder == page.page_ptr
    assert (place.content_path, place.model_path) == (f"body.{block}.text", "body.callout.text")


def test_every_kind_of_block_and_field_is_read(home, check):
    """One address each in a button, a quote, a list, a table, notes, cards, a field and a child row."""
    missing = 999_999
    ContentPageFactory(
        parent=home,
        body=[
            (
                "call_to_action",
                {
                    "title": "x",
                    "text": "",
                    "ground": "yellow",
                    "link": {"page": None, "url": "/bouton/", "label": "x"},
                },
            ),
            ("accordion", {"items": [{"title": "x", "text": '<p><a href="/accordeon/">x</a></p>'}]}),
            ("footnotes", {"notes": ['<p><a href="/note/">x</a></p>']}),
            ("quote", {"text": "x", "attribution": "", "source_url": "http://localhost/citation/"}),
        ],
    )
    cards = ContentPageFactory(parent=home)
    cards.body = [{"type": "page_cards", "value": {"title": "", "pages": [missing]}}]
    cards.save()
    collection = CollectionPageFactory(parent=PublicationIndexPageFactory(parent=home))
    book = BookPageFactory(parent=collection, buy_url="http://localhost/acheter/")
    book.reviews.create(source="Une revue", url="http://localhost/revue/")
    book.save()
    PersonFactory(url="http://localhost/personne/")

    check()

    assert set(found()) == {
        "/bouton/",
        "/accordeon/",
        "/note/",
        "/citation/",
        f"page:{missing}",
        "/acheter/",
        "/revue/",
        "/personne/",
    }


def test_drafts_and_closed_pages_are_nobody_s_trouble(home, check):
    page_linking_to(home, "/perdue/", live=False)
    closed = page_linking_to(home, "/perdue/")
    closed.view_restrictions.create(restriction_type="password", password="sesame")

    check()

    assert found() == {}


def test_what_is_mended_closes_by_itself(home, check):
    page = page_linking_to(home, "/perdue/")
    check()
    page.body = paragraph("<p>Plus rien.</p>")
    page.save()

    check(1)

    finding = Finding.objects.get()
    assert finding.state == Finding.State.GONE
    assert finding.gone_at == FIRST_DAY + DAY
    assert finding.places.get().holder == page.page_ptr


def test_what_is_not_mended_comes_back_after_it_was_declared_done(home, check, client, superuser):
    page_linking_to(home, "/perdue/")
    check()
    finding = Finding.objects.get()
    finding.state, finding.done_at, finding.done_by = Finding.State.DONE, FIRST_DAY, superuser
    finding.save()

    check(1)

    finding.refresh_from_db()
    assert finding.came_back


def test_running_twice_writes_nothing_twice(home, check):
    page_linking_to(home, "/perdue/")
    check()
    check()

    finding = Finding.objects.get()
    assert finding.places.count() == 1


def test_the_owner_of_the_page_sees_to_it(home, check):
    owner, editor, stranger = UserFactory(is_superuser=True), UserFactory(is_superuser=True), UserFactory()
    page_linking_to(home, "/une/", owner=owner)
    edited = page_linking_to(home, "/deux/", owner=stranger)
    edited.save_revision(user=editor).publish()
    page_linking_to(home, "/trois/", owner=stranger)

    check()

    assert dict(Finding.objects.values_list("subject", "owner__username")) == {
        "/une/": owner.username,
        "/deux/": editor.username,
        "/trois/": None,
    }


def test_pages_cost_no_query_each(home):
    from desk.care.holdings import holdings

    page_linking_to(home, "/blog/")
    list(holdings())
    with CaptureQueriesContext(connection) as few:
        list(holdings())
    for _page in range(20):
        page_linking_to(home, "/blog/")
    with CaptureQueriesContext(connection) as many:
        assert len(list(holdings())) == 21

    assert len(many) == len(few)


# Other sites


def test_a_page_that_answers_is_asked_for_once_a_week(home, check, elsewhere):
    page_linking_to(home, f"{elsewhere.url}/", f"{elsewhere.url}/#plus-bas")

    for day in range(8):
        check(day)

    assert elsewhere.asked == [("HEAD", "/")] * 2
    assert found() == {}


def test_it_says_who_asks(home, check, elsewhere):
    page_linking_to(home, elsewhere.url)

    check()

    assert elsewhere.agents == {"La27eRegion-link-check/1.0 (+http://testserver)"}


@pytest.mark.parametrize("status", [404, 410, 500, 502])
def test_dead_after_two_days_and_not_before(home, check, elsewhere, status):
    elsewhere.answers["/perdue"] = (status, {})
    page_linking_to(home, f"{elsewhere.url}/perdue")

    check()
    check(0.2)
    assert found() == {}

    check(1)
    assert found() == {f"{elsewhere.url}/perdue": str(status)}


def test_a_passing_outage_is_no_death(home, check, elsewhere):
    page_linking_to(home, f"{elsewhere.url}/parfois")
    for day, status in enumerate((500, 200)):
        elsewhere.answers["/parfois"] = (status, {})
        check(day)
    elsewhere.answers["/parfois"] = (500, {})
    check(8)

    assert found() == {}


def test_what_answers_again_closes_by_itself(home, check, elsewhere):
    page_linking_to(home, f"{elsewhere.url}/revenue")
    elsewhere.answers["/revenue"] = (404, {})
    check()
    check(1)
    elsewhere.answers.clear()
    check(8)

    assert Finding.objects.get().state == Finding.State.GONE


@pytest.mark.parametrize("status", [405, 501, 403, 404])
def test_who_answers_headers_wrongly_is_asked_as_a_reader_would(home, check, elsewhere, status):
    elsewhere.answers["/"] = (lambda command: status if command == "HEAD" else 200, {})
    page_linking_to(home, f"{elsewhere.url}/")

    check()

    assert elsewhere.asked == [("HEAD", "/"), ("GET", "/")]
    assert Address.objects.get().failing_since is None


@pytest.mark.parametrize("status", [401, 403, 418])
def test_who_wants_no_robots_is_there(home, check, elsewhere, status):
    elsewhere.answers["/"] = (status, {})
    page_linking_to(home, f"{elsewhere.url}/")
    check()
    check(8)

    assert found() == {}


def test_who_moved_for_good_is_said(home, check, elsewhere):
    elsewhere.answers["/vieille"] = (301, {"Location": "/nouvelle"})
    elsewhere.answers["/nouvelle"] = (308, {"Location": "/neuve"})
    elsewhere.answers["/neuve"] = (302, {"Location": "/passagere"})
    page_linking_to(home, f"{elsewhere.url}/vieille")

    check()

    finding = Finding.objects.get()
    assert (finding.kind, finding.moved_to) == (Kind.MOVED, f"{elsewhere.url}/neuve")


def test_who_moved_for_a_while_is_not(home, check, elsewhere):
    elsewhere.answers["/ici"] = (302, {"Location": "/ailleurs"})
    elsewhere.answers["/ailleurs"] = (301, {"Location": "/la"})
    page_linking_to(home, f"{elsewhere.url}/ici")

    check()

    assert found() == {}


def test_what_a_redirect_says_is_not_read(home, check, elsewhere):
    """A body that is announced and never comes would be waited for."""
    elsewhere.answers["/long"] = (
        lambda method: 405 if method == "HEAD" else 302,
        {
            "Location": "/ailleurs",
            "Content-Type": "text/html",
        },
    )
    elsewhere.endless.add("/long")
    page_linking_to(home, f"{elsewhere.url}/long")
    check()

    assert ("HEAD", "/ailleurs") in elsewhere.asked
    assert found() == {}


def test_redirects_are_followed_so_far_and_no_further(home, check, elsewhere):
    elsewhere.answers["/tourne"] = (302, {"Location": "/tourne"})
    page_linking_to(home, f"{elsewhere.url}/tourne")
    check()
    assert len(elsewhere.asked) == asking.MAX_REDIRECTS + 1

    check(1)
    assert list(found().values()) == ["circles"]


def test_a_host_is_asked_once_a_second(home, check, elsewhere, clock):
    page_linking_to(home, *(f"{elsewhere.url}/{number}" for number in range(4)))

    check()

    assert len(elsewhere.asked) == 4
    assert clock.slept == [1.0, 1.0, 1.0]


def test_a_host_that_asks_for_rest_gets_it(home, check, elsewhere):
    for number in range(3):
        elsewhere.answers[f"/{number}"] = (429, {"Retry-After": str(3 * 86_400)})
    page_linking_to(home, *(f"{elsewhere.url}/{number}" for number in range(3)))

    check()
    check(2)
    assert elsewhere.asked == [("HEAD", "/0")]

    elsewhere.answers.clear()
    check(3)
    assert len(elsewhere.asked) == 4
    assert found() == {}


@pytest.mark.parametrize("asked", ["", "bientôt", "Mon, 02 Mar 2026 04:00:00 GMT", "-5", "9" * 30])
def test_a_rest_that_nobody_understands_lasts_a_day_at_least(home, check, elsewhere, asked):
    elsewhere.answers["/"] = (503, {"Retry-After": asked.encode("ascii", "ignore").decode()})
    page_linking_to(home, f"{elsewhere.url}/")

    check()

    rest = Address.objects.get().next_check - FIRST_DAY
    assert DAY <= rest <= 30 * DAY


def test_a_run_asks_for_so_many_and_the_next_goes_on(home, check, elsewhere):
    page_linking_to(home, f"{elsewhere.url}/", elsewhere.url.replace("127.0.0.1", "localhost.localdomain"))
    hosts = set(Address.objects.values_list("host", flat=True))
    check(limit=0)
    assert elsewhere.asked == []

    check(limit=1)
    waiting = Address.objects.filter(checked_at=None)
    assert waiting.count() == 1
    check(limit=1)
    assert not waiting.exists()
    assert hosts == set()


def test_two_runs_at_once_never_take_the_same(home, elsewhere):
    external.remember([f"{elsewhere.url}/{number}" for number in range(3)])

    first, second = external.take(500), external.take(500)

    assert (len(first), len(second)) == (3, 0)


def test_hosts_take_turns():
    external.remember(
        ["http://a.example/1", "http://a.example/2", "http://b.example/1", "http://b.example/2"]
    )

    assert [address.host for address in external.take(500)] == ["a.example", "b.example"] * 2


def test_addresses_that_nothing_leads_to_are_forgotten(home, check, elsewhere):
    page = page_linking_to(home, f"{elsewhere.url}/")
    check()
    page.body = paragraph("<p>Plus rien.</p>")
    page.save()
    check(1)

    assert not Address.objects.exists()


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("http://nulle-part.invalid/", "unknown-host"),
        ("http://127.0.0.1:1/", "unreachable"),
        ("http://[::1/", None),
    ],
)
def test_who_does_not_answer(home, check, url, reason):
    page_linking_to(home, url)
    check()
    check(1)

    assert found() == ({url: reason} if reason else {})


# Machines that only some can reach


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "10.0.0.1",
        "192.168.1.1",
        "172.16.0.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",  # noqa: S104
        "224.0.0.1",
        "255.255.255.255",
        "::1",
        "::",
        "fe80::1%eth0",
        "fc00::1",
        "ff02::1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "64:ff9b::7f00:1",
        "2002:7f00:1::",
    ],
)
def test_private_addresses_are_not_public(address):
    assert not is_public(address)


@pytest.mark.parametrize("address", ["1.1.1.1", "93.184.216.34", "2606:4700:4700::1111", "::ffff:1.1.1.1"])
def test_public_addresses_are(address):
    assert is_public(address)


@given(st.ip_addresses())
def test_any_address_is_judged(address):
    assert is_public(str(address)) in (True, False)


@pytest.mark.parametrize("name", ["127.0.0.1", "localhost", "2130706433", "0x7f.1"])
def test_a_private_machine_is_never_asked(home, check, elsewhere, name):
    page_linking_to(home, f"{elsewhere.url.replace('127.0.0.1', name)}/secret")
    check(is_allowed=is_public)
    check(1, is_allowed=is_public)

    assert elsewhere.asked == []


def test_nor_is_one_that_a_public_site_sends_to(home, check, elsewhere):
    """The site that sends there is let through by its port alone: both are this machine."""
    elsewhere.answers["/"] = (302, {"Location": f"{elsewhere.url.replace('127.0.0.1', '127.0.0.2')}/secret"})
    page_linking_to(home, f"{elsewhere.url}/")
    check(is_allowed=lambda address: address == "127.0.0.1")
    check(1, is_allowed=lambda address: address == "127.0.0.1")

    assert ("HEAD", "/secret") not in elsewhere.asked
    assert list(found().values()) == ["private"]


@pytest.mark.parametrize("target", ["file:///etc/passwd", "ftp://example.org/", "javascript:alert(1)"])
def test_only_the_web_is_followed(home, check, elsewhere, target):
    elsewhere.answers["/"] = (302, {"Location": target})
    page_linking_to(home, f"{elsewhere.url}/")
    check()

    assert elsewhere.asked == [("HEAD", "/")]
    assert found() == {}


# Films


@pytest.fixture
def cards(elsewhere, monkeypatch):
    """The films' hosts answer from this machine."""
    monkeypatch.setattr(external, "card_url", lambda url: f"{elsewhere.url}/card" if "vimeo" in url else None)


@pytest.fixture
def film(home):
    series = VideoSeriesPageFactory(parent=PublicationIndexPageFactory(parent=home))
    return EpisodePageFactory(parent=series, video_url="https://vimeo.com/76979871")


@pytest.mark.parametrize(("status", "reason"), [(404, "404"), (400, "404"), (401, "closed"), (403, "closed")])
def test_a_vanished_film(film, check, elsewhere, cards, status, reason):
    elsewhere.answers["/card"] = (status, {})
    check()
    check(1)

    finding = Finding.objects.open().get()
    assert (finding.kind, finding.subject, finding.reason) == (Kind.EMBED, film.video_url, reason)
    assert set(elsewhere.asked) == {("GET", "/card")}


def test_a_film_that_is_there(film, check, elsewhere, cards):
    check()
    check(1)

    assert found() == {}


def test_every_host_of_films_is_asked_for_its_card(settings):
    from core.embeds import card_url

    settings.PLAYER_HOSTS = [*settings.PLAYER_HOSTS, "https://tube.example"]

    assert card_url("https://youtu.be/aaaaaaaaaaa").startswith(
        "https://www.youtube.com/oembed?format=json&url=https%3A"
    )
    assert card_url("https://vimeo.com/1").startswith("https://vimeo.com/api/oembed.json?")
    assert card_url("https://dai.ly/x1").startswith("https://www.dailymotion.com/services/oembed?")
    assert card_url(f"https://tube.example/w/{'a' * 22}").startswith("https://tube.example/services/oembed?")
    assert card_url("https://example.org/") is None

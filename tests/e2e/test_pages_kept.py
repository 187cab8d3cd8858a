"""Pages kept as in production: what one visitor is given never reaches another, and is never old."""

import re
import urllib.error
import urllib.request

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import open_page
from tests.e2e.path import VALIDATOR, field, log_in, open_request, say_organisation


def fetch(address, path="/", **headers):
    """(status, headers, text) on a connection of its own: any of the workers may answer."""
    request = urllib.request.Request(f"{address}{path}", headers=headers)
    try:
        with urllib.request.urlopen(request, timeout=15) as response:
            return response.status, response.headers, response.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.headers, error.read().decode()


@pytest.fixture
def address(kept):
    return kept[0]


AMONG_US = """
from home.models import ContentPage, HomePage
from wagtail.models import PageViewRestriction
home = HomePage.objects.get(locale__language_code="fr")
page = ContentPage(title="Entre nous", slug="entre-nous", introduction="Pour l’équipe.")
home.add_child(instance=page)
page.save_revision().publish()
PageViewRestriction.objects.create(page=page, restriction_type="login")
"""


def test_two_browsers_are_given_nothing_of_each_other(browser, address, lay):
    lay(AMONG_US)
    with open_page(browser, address) as editor, open_page(browser, address) as visitor:
        log_in(editor, *VALIDATOR)
        for page in (editor, visitor, editor, visitor):
            page.goto("/entre-nous/")
            if page is editor:
                expect(page.get_by_role("heading", level=1)).to_have_text("Entre nous")
            else:
                expect(page).to_have_url(re.compile("/login/"))
        asked = [page.request.get("/blog/").headers for page in (visitor, editor, visitor)]
        assert [headers["cache-status"] for headers in asked][1:] == ["pages; fwd=bypass", "pages; hit"]
        assert "private" in asked[1]["cache-control"]
        assert "public" in asked[2]["cache-control"]
        # What the team is told in the admin is told to the team.
        assert visitor.request.get("/admin/").url.endswith("/admin/login/?next=/admin/")


def test_what_an_applicant_typed_is_shown_to_nobody_else(browser, address):
    with open_page(browser, address) as applicant, open_page(browser, address) as other:
        open_request(applicant)
        say_organisation(applicant, name="Région Confidentielle")
        for page in (other, applicant, other):
            page.goto("/adhesion/demande/organisation/")
            typed = "Région Confidentielle" if page is applicant else ""
            expect(field(page, "organisation_name")).to_have_value(typed)
        tokens = {
            page.locator("[name=csrfmiddlewaretoken]").first.input_value() for page in (applicant, other)
        }
        assert len(tokens) == 2
        assert "no-store" in other.request.get("/adhesion/demande/organisation/").headers["cache-control"]


def test_languages_are_kept_apart_whatever_a_browser_prefers(address):
    for _time in range(3):
        for path, language in (("/", "fr"), ("/en/", "en")):
            for preferred in ("en", "fr", "de"):
                _status, headers, text = fetch(address, path, **{"Accept-Language": preferred})
                assert f'<html lang="{language}"' in text
                assert headers["Content-Language"] == language


def test_what_another_process_publishes_is_given_by_every_worker_at_once(address, lay):
    for _time in range(10):
        fetch(address, "/blog/")
    for number in range(2):
        title = f"Écrit ailleurs {number}"
        lay(
            "from blog.models import PostPage; page = PostPage.objects.live().order_by('pk').first(); "
            f"page.title = {title!r}; page.save_revision().publish()"
        )
        assert all(title in fetch(address, "/blog/")[2] for _time in range(20))
    # And so is what no signal tells.
    lay(
        "from wagtail.models import Page; "
        "Page.objects.filter(title='Écrit ailleurs 1').update(title='Écrit sans le dire')"
    )
    assert all("Écrit sans le dire" in fetch(address, "/blog/")[2] for _time in range(20))


@pytest.mark.parametrize(
    ("path", "kind", "caching", "is_kept"),
    [
        ("/", "text/html; charset=utf-8", "public, no-cache", True),
        ("/rss/", "application/rss+xml; charset=utf-8", "public, no-cache", True),
        ("/agenda/agenda.ics", "text/calendar; charset=utf-8", "public, no-cache", True),
        ("/sitemap.xml", "application/xml", "public, no-cache", True),
        ("/recherche/?q=guichet", "text/html; charset=utf-8", "public, no-cache", False),
        ("/admin/login/", "text/html; charset=utf-8", None, False),
        ("/adhesion/demande/organisation/", "text/html; charset=utf-8", "private, no-store", False),
        ("/nulle-part/", "text/html; charset=utf-8", "public, no-cache", False),
    ],
)
def test_what_browsers_and_shared_caches_are_told(address, path, kind, caching, is_kept):
    fetch(address, path)
    status, headers, _text = fetch(address, path)
    assert headers["Content-Type"] == kind
    if caching:
        assert set(headers["Cache-Control"].split(", ")) >= set(caching.split(", "))
    else:
        assert "private" in headers["Cache-Control"]
    assert ("hit" in headers["Cache-Status"] or "stored" in headers["Cache-Status"]) == is_kept
    if is_kept:
        assert {"Accept-Encoding", "Cookie"} <= set(headers["Vary"].split(", "))
        assert fetch(address, path, **{"If-None-Match": headers["ETag"]})[0] == 304
    assert status == (404 if path == "/nulle-part/" else 200)

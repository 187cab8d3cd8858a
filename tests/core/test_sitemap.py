"""Sitemap and robots.txt."""

import xml.etree.ElementTree as ElementTree

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation
from wagtail.models import PageViewRestriction

from tests.factories import (
    BlogIndexPageFactory,
    ContentPageFactory,
    HomePageFactory,
    PostPageFactory,
    TerritoriesPageFactory,
    TerritoryFactory,
)

NAMES = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}


@pytest.fixture
def english_home(home, locales):
    return home.copy_for_translation(locales["en"]).specific


def entries(client) -> dict:
    """Path → (last change, {language: path}) of each page listed."""
    response = client.get("/sitemap.xml")
    assert response.status_code == 200
    listed = {}
    for url in ElementTree.fromstring(response.content).findall("s:url", NAMES):  # noqa: S314 - our own
        alternates = {
            link.get("hreflang"): link.get("href").removeprefix("http://localhost")
            for link in url.findall("x:link", NAMES)
        }
        path = url.find("s:loc", NAMES).text.removeprefix("http://localhost")
        listed[path] = (url.findtext("s:lastmod", namespaces=NAMES), alternates)
    return listed


def test_public_pages_of_every_language_with_their_translations(client, home, english_home, locales):
    page = ContentPageFactory(parent=home, slug="association")
    english_home.save_revision().publish()
    translated = page.copy_for_translation(locales["en"])
    translated.slug = "about"
    translated.save_revision().publish()
    listed = entries(client)
    assert set(listed) == {"/", "/en/", "/association/", "/en/about/"}
    assert listed["/association/"][1] == {"fr": "/association/", "en": "/en/about/"}
    assert listed["/en/about/"][1] == listed["/association/"][1]


def test_drafts_private_pages_and_aliases_are_left_out(client, home, english_home, locales):
    english_home.save_revision().publish()
    page = ContentPageFactory(parent=home, slug="superpublic")
    page.copy_for_translation(locales["en"], alias=True)
    ContentPageFactory(parent=home, slug="brouillon", live=False)
    private = ContentPageFactory(parent=home, slug="prive")
    ContentPageFactory(parent=private, slug="dessous")
    PageViewRestriction.objects.create(page=private, restriction_type=PageViewRestriction.LOGIN)
    listed = entries(client)
    assert set(listed) == {"/", "/en/", "/superpublic/"}
    assert listed["/superpublic/"][1] == {}


def test_last_change_follows_publication(client, home):
    page = ContentPageFactory(parent=home, slug="page")
    page.save_revision().publish()
    page.refresh_from_db()
    assert entries(client)["/page/"][0] == page.last_published_at.astimezone().date().isoformat()


def test_other_sites_pages_are_not_ours(client, home):
    stranger = HomePageFactory(parent=home.get_parent(), slug="autre-site")
    ContentPageFactory(parent=stranger, slug="ailleurs")
    assert set(entries(client)) == {"/"}


def test_queries_do_not_grow_with_pages(client, home):
    blog = BlogIndexPageFactory(parent=home)
    counts = []
    for wanted in (3, 27):
        for _number in range(wanted):
            PostPageFactory(parent=blog)
        client.get("/sitemap.xml")
        with CaptureQueriesContext(connection) as queries:
            client.get("/sitemap.xml")
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 8


def test_robots_are_told_what_to_leave_alone(client, home):
    response = client.get("/robots.txt")
    assert response["Content-Type"].startswith("text/plain")
    lines = response.content.decode().splitlines()
    assert "User-agent: *" in lines
    assert f"Disallow: {reverse('wagtailadmin_home')}" in lines
    for language in ("fr", "en"):
        with translation.override(language):
            assert f"Disallow: {reverse('search')}" in lines
    assert "Sitemap: http://testserver/sitemap.xml" in lines
    assert "Disallow: /" not in lines


def test_territories_in_which_something_happened(client, home):
    TerritoriesPageFactory(parent=home)
    blog = BlogIndexPageFactory(parent=home)
    PostPageFactory(parent=blog, territory=TerritoryFactory(slug="bretagne"))
    TerritoryFactory(slug="corse")
    listed = entries(client)
    assert "/territoires/bretagne/" in listed
    assert "/territoires/corse/" not in listed

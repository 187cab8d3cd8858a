"""Any page is found in a constant number of queries."""

import pytest
from django.test import RequestFactory
from wagtail.models import PageViewRestriction, Site

from core.serving import find_route
from tests.factories import BlogIndexPageFactory, ContentPageFactory, PostPageFactory


def test_depth_costs_no_query(home, django_assert_num_queries):
    page = home
    for _level in range(4):
        page = ContentPageFactory(parent=page)
        request = RequestFactory().get(page.url)
        Site.find_for_request(request)
        with django_assert_num_queries(2):  # the pages along the path, the specific page
            result = find_route(request, page.url)
            assert not result.page.get_view_restrictions()
        assert result.page == page


def test_breadcrumbs_are_the_live_pages_above(home, client):
    parent = ContentPageFactory(parent=home, title="Parent")
    draft = ContentPageFactory(parent=parent, title="Brouillon", live=False)
    page = ContentPageFactory(parent=draft)
    response = client.get(page.url)
    assert [str(crumb.title) for crumb in response.context["breadcrumbs"]] == ["Accueil", "Parent"]


def test_unknown_and_draft_pages_are_404(home, client):
    draft = ContentPageFactory(parent=home, live=False)
    assert client.get(draft.url).status_code == 404
    assert client.get("/nulle-part/").status_code == 404
    assert client.get("/nulle-part/ni-ici/").status_code == 404


def test_below_a_page_with_routes_of_its_own(home, client):
    blog = BlogIndexPageFactory(parent=home, slug="blog")
    post = PostPageFactory(parent=blog, slug="un-billet")
    assert client.get("/blog/un-billet/").context["page"].specific == post
    assert client.get("/blog/un-billet/rien/").status_code == 404


@pytest.mark.parametrize("where", ["root", "home", "parent", "page"])
def test_a_restriction_anywhere_above_holds(home, client, where):
    parent = ContentPageFactory(parent=home)
    page = ContentPageFactory(parent=parent)
    restricted = {"root": home.get_parent(), "home": home, "parent": parent, "page": page}[where]
    PageViewRestriction.objects.create(page=restricted, restriction_type=PageViewRestriction.LOGIN)
    assert client.get(page.url).status_code == 302
    if where in ("parent", "page"):
        assert client.get(home.url).status_code == 200


def test_a_language_without_home_page_has_no_page(home, client):
    ContentPageFactory(parent=home, slug="ici")
    assert client.get("/ici/").status_code == 200
    assert client.get("/en/ici/").status_code == 404
    assert client.get("/en/").status_code == 404


def test_a_translated_page_is_found_under_its_language(home, locales, client):
    page = ContentPageFactory(parent=home, slug="ici", locale=locales["fr"])
    english = page.copy_for_translation(locales["en"], copy_parents=True)
    english.slug = "here"
    english.save_revision().publish()
    assert client.get("/en/here/").context["page"].specific == english
    assert client.get("/en/ici/").status_code == 404


def test_an_alias_is_under_the_restrictions_of_its_original(home, locales, client):
    page = ContentPageFactory(parent=home, locale=locales["fr"])
    alias = page.copy_for_translation(locales["en"], copy_parents=True, alias=True)
    assert client.get(alias.url).status_code == 200
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
    assert client.get(alias.url).status_code == 302

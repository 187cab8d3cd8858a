"""The home page finds any page below it in a constant number of queries."""

from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page

from tests.factories import BlogIndexPageFactory, ContentPageFactory, PostPageFactory


def test_depth_costs_no_query(home):
    page = home
    counts = []
    for _level in range(4):
        page = ContentPageFactory(parent=page)
        fresh = Page.objects.get(pk=home.pk).specific
        request = RequestFactory().get(page.url)
        with CaptureQueriesContext(connection) as queries:
            result = fresh.route(request, page.url.strip("/").split("/"))
        assert result.page == page
        counts.append(len(queries))
    assert set(counts) == {2}


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

"""An address that was public goes on leading to its page, whatever becomes of the page."""

import pytest
from django.urls import reverse
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page

from tests.factories import (
    BlogIndexPageFactory,
    ContentPageFactory,
    PostPageFactory,
    RoadmapIndexPageFactory,
    RoadmapPageFactory,
)


@pytest.fixture
def blog(home):
    return BlogIndexPageFactory(parent=home, slug="blog")


@pytest.fixture
def post(blog):
    return PostPageFactory(parent=blog, title="Une journée", slug="une-journee")


@pytest.fixture
def rename(staff_client, django_capture_on_commit_callbacks):
    """Gives a page another slug and publishes it in its form."""

    def submit(page, slug):
        url = reverse("wagtailadmin_pages:edit", args=[page.pk])
        form = staff_client.get(url).context["form"]
        streams = [name for name, field in form.fields.items() if hasattr(field, "block")]
        data = {"title": page.title, "slug": slug, "introduction": "Deux phrases.", "action-publish": "on"}
        data |= {f"{name}-count": 0 for name in streams}
        required = [name for name in ("date", "year", "data_licence") if name in form.fields]
        data |= {name: form.initial[name] for name in required}
        for formset in form.formsets.values():
            data |= {f"{formset.prefix}-{name}": 0 for name in ("TOTAL_FORMS", "INITIAL_FORMS")}
        with django_capture_on_commit_callbacks(execute=True):
            response = staff_client.post(url, data)
        assert response.status_code == 302, response.context["form"].errors

    return submit


@pytest.fixture
def move(staff_client, django_capture_on_commit_callbacks):
    def confirm(page, destination):
        url = reverse("wagtailadmin_pages:move_confirm", args=[page.pk, destination.pk])
        with django_capture_on_commit_callbacks(execute=True):
            assert staff_client.post(url).status_code == 302
        assert Page.objects.get(pk=page.pk).get_parent().pk == destination.pk

    return confirm


def leads(client, address):
    """(status, where to) of an address."""
    response = client.get(address)
    return response.status_code, response.headers.get("Location", "")


def test_a_changed_slug_leads_to_the_page(client, post, rename):
    rename(post, "deux-journees")

    assert leads(client, "/blog/une-journee/") == (301, "/blog/deux-journees/")
    assert client.get("/blog/une-journee/").headers["Cache-Control"] == "no-cache"
    # What was asked for with the address is kept.
    assert leads(client, "/blog/une-journee/?de=lettre") == (301, "/blog/deux-journees/?de=lettre")
    # Nothing is sent to a page that nobody asked for.
    assert client.post("/blog/une-journee/").status_code == 404


def test_all_former_addresses_lead_there_in_one_hop(client, post, rename):
    for slug in ("b", "c", "d"):
        rename(post, slug)
    for former in ("une-journee", "b", "c"):
        assert leads(client, f"/blog/{former}/") == (301, "/blog/d/")


def test_a_page_that_comes_back_is_no_loop(client, post, rename):
    rename(post, "b")
    rename(post, "une-journee")

    assert client.get("/blog/une-journee/").status_code == 200
    assert leads(client, "/blog/b/") == (301, "/blog/une-journee/")
    # There again and unpublished: its own address led to itself, for ever.
    post.refresh_from_db()
    post.unpublish()
    assert client.get("/blog/une-journee/").status_code == 404
    assert client.get("/blog/b/").status_code == 404


def test_what_stands_below_a_moved_page_moves_with_it(client, home, move):
    one, other = (ContentPageFactory(parent=home, slug=slug) for slug in ("un", "autre"))
    child = ContentPageFactory(parent=one, slug="enfant")
    draft = ContentPageFactory(parent=one, slug="brouillon", live=False)
    move(one, other)

    assert leads(client, "/un/") == (301, "/autre/un/")
    assert leads(client, "/un/enfant/") == (301, "/autre/un/enfant/")
    assert leads(client, "/un/brouillon/") == (404, "")
    # Public only now, under an address that it once had.
    Page.objects.get(pk=draft.pk).specific.save_revision().publish()
    assert leads(client, "/un/brouillon/") == (301, "/autre/un/brouillon/")
    move(one, home)
    assert client.get(child.url).status_code == 200
    assert leads(client, "/autre/un/enfant/") == (301, "/un/enfant/")


def test_addresses_that_a_page_makes_below_its_own_follow_it(client, home, rename):
    index = RoadmapIndexPageFactory(parent=home, slug="feuilles-de-route")
    RoadmapPageFactory(parent=index, year=2015, slug="2015")
    roadmap = RoadmapPageFactory(parent=index, year=2016, slug="2016")
    comparison = client.get("/feuilles-de-route/2016/comparer/")
    rename(roadmap, "annee-2016")

    assert comparison.status_code == 200
    assert leads(client, "/feuilles-de-route/2016/comparer/") == (
        301,
        "/feuilles-de-route/annee-2016/comparer/",
    )
    assert leads(client, "/feuilles-de-route/2016/comparer/?avec=2015") == (
        301,
        "/feuilles-de-route/annee-2016/comparer/?avec=2015",
    )
    assert leads(client, "/feuilles-de-route/2016/rien-de-tel/") == (404, "")


def test_files_of_a_page_follow_it(client, blog, rename):
    assert client.get("/blog/rss/").status_code == 200
    rename(blog, "carnet")
    assert leads(client, "/blog/rss/") == (301, "/carnet/rss/")
    assert leads(client, "/blog/") == (301, "/carnet/")


def test_english_pages_too(client, locales, home, blog, post, rename):
    for page in (home, blog, post):
        page.copy_for_translation(locales["en"]).save_revision().publish()
    english = post.get_translation(locales["en"])
    rename(english, "a-day")

    assert leads(client, f"/en/blog/{english.slug}/") == (301, "/en/blog/a-day/")
    assert client.get("/blog/une-journee/").status_code == 200


def test_an_address_taken_again_shows_who_took_it(client, blog, post, rename):
    rename(post, "b")
    heir = PostPageFactory(parent=blog, slug="une-journee")

    assert client.get("/blog/une-journee/").status_code == 200
    rename(heir, "c")
    assert leads(client, "/blog/une-journee/") == (301, "/blog/c/")


def test_what_somebody_typed_wins_over_what_was_recorded(client, home, post, rename):
    Redirect.add_redirect("/blog/une-journee", "https://example.org/", is_permanent=False)
    rename(post, "b")

    assert leads(client, "/blog/une-journee/") in {(302, "https://example.org/"), (301, "/blog/b/")}
    assert leads(client, "/blog/une-journee/plus-loin/") == (404, "")


@pytest.mark.parametrize("address", ["/a%00b/", "/" + "x/" * 400, "/%E9/", "//", "/a;b?c", "/?" + "x" * 3000])
def test_strange_addresses_are_not_found(client, home, address):
    assert client.get(address).status_code in {200, 301, 400, 404}


def test_an_address_that_leads_nowhere_costs_one_query_more(client, home, django_assert_max_num_queries):
    client.get("/rien/")
    with django_assert_max_num_queries(12):
        assert client.get("/rien/").status_code == 404

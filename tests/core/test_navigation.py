"""Header and footer, as visitors follow them."""

from django.test import RequestFactory
from wagtail.models import Site

from core.models import Navigation
from tests.factories import ContentPageFactory


def link(page=None, url="", label=""):
    return {"type": "link", "value": {"page": page and page.pk, "url": url, "label": label}}


def make_navigation(locale, header, footer=()):
    return Navigation.objects.create(
        locale=locale,
        header=header,
        join=[],
        footer=[
            {
                "type": "column",
                "value": {
                    "title": title,
                    "links": [{"type": "item", "value": one["value"]} for one in links],
                },
            }
            for title, links in footer
        ],
    )


def test_links_are_resolved_in_one_query(home, locales, django_assert_num_queries):
    pages = [ContentPageFactory(parent=home) for _ in range(5)]
    navigation = make_navigation(
        locales["fr"],
        [link(page) for page in pages],
        [("Le site", [link(pages[0], label="Ici"), link(url="/blog/rss/", label="RSS")])],
    )
    navigation = Navigation.objects.select_related("locale").get(pk=navigation.pk)
    request = RequestFactory().get(pages[2].url)
    Site.find_for_request(request)
    with django_assert_num_queries(1):
        resolved = navigation.resolve(request)
    assert [entry["label"] for entry in resolved["header"]] == [page.title for page in pages]
    assert [entry["current"] for entry in resolved["header"]] == [False, False, True, False, False]
    assert resolved["footer"][0]["links"][1] == {
        "label": "RSS",
        "url": "/blog/rss/",
        "language": "",
        "current": False,
    }


def test_what_is_not_public_is_left_out(home, locales):
    page = ContentPageFactory(parent=home, live=False)
    navigation = make_navigation(
        locales["fr"], [link(page), link(url="https://example.org", label="Ailleurs")]
    )
    resolved = navigation.resolve(RequestFactory().get("/"))
    assert [entry["label"] for entry in resolved["header"]] == ["Ailleurs"]


def test_a_translated_page_takes_the_place_of_the_page_chosen(home, locales):
    page = ContentPageFactory(parent=home, title="L’association", locale=locales["fr"])
    english = page.copy_for_translation(locales["en"], copy_parents=True)
    english.title = "The association"
    english.save_revision().publish()
    navigation = make_navigation(locales["en"], [link(page)])
    assert [entry["label"] for entry in navigation.resolve(RequestFactory().get("/"))["header"]] == [
        "The association"
    ]

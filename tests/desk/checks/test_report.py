"""The report of what is found in all that readers see."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import Locale

from core.models import Navigation
from tests.desk.checks.conftest import picture, stream
from tests.factories import ContentPageFactory, PostPageFactory, UserFactory

ADDRESS = "content_checks"


@pytest.fixture
def listed(client, as_role):
    """Titles of the lines of the report, with these filters."""
    as_role("Rédaction")

    def ask(**filters):
        response = client.get(reverse(ADDRESS), filters)
        assert response.status_code == 200
        return [row.title for row in response.context["object_list"]]

    return ask


@pytest.fixture
def posts(blog, image):
    """One that is stopped, one that is advised, one that is sound, one that nobody sees yet."""
    return [
        PostPageFactory(parent=blog, title="Sans image dite", body=stream(("image", picture(image, alt="")))),
        PostPageFactory(parent=blog, title="Inachevé", body=stream(("paragraph", "<p>À compléter.</p>"))),
        PostPageFactory(parent=blog, title="Sain"),
        PostPageFactory(parent=blog, title="Brouillon", introduction="", live=False),
    ]


def test_pages_that_are_live_are_told_with_what_is_found(posts, listed, client):
    assert listed() == ["Sans image dite", "Inachevé"]
    page = client.get(reverse(ADDRESS)).text
    edit = reverse("wagtailadmin_pages:edit", args=[posts[0].pk])
    assert f'href="{edit}#place=body.b0.image.alt_text"' in page
    assert "Bloque la publication" in page


def test_they_are_chosen_by_check_level_section_and_owner(posts, listed, blog, home):
    owner = UserFactory()
    posts[1].owner = owner
    posts[1].save()
    ContentPageFactory(parent=home, title="Ailleurs", introduction="")
    assert listed(check="to-complete") == ["Inachevé"]
    assert listed(level="blocks") == ["Sans image dite"]
    assert listed(level="advice") == ["Ailleurs", "Inachevé"]
    assert listed(section=blog.pk) == ["Sans image dite", "Inachevé"]
    assert listed(owner=owner.pk) == ["Inachevé"]
    assert listed(check="to-complete", level="blocks") == []


def test_a_filter_that_means_nothing_is_passed_over(posts, listed):
    assert listed(check="nothing", level="x", section="y", owner="z") == ["Sans image dite", "Inachevé"]


def test_links_of_the_navigation_are_looked_at_by_those_who_change_it(posts, blog, client, as_role):
    gone = PostPageFactory(parent=blog)
    link = {"type": "link", "id": "n0", "value": {"page": gone.pk, "url": "", "label": ""}}
    navigation = Navigation.objects.create(locale=Locale.get_default(), header=[link])
    gone.delete()
    edit = reverse("wagtailsnippets_core_navigation:edit", args=[navigation.pk])
    as_role("Validation")
    assert f'href="{edit}#place=header.n0.page"' in client.get(reverse(ADDRESS)).text
    as_role("Rédaction")
    assert edit not in client.get(reverse(ADDRESS)).text


def test_the_menu_leads_there(client, as_role):
    as_role("Rédaction")
    assert reverse(ADDRESS) in client.get(reverse("wagtailadmin_home")).text
    as_role("Adhésions")
    assert reverse(ADDRESS) not in client.get(reverse("wagtailadmin_home")).text


def test_as_many_queries_for_ten_pages_as_for_two_hundred(blog, image, listed):
    def make(number):
        for _ in range(number):
            PostPageFactory(
                parent=blog,
                body=stream(
                    ("image", picture(image, alt="")),
                    ("paragraph", f'<p><a linktype="page" id="{blog.pk}">ici</a></p>'),
                ),
            )

    def queries():
        listed()
        with CaptureQueriesContext(connection) as asked:
            listed()
        return len(asked)

    make(10)
    few = queries()
    make(190)
    assert queries() == few

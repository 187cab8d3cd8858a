"""The side panel of the editor."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.test.utils.form_data import nested_form_data, streamfield

from desk.checks.examining import examine_one
from tests.desk.checks.conftest import picture, stream, typed_picture, typed_text
from tests.factories import ImageFactory, PostPageFactory

pytestmark = pytest.mark.usefixtures("as_role")
PANEL = re.compile(r'data-side-panel="content-checks".*?(?=data-side-panel=|</aside>)', re.DOTALL)
COUNT = re.compile(r'data-side-panel-toggle="content-checks".*?</button>', re.DOTALL)


def edit_url(page):
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def test_the_panel_tells_what_is_found_and_leads_there(draft, as_role, client, image):
    as_role("Rédaction")
    draft.introduction = ""
    draft.body = stream(("image", picture(image, alt="")))
    draft.save_revision(clean=False)

    page = client.get(edit_url(draft)).text

    panel = PANEL.search(page)[0]
    assert "À corriger avant publication" in panel
    assert 'data-content-place="introduction"' in panel
    assert 'data-content-place="body.b0.image.alt_text"' in panel
    assert re.search(r">\s*2\s*<", COUNT.search(page)[0])


def test_wagtail_s_own_checker_stays(draft, as_role, client):
    as_role("Rédaction")
    assert 'data-side-panel="checks"' in client.get(edit_url(draft)).text


def test_the_panel_follows_what_is_saved_in_the_background(draft, as_role, client, image):
    as_role("Rédaction")
    data = nested_form_data(
        {"title": draft.title, "slug": draft.slug, "introduction": "", "date": "2016-01-11", "tags": ""}
        | {"body": streamfield([typed_picture(image, alt=""), typed_text("<p>À compléter.</p>")])}
        | {
            f"{name}-{kind}": 0
            for name in ("post_authors", "comments")
            for kind in ("TOTAL_FORMS", "INITIAL_FORMS")
        }
    )

    saved = client.post(edit_url(draft), data, headers={"accept": "application/json"}).json()

    assert saved["success"]
    assert "Dites en quelques mots" in saved["html"]
    assert "Il reste « À compléter »".replace(" »", "\xa0»").replace("« ", "«\xa0") in saved["html"]
    # The count beside the button of the panel follows as well.
    assert re.search(r"data-side-panel-toggle-counter[^>]*>3<", saved["html"])


def test_the_panel_follows_what_could_not_be_saved(draft, as_role, post_form, image):
    """An address that is taken keeps Wagtail from saving; what is typed is looked at all the same."""
    as_role("Rédaction")
    PostPageFactory(parent=draft.get_parent(), slug="pris")
    draft.slug = "pris"

    response = post_form(
        draft,
        typed_picture(image, alt=""),
        address=f"{edit_url(draft)}?content-checks=",
        title="",
        introduction="",
    )

    assert response.status_code == 200
    assert "Dites en quelques mots" in response.text
    assert "Présentez la page" in response.text
    assert "<form" not in response.text
    draft.refresh_from_db()
    assert not draft.revisions.exists()


def test_only_looking_publishes_nothing(draft, as_role, post_form):
    as_role("Validation")
    response = post_form(draft, address=f"{edit_url(draft)}?content-checks=", action="action-publish")
    assert response.status_code == 200
    draft.refresh_from_db()
    assert not draft.live


def test_a_new_page_has_its_panel(blog, as_role, client):
    as_role("Rédaction")
    page = client.get(reverse("wagtailadmin_pages:add", args=["blog", "postpage", blog.pk])).text
    assert "Présentez la page en deux phrases" in PANEL.search(page)[0]


def test_who_may_not_edit_a_page_does_not_see_its_panel(draft, as_role, client, post_form):
    as_role("Adhésions")
    assert client.get(edit_url(draft)).status_code == 302
    assert post_form(draft, address=f"{edit_url(draft)}?content-checks=").status_code == 302


def test_few_queries_whatever_the_page_holds(draft, blog):
    others = [PostPageFactory(parent=blog) for _ in range(5)]
    images = [ImageFactory() for _ in range(5)]

    def queries(number):
        draft.body = stream(
            *(("image", picture(image)) for image in images[:number]),
            *(("paragraph", f'<a linktype="page" id="{page.pk}">mots</a>') for page in others[:number]),
        )
        draft.save_revision()
        page = draft.get_latest_revision_as_object()
        with CaptureQueriesContext(connection) as asked:
            examine_one(page)
        return len(asked)

    assert queries(1) == queries(5) <= 4

"""Whatever editors do with translated pages, the tree of pages stays whole."""

import io

import pytest
from django.core.management import call_command
from django.test import TestCase
from django.urls import reverse
from wagtail.models import Page, PageLogEntry
from wagtail_localize.models import Translation, TranslationSource

from desk.trash.models import TrashedPage
from tests.factories import BlogIndexPageFactory, ContentPageFactory, PostPageFactory


def assert_sound():
    """No parent counts children that it has not, no page stands nowhere."""
    assert [problem for problem in Page.find_problems() if problem] == []
    output = io.StringIO()
    call_command("fixtree", interactive=False, stdout=output)
    assert "No problems found" in output.getvalue()
    for page in Page.objects.all():
        assert page.numchild == page.get_children().count()


@pytest.fixture
def post(staff_client):
    """Sends a form of the admin, and lets happen what waits for the end of the request."""

    def post(name, *args, data=None, **query):
        with TestCase.captureOnCommitCallbacks(execute=True):
            response = staff_client.post(reverse(name, args=args), data or {})
        assert response.status_code == 302, response.content.decode()[:2000]
        return response

    return post


@pytest.fixture
def translated(home, locales, post):
    """A home, a page, two pages below it, a blog and its post, translated at once with all that is below."""
    parent = ContentPageFactory(parent=home, slug="parent")
    for slug in ("premiere", "seconde"):
        ContentPageFactory(parent=parent, slug=slug)
    PostPageFactory(parent=BlogIndexPageFactory(parent=home, slug="blog"), slug="billet")
    post(
        "wagtail_localize:submit_page_translation",
        home.pk,
        data={"locales": [locales["en"].pk], "include_subtree": "on"},
    )
    assert Page.objects.filter(locale=locales["en"]).count() == 6
    assert_sound()
    return {page.slug: page for page in Page.objects.filter(locale=locales["en"])}


def publish(post, page):
    """As a translator does it: from the screen of the translation."""
    post("wagtailadmin_pages:edit", page.pk, data={"action": "publish"})


def test_a_subtree_translated_at_once_can_be_published_and_visited(translated, post, client, home):
    for page in sorted(translated.values(), key=lambda page: page.path):
        publish(post, page)
    assert_sound()
    client.logout()
    for page in translated.values():
        page.refresh_from_db()
        assert client.get(page.url).status_code == 200


def test_a_subtree_translated_and_published_at_once(home, locales, post, settings, client):
    """Publication waits for the end of the transaction, with what was known of parents at its beginning."""
    settings.WAGTAILLOCALIZE_SYNC_LIVE_STATUS_ON_TRANSLATE = True
    parent = ContentPageFactory(parent=home)
    child = ContentPageFactory(parent=ContentPageFactory(parent=parent))
    post(
        "wagtail_localize:submit_page_translation",
        home.pk,
        data={"locales": [locales["en"].pk], "include_subtree": "on"},
    )
    assert_sound()
    client.logout()
    assert client.get(child.get_translation(locales["en"]).url).status_code == 200


def test_a_child_translated_before_its_parents(home, locales, post):
    parent = ContentPageFactory(parent=home, slug="parent")
    child = ContentPageFactory(parent=parent, slug="enfant")
    post("wagtail_localize:submit_page_translation", child.pk, data={"locales": [locales["en"].pk]})
    assert_sound()
    english = child.get_translation(locales["en"])
    assert [page.alias_of_id for page in english.get_ancestors().filter(depth__gt=1)] == [home.pk, parent.pk]
    post("wagtail_localize:submit_page_translation", parent.pk, data={"locales": [locales["en"].pk]})
    assert_sound()
    assert parent.get_translation(locales["en"]).alias_of_id is None


def test_moving_a_translated_page_and_its_original(translated, post, home, locales):
    first = Page.objects.get(slug="premiere", locale=locales["fr"])
    post("wagtailadmin_pages:move_confirm", first.pk, home.pk)
    assert_sound()
    moved = translated["seconde"]
    post("wagtailadmin_pages:move_confirm", moved.pk, translated["premiere"].pk)
    assert_sound()
    post("wagtailadmin_pages:move_confirm", translated["parent"].pk, translated["blog"].get_parent().pk)
    assert_sound()


def test_unpublishing_a_translation_with_all_below(translated, post):
    for page in sorted(translated.values(), key=lambda page: page.path):
        publish(post, page)
    post("wagtailadmin_pages:unpublish", translated["parent"].pk, data={"include_descendants": "on"})
    assert_sound()
    assert not Page.objects.get(pk=translated["premiere"].pk).live


@pytest.mark.parametrize("slug", ["parent", "seconde", "blog"])
def test_deleting_a_translation_then_translating_again(translated, post, locales, slug):
    original = Page.objects.get(slug=slug, locale=locales["fr"])
    post("wagtailadmin_pages:delete", translated[slug].pk)
    assert_sound()
    assert not original.has_translation(locales["en"])
    Translation.objects.filter(source__object_id=original.translation_key).delete()
    post(
        "wagtail_localize:submit_page_translation",
        original.pk,
        data={"locales": [locales["en"].pk], "include_subtree": "on"},
    )
    assert_sound()
    assert original.has_translation(locales["en"])


@pytest.mark.parametrize("slug", ["parent", "premiere"])
def test_deleting_an_original(translated, post, locales, slug):
    original = Page.objects.get(slug=slug, locale=locales["fr"])
    post("wagtailadmin_pages:delete", original.pk)
    assert_sound()
    assert TrashedPage.objects.get().page_id == original.pk


def test_bringing_a_translation_up_to_date(translated, post, locales):
    original = Page.objects.get(slug="parent", locale=locales["fr"]).specific
    original.title = "Autre titre"
    original.save_revision().publish()
    source = TranslationSource.objects.get(object_id=original.translation_key)
    post("wagtail_localize:update_translations", source.pk, data={"publish_translations": "on"})
    assert_sound()
    assert PageLogEntry.objects.filter(page=translated["parent"].pk).exists()

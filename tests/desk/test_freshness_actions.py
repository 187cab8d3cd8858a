"""From the board to a translation: what changed, bringing it up to date, beginning one."""

import html
import io
import re

import pytest
from django.contrib.messages import get_messages
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from wagtail.models import Page
from wagtail_localize.models import Translation

from desk.freshness.difference import mark_words
from home.adhesion.models import FeeSchedule
from tests.desk.translating import begin, finish, publish, type_words
from tests.factories import BlogIndexPageFactory, ContentPageFactory, PostPageFactory, TermFactory
from users import roles


def address(name, instance, language="en"):
    return reverse(f"freshness_{name}", args=[instance.translation_key, language])


def told(response):
    return [html.unescape(str(message)) for message in get_messages(response.wsgi_request)]


@pytest.fixture
def outdated(page, english_home, locales):
    """A translated page whose French has changed since."""
    translation = finish(begin(page, locales), introduction="A place to work.")
    publish(page, introduction="Un grand lieu pour travailler ensemble.")
    return translation


def test_the_difference_shows_words_and_what_the_english_says(outdated, page, staff_client):
    answer = staff_client.get(address("difference", page))
    (change,) = answer.context["changes"]
    assert (change.kind, change.place, change.translation) == (
        "changed",
        "Introduction",
        "A place to work.",
    )
    assert change.before == "Un lieu pour travailler."
    assert change.after == "Un<ins> grand</ins> lieu pour travailler<ins> ensemble</ins>."
    assert change.after in answer.content.decode()


def test_the_difference_shows_what_was_added_and_what_is_gone(page, english_home, locales, staff_client):
    page.body = [
        ("paragraph", "<p>Premier.</p><p>Deuxième.</p>"),
        ("quote", {"text": "Citation.", "attribution": "", "source_url": ""}),
    ]
    publish(page)
    finish(begin(page, locales))
    page.body[0] = ("paragraph", "<p>Premier.</p>", page.body[0].id)
    del page.body[1]
    page.body.insert(0, ("paragraph", "<p>Nouveau &amp; <b>gras</b>.</p>"))
    publish(page, search_description="Pour les moteurs.")
    changes = staff_client.get(address("difference", page)).context["changes"]
    found = {(change.kind, change.place, change.before, change.after) for change in changes}
    assert ("added", "Texte de la page – Texte", "", "<ins>Nouveau &amp; gras.</ins>") in found
    assert ("removed", "Texte de la page – Citation", "<del>Citation.</del>", "") in found
    assert {change.translation for change in changes if change.kind == "added"} == {""}
    assert "EN Citation." in {change.translation for change in changes if change.kind == "removed"}


def test_a_link_that_leads_elsewhere_is_a_difference(page, english_home, locales, staff_client):
    page.body = [("paragraph", '<p>Lire <a href="https://a.example/">la suite</a>.</p>')]
    publish(page)
    finish(begin(page, locales))
    (block,) = page.body
    page.body[0] = ("paragraph", '<p>Lire <a href="https://b.example/">la suite</a>.</p>', block.id)
    publish(page)
    (change,) = staff_client.get(address("difference", page)).context["changes"]
    assert change.links == ("https://a.example/", "https://b.example/")


def test_what_editors_write_is_escaped(outdated, page, staff_client):
    publish(page, introduction="<script>alert(1)</script> & co")
    content = staff_client.get(address("difference", page)).content.decode()
    assert "<script>alert(1)" not in content
    assert "alert" in content


@given(st.text(max_size=60), st.text(max_size=60))
def test_marks_lose_no_character(before, after):
    def bare(marked, tag):
        return html.unescape(str(marked).replace(f"<{tag}>", "").replace(f"</{tag}>", ""))

    old, new = mark_words(before, after)
    assert (bare(old, "del"), bare(new, "ins")) == (before, after) or "<" in before + after
    assert html.unescape(str(old).replace("<del>", "").replace("</del>", "")).count("<") == before.count("<")
    assert html.unescape(str(new).replace("<ins>", "").replace("</ins>", "")).count("<") == after.count("<")


def test_texts_of_many_pages_are_shown_whole():
    old, new = mark_words("mot " * 3000, "terme " * 3000)
    assert old.startswith("<del>mot mot")
    assert new.startswith("<ins>terme terme")


def test_no_difference_is_said(page, english_home, locales, staff_client):
    finish(begin(page, locales))
    answer = staff_client.get(address("difference", page))
    assert answer.context["changes"] == []
    assert "Rien" in answer.content.decode()


def test_bringing_up_to_date_hands_over_and_publishes_nothing(outdated, page, staff_client):
    english = outdated.get_target_instance()
    before = english.revisions.count()
    answer = staff_client.post(address("sync", page))
    assert answer.url == reverse("wagtailadmin_pages:edit", args=[english.pk])
    assert "Rien n’est encore publié" in told(answer)[0]
    english.refresh_from_db()
    assert english.introduction == "A place to work."
    assert english.revisions.count() == before
    outdated.source.refresh_from_db()
    assert "Un grand lieu" in outdated.source.content_json
    editor = staff_client.get(answer.url)
    assert "Un grand lieu pour travailler ensemble." in editor.content.decode()
    assert staff_client.get(address("difference", page)).context["changes"] == []


def test_bringing_up_to_date_is_asked_for_by_a_form(outdated, page, staff_client):
    assert staff_client.get(address("sync", page)).status_code == 405


@pytest.mark.parametrize(
    ("screen", "name"), [("board", "sync"), ("difference", "sync"), ("board", "translate")]
)
def test_forms_carry_what_lets_them_in(screen, name, home, page, outdated, superuser):
    shown = page if name == "sync" else ContentPageFactory(parent=home, title="Rien encore")
    client = Client(enforce_csrf_checks=True)
    client.force_login(superuser)
    url = address("difference", page) if screen == "difference" else reverse("freshness_board")
    form = client.get(url).content.decode().split(f'action="{address(name, shown)}"')[1].split("</form>")[0]
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', form)[1]
    assert client.post(address(name, shown), {"csrfmiddlewaretoken": token}).status_code == 302
    assert client.post(address(name, shown)).status_code == 403


@pytest.mark.parametrize("name", ["difference", "sync"])
def test_what_has_no_translation_has_no_difference(name, page, staff_client):
    assert staff_client.post(address(name, page)).status_code in (404, 405)
    assert staff_client.get(address(name, page)).status_code in (404, 405)


@pytest.mark.parametrize("name", ["difference", "sync", "translate"])
@pytest.mark.parametrize("language", ["fr", "de"])
def test_french_is_no_translation_and_other_languages_are_unknown(name, language, page, staff_client):
    assert staff_client.post(address(name, page, language)).status_code == 404


def test_a_snippet_is_brought_up_to_date(locales, staff_client):
    term = TermFactory(name="résidence")
    translation = finish(begin(term, locales))
    term.definition = "Un temps passé sur place."
    term.save()
    answer = staff_client.post(address("sync", term))
    english = translation.get_target_instance()
    assert answer.url == reverse("wagtailsnippets_core_term:edit", args=[english.pk])
    assert english.definition == "EN Ce que le mot veut dire."


def test_a_snippet_of_others_is_not_found(as_role, client, locales):
    fee = FeeSchedule.objects.create(year=2016, amount_cents=500_000, conditions="À payer.")
    begin(fee, locales)
    as_role(roles.WRITING)
    for name in ("difference", "sync", "translate"):
        assert client.post(address(name, fee)).status_code in (404, 405)


@pytest.mark.parametrize("role", [roles.WRITING, roles.VALIDATION])
def test_a_missing_translation_is_begun_in_one_click(role, page, english_home, as_role, client, locales):
    as_role(role)
    answer = client.post(address("translate", page))
    english = page.get_translation(locales["en"])
    assert answer.url == reverse("wagtailadmin_pages:edit", args=[english.pk])
    assert not english.live
    assert "brouillon" in told(answer)[0]
    assert Translation.objects.filter(source__object_id=page.translation_key, enabled=True).exists()


def test_a_second_click_leads_to_the_same_translation(page, english_home, staff_client):
    first = staff_client.post(address("translate", page)).url
    assert staff_client.post(address("translate", page)).url == first
    assert Page.objects.filter(translation_key=page.translation_key).count() == 2


def test_an_alias_becomes_a_translation(page, english_home, locales, staff_client):
    alias = page.copy_for_translation(locales["en"], alias=True)
    staff_client.post(address("translate", page))
    alias.refresh_from_db()
    assert alias.alias_of_id is None
    assert Translation.objects.filter(source__object_id=page.translation_key).exists()


def test_a_snippet_is_begun_in_one_click(locales, staff_client):
    term = TermFactory(name="résidence")
    answer = staff_client.post(address("translate", term))
    english = term.get_translation(locales["en"])
    assert answer.url == reverse("wagtailsnippets_core_term:edit", args=[english.pk])


def test_pages_above_without_translation_are_named_first(home, page, staff_client, locales):
    blog = BlogIndexPageFactory(parent=home, title="Blog")
    post = PostPageFactory(parent=blog)
    answer = staff_client.post(address("translate", post))
    assert answer.status_code == 200
    assert [above.title for above in answer.context["above"]] == ["Accueil", "Blog"]
    assert not Page.objects.filter(locale=locales["en"]).exists()


def test_pages_above_stay_french_where_so_chosen(home, staff_client, locales):
    post = PostPageFactory(parent=BlogIndexPageFactory(parent=home, title="Blog"))
    staff_client.post(address("translate", post), {"above": "copy"})
    english = post.get_translation(locales["en"])
    assert english.alias_of_id is None
    assert {page.title for page in english.get_ancestors().filter(alias_of__isnull=False)} == {
        "Accueil",
        "Blog",
    }


@pytest.mark.django_db(transaction=True)
def test_pages_above_are_translated_too_and_the_tree_stays_sound(home, superuser, client, locales):
    client.force_login(superuser)
    post = PostPageFactory(parent=BlogIndexPageFactory(parent=home, title="Blog"))
    answer = client.post(address("translate", post), {"above": "translate"})
    english = post.get_translation(locales["en"])
    assert answer.url == reverse("wagtailadmin_pages:edit", args=[english.pk])
    assert not Page.objects.filter(locale=locales["en"], alias_of__isnull=False).exists()
    assert not any(Page.find_problems())
    report = io.StringIO()
    call_command("fixtree", interactive=False, stdout=report)
    assert "No problems found" in report.getvalue()
    for translation in Translation.objects.order_by("pk"):
        type_words(translation, slug=f"en-{translation.pk}")
        translation.save_target(publish=True)
    english.refresh_from_db()
    assert client.get(english.get_url()).status_code == 200


def test_publishing_in_french_says_what_no_longer_follows(page, english_home, locales, staff_client):
    finish(begin(page, locales))
    form = {
        "title": page.title,
        "slug": page.slug,
        "introduction": "Un lieu de plus.",
        "body-count": 0,
        "comments-TOTAL_FORMS": 0,
        "comments-INITIAL_FORMS": 0,
        "action-publish": "on",
    }
    answer = staff_client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), form)
    assert any("ne suit plus le français" in message for message in told(answer))
    assert any(address("difference", page) in message for message in told(answer))
    staff_client.post(address("sync", page))
    # What was told is read, and told no more.
    staff_client.get(reverse("wagtailadmin_home"))
    answer = staff_client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), form)
    assert not any("ne suit plus le français" in message for message in told(answer))


def test_saving_a_snippet_says_what_no_longer_follows(locales, staff_client):
    term = TermFactory(name="résidence", slug="residence")
    finish(begin(term, locales))
    answer = staff_client.post(
        reverse("wagtailsnippets_core_term:edit", args=[term.pk]),
        {"name": "résidence", "slug": "residence", "definition": "Un temps passé sur place."},
    )
    assert any("ne suit plus le français" in message for message in told(answer))


def test_the_menu_holds_one_report_on_translations(staff_client, home):
    content = staff_client.get(reverse("wagtailadmin_home")).content.decode()
    assert reverse("freshness_board") in content
    assert reverse("wagtail_localize:translations_report") not in content


def test_a_page_without_fields_to_translate_is_left_alone(home, staff_client):
    page = ContentPageFactory(parent=home, title="Sans rien", introduction="")
    assert staff_client.get(address("translate", page)).status_code == 200

"""The freshness board: how each page and snippet stands in English."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail_localize.models import StringTranslation, TranslationSource

from core.models import Term
from desk.freshness.models import Fingerprint
from home.adhesion.models import FeeSchedule
from tests.desk.translating import begin, finish, publish, type_words
from tests.factories import (
    BlogIndexPageFactory,
    ContentPageFactory,
    PostPageFactory,
    TermFactory,
)
from users import roles


@pytest.fixture
def board(staff_client):
    """Original → how it stands in English, as the board shows it."""

    def read(**chosen):
        answer = staff_client.get(reverse("freshness_board"), chosen)
        assert answer.status_code == 200
        return {row.title: row.standings[0] for row in answer.context["object_list"]}

    return read


def test_a_page_that_nobody_translated_is_missing(page, board):
    assert board()["Superpublic"].state == "missing"


def test_an_alias_is_no_translation(page, board, english_home, locales):
    page.copy_for_translation(locales["en"], alias=True)
    assert board()["Superpublic"].state == "missing"


def test_a_page_that_was_never_published_is_left_out(home, board):
    ContentPageFactory(parent=home, title="En chantier", live=False)
    assert "En chantier" not in board()


def test_a_page_taken_off_line_leaves_and_comes_back(page, board):
    page.unpublish()
    assert "Superpublic" not in board()
    publish(page)
    assert "Superpublic" in board()


def test_a_translation_that_was_begun_is_a_draft_and_its_strings_are_counted(
    page, board, english_home, locales
):
    begin(page, locales)
    standing = board()["Superpublic"]
    assert (standing.state, standing.done) == ("draft", 0)
    assert standing.total == 3  # title, introduction, slug


def test_a_published_translation_with_all_its_strings_is_translated(page, board, english_home, locales):
    finish(begin(page, locales))
    standing = board()["Superpublic"]
    assert (standing.state, standing.reason) == ("translated", "")
    assert standing.done == standing.total == 3


def test_out_of_date_since_the_first_publication_that_changed_words(page, board, english_home, locales):
    finish(begin(page, locales))
    publish(page, introduction="Un lieu pour travailler ensemble.")
    first = page.last_published_at
    publish(page, introduction="Un lieu pour travailler et apprendre ensemble.")
    standing = board()["Superpublic"]
    assert (standing.state, standing.reason, standing.since) == ("outdated", "changed", first)


def test_a_publication_that_changes_no_word_leaves_the_translation_up_to_date(
    page, board, english_home, locales
):
    finish(begin(page, locales))
    publish(page, show_in_menus=True)
    assert board()["Superpublic"].state == "translated"


def test_what_is_only_a_draft_in_french_changes_nothing(page, board, english_home, locales):
    finish(begin(page, locales))
    page.introduction = "Un brouillon."
    page.save_revision()
    assert board()["Superpublic"].state == "translated"


def test_words_changed_and_changed_back_are_up_to_date(page, board, english_home, locales):
    finish(begin(page, locales))
    before = page.introduction
    publish(page, introduction="Autre chose.")
    publish(page, introduction=before)
    assert board()["Superpublic"].state == "translated"


def test_a_page_saved_by_code_is_read_again(page, board, english_home, locales):
    finish(begin(page, locales))
    assert board()["Superpublic"].state == "translated"
    page.introduction = "Écrit par un import."
    page.save()
    assert board()["Superpublic"].reason == "changed"


def test_after_syncing_strings_wait_then_their_publication_then_nothing(page, board, english_home, locales):
    translation = finish(begin(page, locales))
    publish(page, introduction="Un lieu pour travailler ensemble.")
    translation.source.update_from_db()
    synced = board()["Superpublic"]
    assert (synced.state, synced.reason, synced.done, synced.total) == ("outdated", "incomplete", 2, 3)
    type_words(translation, slug="superpublic")
    assert board()["Superpublic"].reason == "unpublished"
    finish(translation)
    assert board()["Superpublic"].state == "translated"


def test_a_sentence_that_was_only_removed_waits_for_publication_once_synced(
    page, board, english_home, locales
):
    page.seo_title = "Superpublic, un lieu"
    publish(page)
    translation = finish(begin(page, locales))
    publish(page, seo_title="")
    translation.source.update_from_db()
    standing = board()["Superpublic"]
    assert (standing.state, standing.reason) == ("outdated", "unpublished")


def test_syncing_again_without_a_change_leaves_it_translated(page, board, english_home, locales):
    translation = finish(begin(page, locales))
    translation.source.update_from_db()
    assert board()["Superpublic"].state == "translated"


def test_two_paragraphs_that_are_alike_count_twice(home, board, english_home, locales):
    page = ContentPageFactory(parent=home, title="Deux fois")
    page.body = [("paragraph", "<p>Encore.</p><p>Encore.</p>")]
    publish(page)
    finish(begin(page, locales))
    standing = board()["Deux fois"]
    assert (standing.state, standing.done) == ("translated", standing.total)


def test_a_string_refused_by_wagtail_localize_is_not_translated(page, board, english_home, locales):
    translation = finish(begin(page, locales))
    StringTranslation.objects.filter(context__path="introduction").update(has_error=True)
    assert board()["Superpublic"].reason == "incomplete"
    assert translation.get_progress() == (3, 2)


def test_a_translation_turned_back_into_an_alias_is_missing(page, board, english_home, locales, staff_client):
    english = finish(begin(page, locales)).get_target_instance()
    staff_client.post(reverse("wagtail_localize:convert_to_alias", args=[english.pk]))
    assert board()["Superpublic"].state == "missing"


def test_a_translation_that_was_deleted_is_missing(page, board, english_home, locales):
    finish(begin(page, locales)).get_target_instance().delete()
    assert board()["Superpublic"].state == "missing"
    assert not TranslationSource.objects.filter(object_id=page.translation_key).exists()
    assert Fingerprint.objects.get(pk=page.translation_key).source_digest == ""


def test_an_original_that_was_deleted_leaves_nothing(page, board, english_home, locales):
    board()
    key = page.translation_key
    page.delete()
    assert "Superpublic" not in board()
    assert not Fingerprint.objects.filter(pk=key).exists()


def test_a_translation_taken_off_line_is_a_draft(page, board, english_home, locales):
    finish(begin(page, locales)).get_target_instance().unpublish()
    assert board()["Superpublic"].state == "draft"


def test_a_translation_kept_by_hand_is_judged_by_days(page, board, english_home, locales):
    publish(page)
    english = page.copy_for_translation(locales["en"])
    publish(english)
    assert board()["Superpublic"].state == "translated"
    publish(page, introduction="Un lieu de plus.")
    standing = board()["Superpublic"]
    assert (standing.state, standing.since) == ("outdated", page.last_published_at)
    publish(english)
    assert board()["Superpublic"].state == "translated"


def test_a_translation_that_was_stopped_is_judged_by_days(page, board, english_home, locales):
    translation = finish(begin(page, locales))
    translation.enabled = False
    translation.save()
    assert board()["Superpublic"].state == "translated"
    publish(page, introduction="Un lieu de plus.")
    assert board()["Superpublic"].state == "outdated"
    assert board()["Superpublic"].translation is None


def test_a_snippet_follows_its_french(board, locales):
    term = TermFactory(name="résidence", slug="residence")
    assert board()["résidence"].state == "missing"
    translation = begin(term, locales)
    assert board()["résidence"].reason == "incomplete"
    finish(translation)
    assert board()["résidence"].state == "translated"
    term.definition = "Un temps passé sur place."
    term.save()
    assert board()["résidence"].reason == "changed"
    translation.source.update_from_db()
    finish(translation)
    assert board()["résidence"].state == "translated"


def test_a_snippet_saved_in_part_counts_for_what_was_written(board, locales):
    term = TermFactory(name="résidence")
    finish(begin(term, locales))
    term.definition, term.forms = "Jamais écrit.", "résidences"
    term.save(update_fields=["slug"])
    assert board()["résidence"].state == "translated"
    term.save(update_fields=["forms"])
    assert board()["résidence"].reason == "changed"
    assert Term.objects.get(pk=term.pk).definition == "Ce que le mot veut dire."


def test_longest_out_of_date_first_then_drafts_then_what_is_missing(home, board, english_home, locales):
    late, later, draft, fresh = (
        ContentPageFactory(parent=home, title=title) for title in ("Tard", "Plus tard", "Ébauche", "À jour")
    )
    ContentPageFactory(parent=home, title="Rien")
    for page in (late, later, fresh):
        finish(begin(page, locales))
    begin(draft, locales)
    publish(late, introduction="Une phrase de plus.")
    publish(later, introduction="Une phrase de plus.")
    Fingerprint.objects.filter(pk=later.translation_key).update(
        differs_since=timezone.now() - datetime.timedelta(days=30)
    )
    assert [*board()] == ["Plus tard", "Tard", "Ébauche", "Rien", "Accueil", "À jour"]


def test_filters_and_search(home, board, english_home, locales):
    blog = BlogIndexPageFactory(parent=home, title="Blog")
    PostPageFactory(parent=blog, title="À l’école")
    ContentPageFactory(parent=home, title="Superpublic")
    TermFactory(name="résidence")
    assert {*board(state="translated")} == {"Accueil"}
    assert {*board(state="missing", language="en")} == {"Blog", "À l’école", "Superpublic", "résidence"}
    assert {*board(kind="core.term")} == {"résidence"}
    assert {*board(kind="blog.postpage")} == {"À l’école"}
    assert {*board(section=blog.pk)} == {"Blog", "À l’école"}
    assert {*board(q="ecole")} == {"À l’école"}
    assert board(q="rien de tel") == {}
    assert len(board(state="nonsense")) == 5


def test_a_long_list_comes_in_pages(home, board, locales):
    for number in range(60):
        TermFactory(name=f"mot {number:03}")
    assert len(board()) == 50
    assert len(board(p=2)) == 11


def test_a_title_that_is_long_or_holds_signs_is_shown_as_text(home, staff_client):
    title = "<b>" + "Anticonstitutionnellement" * 9
    ContentPageFactory(parent=home, title=title, slug="long")
    answer = staff_client.get(reverse("freshness_board"))
    assert "&lt;b&gt;Anticonst" in answer.content.decode()
    assert "<b>Anticonst" not in answer.content.decode()


def test_nothing_published_is_an_empty_board(home, board, staff_client):
    home.unpublish()
    assert board() == {}
    assert staff_client.get(reverse("wagtailadmin_home")).status_code == 200


def test_as_many_queries_for_many_as_for_few(home, english_home, locales, staff_client):
    def count(address):
        staff_client.get(address)
        with CaptureQueriesContext(connection) as queries:
            assert staff_client.get(address).status_code == 200
        return len(queries)

    def grow(number):
        for _number in range(number // 2):
            ContentPageFactory(parent=home)
            TermFactory()
        finish(begin(ContentPageFactory(parent=home), locales))
        begin(TermFactory(), locales)

    addresses = [reverse("freshness_board"), reverse("wagtailadmin_home")]
    grow(10)
    few = [count(address) for address in addresses]
    grow(200)
    assert [count(address) for address in addresses] == few
    assert few[0] <= 16


@pytest.mark.parametrize("role", [roles.WRITING, roles.VALIDATION, roles.ADMINISTRATION])
def test_those_who_translate_see_the_figures_and_the_entry(role, as_role, page, client):
    as_role(role)
    answer = client.get(reverse("wagtailadmin_home")).content.decode()
    assert reverse("freshness_board") + "?language=en&amp;state=missing" in answer


def test_memberships_see_neither_figures_nor_board(as_role, page, client):
    as_role(roles.MEMBERSHIPS)
    assert reverse("freshness_board") not in client.get(reverse("wagtailadmin_home")).content.decode()
    assert client.get(reverse("freshness_board")).status_code in (302, 403)


def test_a_writer_is_not_shown_snippets_that_are_not_hers_to_change(as_role, page, client):
    FeeSchedule.objects.create(year=2016, amount_cents=500_000)
    as_role(roles.WRITING)
    titles = {row.title for row in client.get(reverse("freshness_board")).context["object_list"]}
    assert titles == {"Accueil", "Superpublic"}
    as_role(roles.ADMINISTRATION)
    titles = {row.title for row in client.get(reverse("freshness_board")).context["object_list"]}
    assert "2016" in titles


def test_a_block_that_lacks_a_field_stops_neither_publication_nor_board(home, board, caplog):
    page = ContentPageFactory(parent=home, title="Ancienne")
    page.body = [("quote", {})]
    publish(page)
    assert board()["Ancienne"].state == "missing"
    assert "cannot be told" in caplog.text

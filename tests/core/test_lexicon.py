"""Words of the house in running text: what an editor may mark, and what a reader sees of it."""

import re

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from django.utils.safestring import SafeString
from hypothesis import given
from hypothesis import strategies as st
from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter
from wagtail.blocks import StreamBlockValidationError
from wagtail.models import PageViewRestriction
from wagtail_localize.strings import extract_strings, restore_strings

from core import lexicon
from core.blocks import ArticleStream
from core.models import Term
from core.typography import typeset
from tests.factories import (
    BlogIndexPageFactory,
    ContentPageFactory,
    LexiconPageFactory,
    PostPageFactory,
    TermFactory,
)


@pytest.fixture
def do_tank(locales):
    return TermFactory(
        name="do-tank",
        slug="do-tank",
        forms="do-tanks, Faiseur",
        definition="Un lieu qui fait avant de dire.",
    )


@pytest.fixture
def lexicon_page(home):
    return LexiconPageFactory(parent=home)


def stream(*blocks):
    return ArticleStream().to_python([{"type": kind, "value": value} for kind, value in blocks])


def paragraphs(*texts):
    return [{"type": "paragraph", "value": f"<p>{text}</p>"} for text in texts]


def soup_of(client, page):
    response = client.get(page.url)
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def visible(html):
    """Text as it reads while no definition is open."""
    soup = BeautifulSoup(html, "html.parser")
    for hidden in soup.select("[popover], [hidden]"):
        hidden.decompose()
    return soup.get_text()


def test_a_marked_word_opens_its_definition(client, home, lexicon_page, do_tank):
    page = ContentPageFactory(parent=home, body=paragraphs("Un <abbr>Do‐Tank</abbr>, vous savez."))
    soup = soup_of(client, page)
    button = soup.select_one("button.term")
    assert button.get_text() == "Do‐Tank"
    assert button["type"] == "button"
    note = soup.find(id=button["popovertarget"])
    assert note.has_attr("popover")
    assert note.find_parent("p") == button.find_parent("p")
    assert "Un lieu qui fait avant de dire." in note.get_text()
    assert note.a["href"] == f"{lexicon_page.url}#do-tank"
    assert soup.find(id=button["aria-describedby"]).has_attr("hidden")
    assert "abbr" not in str(soup)


def test_a_definition_stands_once_on_a_page(client, home, lexicon_page, do_tank):
    texts = ["<abbr>do-tank</abbr> et <abbr>do-tanks</abbr>", "<abbr>DO-TANK</abbr>, <abbr>faiseur</abbr>"]
    soup = soup_of(client, ContentPageFactory(parent=home, body=paragraphs(*texts)))
    assert [button["popovertarget"] for button in soup.select("button.term")] == ["term_do-tank"] * 4
    assert len(soup.select("[popover]")) == 1
    assert len(soup.select("#term_hint")) == 1


def test_ids_are_unique_with_two_streams_of_one_request(home, do_tank):
    request = RequestFactory().get("/")
    html = "".join(lexicon.explain("<p><abbr>do-tank</abbr></p>", request) for _ in range(2))
    ids = re.findall(r'id="([^"]+)"', html)
    assert sorted(ids) == sorted(set(ids))


@pytest.mark.parametrize(
    "html",
    [
        '<a href="/">un <abbr>do-tank</abbr></a>',
        "<h2>Un <abbr>do-tank</abbr></h2>",
        "<summary>Un <abbr>do-tank</abbr></summary>",
        "<button>Un <abbr>do-tank</abbr></button>",
        '<p><abbr>do-<a href="/">tank</a></abbr></p>',
        "<p>un <abbr>inconnu</abbr></p>",
    ],
)
def test_where_no_button_may_stand_a_word_stays_a_word(do_tank, html):
    explained = lexicon.explain(html)
    assert explained == lexicon.without_marks(html)


def test_a_space_marked_by_the_way_is_not_lost(do_tank):
    explained = lexicon.explain("<p>un<abbr> do-tank </abbr>ici <abbr> </abbr>.</p>")
    assert visible(explained) == "un do-tank ici  ."
    assert ">do-tank</button>" in explained
    assert lexicon.unknown_words("<p><abbr> Do-tank </abbr><abbr> </abbr></p>") == []


def test_after_a_link_a_word_is_explained_again(do_tank):
    assert 'class="term"' in lexicon.explain('<p><a href="/">lien</a> <abbr>do-tank</abbr></p>')


def test_words_are_those_of_the_language_read(locales, do_tank):
    TermFactory(name="do-tank", slug="do-tank", definition="A place that does.", locale=locales["en"])
    assert "avant de dire" in lexicon.explain("<abbr>do-tank</abbr>")
    with translation.override("en"):
        assert "A place that does." in lexicon.explain("<abbr>do-tank</abbr>")


def test_text_that_nobody_translated_is_explained_in_its_own_language(locales, home, do_tank):
    page = ContentPageFactory(parent=home, body=paragraphs("<abbr>do-tank</abbr>"))
    home.copy_for_translation(locales["en"])
    alias = page.copy_for_translation(locales["en"], alias=True)
    with translation.override("en"):
        assert "avant de dire" in lexicon.explain("<abbr>do-tank</abbr>", page=alias)


def test_definitions_are_escaped_and_typeset(locales):
    TermFactory(name="x", slug="x", definition="<script>a</script> vrai ?")
    html = lexicon.explain("<p><abbr>x</abbr></p>")
    assert "<script>" not in html
    assert "vrai\u202f?" in html


def test_typography_inside_a_mark_changes_nothing_of_its_meaning(locales):
    TermFactory(name="laboratoire d'innovation", slug="labo")
    TermFactory(name="27e siècle", slug="siecle")
    for source in ("<abbr>laboratoire d'innovation</abbr>", "<abbr>27e siècle</abbr>"):
        printed = typeset(SafeString(source))
        assert str(printed) != source
        assert 'class="term"' in lexicon.explain(printed)


def test_queries_do_not_grow_with_terms(client, home, lexicon_page, count_queries, do_tank):
    none = ContentPageFactory(parent=home, body=paragraphs("rien"))
    one = ContentPageFactory(parent=home, body=paragraphs("<abbr>do-tank</abbr>"))
    names = [TermFactory().name for _ in range(200)]
    many = ContentPageFactory(parent=home, body=paragraphs(*(f"<abbr>{name}</abbr>" for name in names)))
    counts = [count_queries(page.url) for page in (none, one, many)]
    assert counts == [counts[0], counts[0] + 1, counts[0] + 1]
    assert counts[2] <= 12


def test_a_changed_definition_is_read_at_once(client, home, lexicon_page, do_tank):
    page = ContentPageFactory(parent=home, body=paragraphs("<abbr>do-tank</abbr>"))
    assert "avant de dire" in str(soup_of(client, page))
    do_tank.definition = "Autre chose."
    do_tank.save()
    assert "Autre chose." in str(soup_of(client, page))
    Term.objects.update(definition="Encore autre chose.")
    assert "Encore autre chose." in str(soup_of(client, page))
    do_tank.delete()
    assert not soup_of(client, page).select("button.term")


def test_a_lexicon_that_nobody_may_read_is_not_led_to(client, home, lexicon_page, do_tank):
    page = ContentPageFactory(parent=home, body=paragraphs("<abbr>do-tank</abbr>"))
    assert soup_of(client, page).select("a.term-more")
    restriction = PageViewRestriction.objects.create(page=lexicon_page, restriction_type="login")
    assert not soup_of(client, page).select("a.term-more")
    restriction.delete()
    assert soup_of(client, page).select("a.term-more")
    lexicon_page.unpublish()
    soup = soup_of(client, page)
    assert soup.select("button.term")
    assert not soup.select("a.term-more")


def test_a_lexicon_that_moved_is_led_to_where_it_is(client, home, lexicon_page, do_tank):
    page = ContentPageFactory(parent=home, body=paragraphs("<abbr>do-tank</abbr>"))
    soup_of(client, page)
    lexicon_page.slug = "vocabulaire"
    lexicon_page.save_revision().publish()
    assert soup_of(client, page).select_one("a.term-more")["href"] == f"{home.url}vocabulaire/#do-tank"


def test_the_lexicon_of_the_language_read_is_led_to_first(locales, home, lexicon_page, do_tank):
    def way():
        return BeautifulSoup(lexicon.explain("<abbr>do-tank</abbr>"), "html.parser").select_one("a.term-more")

    TermFactory(name="do-tank", slug="do-tank", locale=locales["en"])
    with translation.override("en"):
        assert way() is None
    english = lexicon_page.copy_for_translation(locales["en"], copy_parents=True)
    english.get_latest_revision().publish()
    english.get_ancestors().filter(depth__gt=1).update(live=True)
    with translation.override("en"):
        assert way()["href"].startswith("/en/")
    assert way()["href"] == f"{lexicon_page.url}#do-tank"


def test_nothing_is_asked_where_nothing_is_marked(db):
    with CaptureQueriesContext(connection) as queries:
        assert lexicon.explain("<p>rien</p>") == "<p>rien</p>"
        assert lexicon.unknown_words("<p>rien</p>") == []
    assert not queries.captured_queries


def test_a_feed_has_the_word_alone(client, home, lexicon_page, do_tank):
    blog = BlogIndexPageFactory(parent=home)
    PostPageFactory(parent=blog, body=paragraphs("Un <abbr>do-tank</abbr>, donc."))
    feed = client.get(f"{blog.url}rss/").content.decode()
    assert "Un do-tank, donc." in feed
    assert "avant de dire" not in feed
    assert "term" not in feed.split("content:encoded")[1]


def test_the_search_index_has_the_word_alone(do_tank):
    block = ArticleStream().child_blocks["paragraph"]
    value = block.to_python("<p>Un <abbr>do-tank</abbr>, donc.</p>")
    assert block.get_searchable_content(value) == ["Un do-tank, donc."]


@pytest.mark.parametrize("name", ["paragraph", "callout", "accordion"])
def test_a_word_of_no_lexicon_keeps_a_text_from_being_published(do_tank, name):
    text = "<p>un <abbr>do-tank</abbr> ou un <abbr>truc</abbr></p>"
    values = {
        "paragraph": text,
        "callout": {"title": "", "text": text, "tone": "info"},
        "accordion": {"items": [{"title": "a", "text": text}]},
    }
    block, value = ArticleStream(), stream((name, values[name]))
    with pytest.raises(StreamBlockValidationError) as refusal:
        block.clean(value)
    assert "truc" in str(refusal.value.as_json_data())
    assert "do-tank" not in str(refusal.value.as_json_data())
    assert block.clean_deferred(value)
    TermFactory(name="truc")
    assert block.clean(value)


def test_a_word_of_another_language_is_accepted(locales):
    TermFactory(name="roadmap", locale=locales["en"])
    assert ArticleStream().clean(stream(("paragraph", "<p><abbr>roadmap</abbr></p>")))


def test_a_mark_survives_the_editor(locales):
    html = "<p>un <abbr>do-tank</abbr> <b>gras</b></p>"
    features = ArticleStream().child_blocks["paragraph"].features
    converter = ContentstateConverter(features)
    again = converter.to_database_format(converter.from_database_format(html))
    assert re.sub(r' data-block-key="\w+"', "", again) == html


def test_a_mark_survives_translation():
    html = "<p>un <abbr>do-tank</abbr> et <b>plus</b></p>"
    template, strings = extract_strings(html)
    assert restore_strings(template, strings) == html


@pytest.mark.parametrize(
    ("changes", "wrong"),
    [
        ({"name": "Do-Tank"}, "name"),
        ({"name": "FAISEUR"}, "name"),
        ({"name": "autre", "forms": "dô-tanks"}, "forms"),
    ],
)
def test_two_entries_may_not_claim_one_word(do_tank, locales, changes, wrong):
    term = Term(**({"slug": "autre", "definition": "…", "locale": locales["fr"], "forms": ""} | changes))
    with pytest.raises(ValidationError) as refusal:
        term.full_clean()
    assert "do-tank" in str(refusal.value.message_dict[wrong])
    term.locale = locales["en"]
    term.full_clean()


def test_an_entry_may_be_saved_again(do_tank):
    do_tank.full_clean()


def test_the_list_of_terms_shows_names_of_one_language(staff_client, do_tank, locales):
    TermFactory(name="roadmap", locale=locales["en"])
    html = staff_client.get("/admin/snippets/core/term/", {"locale": "fr"}).content.decode()
    assert "do-tank" in html
    assert "roadmap" not in html


MARKUP = [
    "<abbr>",
    "</abbr>",
    "<p>",
    "</p>",
    '<a href="/">',
    "</a>",
    "<h2>",
    "</h2>",
    "<b>",
    "</b>",
    "do-tank",
    "<",
    "&amp;",
]


@given(
    st.lists(
        st.sampled_from(MARKUP) | st.text(max_size=4).map(lambda text: text.replace("<", "")), max_size=14
    )
)
def test_no_word_is_lost_or_doubled(pieces):
    html = "".join(pieces)
    term = Term(name="do-tank", slug="do-tank", definition="Fait.")
    entries = {"do-tank": term}
    request = RequestFactory().get("/")
    with translation.override("fr"):
        request._lexicon_fr = lexicon.Explained(entries, "")
        explained = lexicon.explain(html, request)
    assert visible(explained) == BeautifulSoup(lexicon.without_marks(html), "html.parser").get_text()
    soup = BeautifulSoup(explained, "html.parser")
    assert len(soup.select("[popover]")) <= 1
    assert not soup.select("a button, h2 button, button a")


@given(st.text())
def test_a_folded_word_folds_no_further(word):
    assert lexicon.fold(lexicon.fold(word)) == lexicon.fold(word)

"""The page of the lexicon."""

import json

import pytest
from bs4 import BeautifulSoup

from core.models import Term
from home.models import LexiconPage
from tests.factories import LexiconPageFactory, TermFactory


@pytest.fixture
def page(home):
    return LexiconPageFactory(parent=home, introduction="Les mots que nous employons.")


def soup_of(client, page):
    response = client.get(page.url)
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def test_terms_stand_in_order_under_their_letters(client, page):
    for name in ("essai", "Écart", "do-tank", "3D", "zone", "œuvre"):
        TermFactory(name=name)
    soup = soup_of(client, page)
    names = [dfn.get_text() for dfn in soup.select("dt dfn")]
    assert names == ["do-tank", "Écart", "essai", "œuvre", "zone", "3D"]
    assert [heading.get_text() for heading in soup.select("main h2")] == ["D", "E", "O", "Z", "#"]
    for link in soup.select(".lexicon-letters a"):
        assert soup.find(id=link["href"].removeprefix("#"))
    assert "Les mots que nous employons." in soup.get_text()


def test_each_term_has_its_anchor_and_definition(client, page):
    TermFactory(name="do-tank", slug="do-tank", forms="do-tanks", definition="Un lieu qui fait.")
    entry = soup_of(client, page).find(id="do-tank")
    assert entry.dt.dfn.get_text() == "do-tank"
    assert "do-tanks" in entry.get_text()
    assert "Un lieu qui fait." in entry.get_text()


def test_search_engines_are_given_a_set_of_terms(client, page):
    TermFactory(name="do-tank", slug="do-tank", definition="Un lieu qui fait. </script>")
    data = json.loads(soup_of(client, page).find("script", type="application/ld+json").string)
    (described,) = [item for item in data["@graph"] if item["@type"] == "DefinedTermSet"]
    assert described["hasDefinedTerm"] == [
        {
            "@type": "DefinedTerm",
            "name": "do-tank",
            "description": "Un lieu qui fait. </script>",
            "url": f"{page.full_url}#do-tank",
        }
    ]


def test_a_lexicon_holds_the_terms_of_its_language(client, locales, page):
    TermFactory(name="roadmap", locale=locales["en"])
    assert "roadmap" not in soup_of(client, page).get_text()


def test_an_untranslated_lexicon_shows_the_terms_of_its_original(client, locales, home, page):
    TermFactory(name="do-tank")
    home.copy_for_translation(locales["en"]).save_revision().publish()
    alias = page.copy_for_translation(locales["en"], alias=True)
    assert "do-tank" in soup_of(client, alias).get_text()


def test_an_empty_lexicon_says_so(client, page):
    soup = soup_of(client, page)
    assert not soup.select("main dl, main nav.lexicon-letters")
    assert soup.select_one(".lexicon p").get_text()


def test_two_hundred_terms_cost_no_more_queries_than_two(page, count_queries):
    for _ in range(2):
        TermFactory()
    few = count_queries(page.url)
    for _ in range(198):
        TermFactory()
    assert count_queries(page.url) == few
    assert few <= 12


@pytest.mark.indexed
def test_the_page_is_found_by_its_terms(client, page):
    term = TermFactory(name="capacitation", definition="Transmettre un savoir-faire.")
    found = client.get("/recherche/", {"q": "capacitation"}).content.decode()
    assert f'href="{page.url}"' in found
    term.delete()
    LexiconPage.objects.get()
    assert f'href="{page.url}"' not in client.get("/recherche/", {"q": "capacitation"}).content.decode()
    assert not Term.objects.exists()

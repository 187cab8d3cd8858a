"""The search page, through the client, on whichever database the tests run."""

import datetime

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from wagtail.models import Locale, PageViewRestriction

from search.query import search
from tests.factories import (
    AgendaPageFactory,
    BlogIndexPageFactory,
    BookPageFactory,
    CollectionPageFactory,
    ContentPageFactory,
    EventPageFactory,
    HomePageFactory,
    PersonFactory,
    PostPageFactory,
    ProgrammeIndexPageFactory,
    ProgrammePageFactory,
    PublicationIndexPageFactory,
    TerrainPageFactory,
    TerritoriesPageFactory,
    TerritoryFactory,
)

pytestmark = pytest.mark.indexed

postgres_only = pytest.mark.skipif(connection.vendor != "postgresql", reason="FTS5 has no stemmer")


@pytest.fixture
def programmes(home):
    return ProgrammeIndexPageFactory(parent=home, slug="programmes")


@pytest.fixture
def residences(programmes):
    return ProgrammePageFactory(
        parent=programmes,
        title="Territoires en Résidences",
        introduction="Trois semaines d’immersion dans une École, un lycée, au cœur d’une gare.",
    )


@pytest.fixture
def blog(home):
    return BlogIndexPageFactory(parent=home, slug="blog")


def address(language="fr"):
    with translation.override(language):
        return reverse("search")


def ask(client, text, language="fr", **parameters):
    return client.get(address(language), {"q": text, **parameters})


def titles(response):
    page_obj = response.context["outcome"].page_obj
    return [result.page.title for result in page_obj] if page_obj else []


@pytest.mark.parametrize(
    "text",
    [
        "Résidences",
        "residences",
        "residence",
        "RÉSIDENCE territoire",
        "ecole",
        "coeur",
        "cœurs",
        "gare au lycée",
        "l’immersion",
    ],
)
def test_accents_case_plurals_and_ligatures_do_not_count(client, residences, text):
    assert titles(ask(client, text)) == ["Territoires en Résidences"]


@postgres_only
def test_words_are_stemmed_in_their_language(client, home, residences):
    english = HomePageFactory(parent=home.get_parent(), slug="home-en", locale=_locale("en"), title="Home")
    ContentPageFactory(parent=english, locale=_locale("en"), title="Learning from towns")
    assert titles(ask(client, "immergés")) == []
    assert titles(ask(client, "résidentiel territorial")) == []
    assert titles(ask(client, "territoire")) == ["Territoires en Résidences"]
    ContentPageFactory(parent=home, title="Expérimentations locales")
    assert titles(ask(client, "expérimenter")) == ["Expérimentations locales"]
    assert titles(ask(client, "learned", "en")) == ["Learning from towns"]


def _locale(code):
    return Locale.objects.get(language_code=code)


def test_a_result_says_what_it_is_and_why_it_matches(client, residences):
    [result] = ask(client, "gare").context["outcome"].page_obj
    assert result.kind
    assert result.page.get_url() == residences.url
    assert "<mark>gare</mark>" in result.extract
    assert "<mark>Résidences</mark>" in ask(client, "residences").context["outcome"].page_obj[0].title
    assert "<mark>gare</mark>" in ask(client, "gare").content.decode()


def test_titles_come_first(client, home, residences):
    for number in range(3):
        ContentPageFactory(
            parent=home, title=f"Page {number}", introduction="Une résidence, puis une autre résidence."
        )
    for number in range(12):
        ContentPageFactory(parent=home, title=f"Autre {number}")
    assert titles(ask(client, "résidence"))[0] == "Territoires en Résidences"


def test_the_page_called_so_comes_before_all(client, home, programmes):
    for number in range(12):
        ContentPageFactory(parent=home, title=f"Transfo {number}", introduction="Transfo, transfo, transfo.")
    ProgrammePageFactory(parent=programmes, title="La Transfo", introduction="Son laboratoire.")
    first, second = ask(client, "transfo"), ask(client, "transfo", page=2)
    assert titles(first)[0] == "La Transfo"
    assert len(set(titles(first) + titles(second))) == 13
    assert titles(ask(client, "Transfo", kind="programmes")) == ["La Transfo"]


def test_all_words_are_needed(client, residences):
    assert titles(ask(client, "gare lycée")) == ["Territoires en Résidences"]
    assert titles(ask(client, "gare aéroport")) == []


def test_drafts_private_pages_and_their_children_are_never_shown(client, home, programmes):
    draft = ProgrammePageFactory(parent=programmes, title="Chantier secret", live=False)
    private = ContentPageFactory(parent=home, title="Chantier réservé")
    ContentPageFactory(parent=private, title="Chantier du dessous")
    PageViewRestriction.objects.create(page=private, restriction_type=PageViewRestriction.LOGIN)
    assert titles(ask(client, "chantier")) == []
    assert ask(client, "chan").context["outcome"].suggestions == []
    draft.save_revision().publish()
    assert titles(ask(client, "chantier")) == ["Chantier secret"]
    draft.refresh_from_db()
    draft.unpublish()
    assert titles(ask(client, "chantier")) == []


def test_only_the_active_language_and_no_copy_awaiting_translation(client, home):
    english = HomePageFactory(parent=home.get_parent(), slug="home-en", locale=_locale("en"), title="Home")
    french_page = ContentPageFactory(parent=home, title="Superpublic Paris")
    ContentPageFactory(parent=english, locale=_locale("en"), title="Superpublic in Paris")
    french_page.copy_for_translation(_locale("en"), copy_parents=True, alias=True)
    assert titles(ask(client, "superpublic")) == ["Superpublic Paris"]
    assert address("en").startswith("/en/")
    assert titles(ask(client, "superpublic", "en")) == ["Superpublic in Paris"]


def test_filters_with_their_counts(client, home, programmes, residences, blog):
    TerrainPageFactory(parent=residences, title="La gare rurale de demain", period="mars–sept. 2010")
    for number in range(3):
        PostPageFactory(parent=blog, title=f"Une gare, billet {number}")
    ContentPageFactory(parent=home, title="Gare aux mots")
    response = ask(client, "gare")
    counts = {choice["label"]: choice["count"] for choice in response.context["filters"]}
    assert response.context["outcome"].total == sum(counts.values()) - 6 == 6
    assert sorted(counts.values()) == [1, 1, 1, 3, 6]
    only = ask(client, "gare", kind="terrains")
    assert titles(only) == ["La gare rurale de demain"]
    assert only.context["outcome"].page_obj[0].date_text == "mars–sept. 2010"
    assert [choice["count"] for choice in only.context["filters"] if choice["current"]] == [1]
    assert titles(ask(client, "gare", kind="pages")) == ["Gare aux mots"]
    assert len(titles(ask(client, "gare", kind="nonsense"))) == 6


def test_pages_of_ten(client, blog):
    for number in range(13):
        PostPageFactory(parent=blog, title=f"Mobilités {number}")
    first, second = ask(client, "mobilité"), ask(client, "mobilité", page=2)
    assert len(titles(first)) == 10
    assert len(titles(second)) == 3
    assert not set(titles(first)) & set(titles(second))
    assert titles(ask(client, "mobilité", page="abc")) == titles(first)
    assert titles(ask(client, "mobilité", page=99999999999999)) == titles(second)


def test_dates_of_the_types_that_have_one(client, home, blog):
    PostPageFactory(parent=blog, title="Lyon en janvier", date=datetime.date(2016, 1, 4))
    agenda = AgendaPageFactory(parent=home)
    EventPageFactory(
        parent=agenda,
        title="Lyon en mars",
        starts_at=datetime.datetime(2016, 3, 4, 23, 30, tzinfo=datetime.UTC),
    )
    dates = {result.page.title: result.date for result in ask(client, "Lyon").context["outcome"].page_obj}
    assert dates == {"Lyon en janvier": datetime.date(2016, 1, 4), "Lyon en mars": datetime.date(2016, 3, 5)}


def test_nothing_found_offers_pages_that_begin_likewise(client, home):
    ContentPageFactory(parent=home, title="École et lycée", slug="ecole")
    outcome = ask(client, "eco").context["outcome"]
    assert outcome.total == 0
    assert [result.page.title for result in outcome.suggestions] == ["École et lycée"]


def test_a_book_is_found_by_its_isbn_and_by_who_made_it(client, home):
    collection = CollectionPageFactory(parent=PublicationIndexPageFactory(parent=home))
    book = BookPageFactory(parent=collection, title="Chantiers ouverts au public", isbn="9782110099327")
    book.contributors.create(person=PersonFactory(name="Pauline Scherer"))
    book.save_revision().publish()
    for text in ("978-2-11-009932-7", "9782110099327", "2-11-009932-1", "pauline scherer"):
        assert titles(ask(client, text)) == ["Chantiers ouverts au public"], text


def test_the_index_can_be_rebuilt(client, residences):
    call_command("update_index", verbosity=0)
    assert titles(ask(client, "residence")) == ["Territoires en Résidences"]


def test_empty_question_shows_the_form_alone(client, home):
    response = client.get(address())
    assert response.status_code == 200
    assert response.context["outcome"].page_obj is None
    assert "<input" in response.content.decode()
    assert response["X-Robots-Tag"] == "noindex"
    assert 'content="noindex' in response.content.decode()


def test_what_was_asked_is_shown_escaped(client, home):
    html = ask(client, '"><script>alert(1)</script>').content.decode()
    assert "<script>alert" not in html


@pytest.mark.parametrize(
    "query",
    [
        "q=%00",
        "q=a%00b&page=%00",
        "q=" + "x" * 10_000,
        "q=" + "mot+" * 2_000,
        "q=%22",
        "q=%22gare",
        "q=gare*+OR+NEAR(",
        "q='%3B--",
        "q=%25s+%25(x)d",
        "q=title:gare",
        "q=gare&page=-1",
        "q=gare&page=",
        "q=gare&page=1e9",
        "q=gare&q=lycee&kind=blog&kind=%00",
        "q=gare&kind=" + "k" * 5_000,
        "q[]=gare",
        "q=%ff%fe%ed%a0%80",
        "q=%F0%9F%9A%89",
        "q=de+la+les",
    ],
)
def test_hostile_questions_get_a_page(client, residences, query):
    assert client.get(f"{reverse('search')}?{query}").status_code == 200


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(max_size=60), kind=st.text(max_size=12), page=st.text(max_size=6))
def test_any_question_gets_a_page(client, residences, text, kind, page):
    search(text, kind, page)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(max_size=60))
def test_any_question_gets_a_page_through_the_client(client, residences, text):
    assert client.get(address(), {"q": text.encode("utf-8", "replace")}).status_code == 200


def test_only_reading(client, home):
    assert client.post(address()).status_code == 405


def test_queries_do_not_grow_with_results(client, home, blog, residences):
    agenda = AgendaPageFactory(parent=home)
    counts = []
    for wanted in (1, 3):
        for number in range(wanted):
            ContentPageFactory(parent=home, title=f"Gare {wanted} {number}")
            TerrainPageFactory(parent=residences, title=f"Gare {wanted} {number}")
            PostPageFactory(parent=blog, title=f"Gare {wanted} {number}")
            EventPageFactory(parent=agenda, title=f"Gare {wanted} {number}")
        ask(client, "gare")
        with CaptureQueriesContext(connection) as queries:
            response = ask(client, "gare")
        counts.append((len(response.context["outcome"].page_obj.object_list), len(queries)))
    assert [shown for shown, _queries in counts] == [5, 10]
    assert counts[0][1] == counts[1][1] <= 12


def test_a_programme_that_is_asleep_says_so(client, programmes):
    ProgrammePageFactory(parent=programmes, title="Consortium endormi", state="dormant")
    ProgrammePageFactory(parent=programmes, title="Consortium éveillé")
    found = {str(result.title): result.kind for result in search("consortium").page_obj.object_list}
    assert [kind for title, kind in found.items() if "endormi" in title] == ["Programme, en veille"]
    assert [kind for title, kind in found.items() if "éveillé" in title] == ["Programme"]


def test_a_territory_asked_for_by_name_leads_to_all_that_happened_there(client, home):
    TerritoryFactory(name="Provence-Alpes-Côte d’Azur", slug="provence-alpes-cote-d-azur")
    asked = {"q": "provence-alpes-côte d’azur"}
    assert client.get(reverse("search"), asked).context["place"] is None
    TerritoriesPageFactory(parent=home)
    assert 'href="/territoires/provence-alpes-cote-d-azur/"' in client.get(reverse("search"), asked).text
    assert client.get(reverse("search"), {"q": "Provence"}).context["place"] is None
    assert client.get(reverse("search")).context["place"] is None

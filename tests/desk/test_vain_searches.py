"""What is kept of searches that found nothing, through the search page."""

import datetime
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from search import vain
from search.models import VainSearch
from tests.factories import ContentPageFactory, TerritoriesPageFactory, TerritoryFactory

READER = {"headers": {"user-agent": "Mozilla/5.0 (X11; Linux x86_64) Gecko/20100101 Firefox/140.0"}}


@pytest.fixture
def reader(home):
    return Client(**READER)


def kept() -> list[tuple]:
    return list(VainSearch.objects.order_by("pk").values_list("words", "language", "number"))


def test_words_language_and_number_are_kept(reader):
    for _time in range(3):
        reader.get("/recherche/", {"q": "Budget  Participatif"})
    reader.get("/en/search/", {"q": "participatory budget"})

    assert kept() == [("budget participatif", "fr", 3), ("participatory budget", "en", 1)]


@pytest.mark.indexed
def test_what_is_found_is_not_kept(home, reader):
    ContentPageFactory(parent=home, title="Gouvernance")
    reader.get("/recherche/", {"q": "gouvernance"})
    # Another kind has none of it, which is no lack of the site.
    reader.get("/recherche/", {"q": "gouvernance", "kind": "books"})

    assert kept() == []


def test_a_territory_that_the_map_answers_is_not_kept(home, reader):
    TerritoriesPageFactory(parent=home)
    TerritoryFactory(name="Bretagne", slug="bretagne")
    reader.get("/recherche/", {"q": "Bretagne"})

    assert kept() == []


@pytest.mark.parametrize(
    "question", [{"q": "introuvable", "page": "2"}, {"q": ""}, {"q": "«»"}, {"q": "a" * 81}, {}]
)
def test_further_pages_and_what_is_no_question_are_not_kept(reader, question):
    reader.get("/recherche/", question)

    assert kept() == []


def test_asking_for_headers_alone_is_not_kept(reader):
    reader.head("/recherche/", {"q": "introuvable"})

    assert kept() == []


@pytest.mark.parametrize("agent", ["", "Mozilla/5.0 (compatible; bingbot/2.0)", "Baiduspider"])
def test_robots_are_not_counted(home, agent):
    Client(headers={"user-agent": agent}).get("/recherche/", {"q": "introuvable"})

    assert kept() == []


def test_the_team_is_not_counted(reader, superuser):
    reader.force_login(superuser)
    reader.get("/recherche/", {"q": "introuvable"})

    assert kept() == []


@pytest.mark.parametrize(
    "question",
    [
        "jeanne.martin@example.org",
        "jeanne martin ＠ example.org",
        "jeanne arobase example",
        "jeanne(at)example.org",
        "06 12 34 56 78",
        "+33 (0)6.12.34.56.78",
        "０６１２３４５６７８",
        "siret 130 025 265 00013",
        "FR76 3000 6000 0112",
    ],
)
def test_what_looks_like_personal_data_is_never_written_down(reader, question):
    assert reader.get("/recherche/", {"q": question}).status_code == 200
    assert kept() == []


@pytest.mark.parametrize("question", ["feuille de route 2016", "loi de 2004", "12 000 habitants"])
def test_years_and_figures_are_words(reader, question):
    reader.get("/recherche/", {"q": question})

    assert len(kept()) == 1


@given(
    name=st.from_regex(r"[a-z]{2,10}", fullmatch=True),
    number=st.from_regex(r"0[1-9]([ .-]?\d\d){4}", fullmatch=True),
)
def test_a_telephone_number_is_known_whatever_stands_around_it(name, number):
    assert vain.is_personal(f"{name} {number}")
    assert vain.is_personal(f"{number} {name}")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
@given(text=st.text(max_size=120))
def test_any_text_is_answered_and_leaves_neither_address_nor_number(reader, text):
    assert reader.get("/recherche/", {"q": text}).status_code == 200
    assert not [words for words, *_rest in kept() if "@" in words or len(words) > 80]


def test_a_day_holds_so_many_words_and_no_more(reader, monkeypatch):
    monkeypatch.setattr(vain, "WORDS_A_DAY", 2)
    for word in ("premier", "deuxième", "troisième", "premier"):
        reader.get("/recherche/", {"q": word})

    assert kept() == [("premier", "fr", 2), ("deuxième", "fr", 1)]


def test_a_search_that_was_made_before_costs_one_query_more_than_one_that_finds(home, reader):
    ContentPageFactory(parent=home, title="Gouvernance")
    reader.get("/recherche/", {"q": "introuvable"})
    with CaptureQueriesContext(connection) as queries:
        reader.get("/recherche/", {"q": "introuvable"})

    written = [query["sql"] for query in queries if "search_vainsearch" in query["sql"]]
    assert len(written) == 1


@pytest.mark.django_db(transaction=True)
def test_none_is_lost_when_many_come_at_once(settings):
    def record(_time):
        try:
            vain.record("introuvable", ["introuvable"])
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(record, range(12)))

    assert kept() == [("introuvable", "fr", 12)]


def test_words_are_forgotten_after_a_year(locales):
    today = timezone.localdate()
    for age, words in ((366, "oublié"), (365, "gardé")):
        VainSearch.objects.create(
            words=words, language="fr", day=today - datetime.timedelta(days=age), number=2
        )

    call_command("care", verbosity=0)

    assert [words for words, *_rest in kept()] == ["gardé"]

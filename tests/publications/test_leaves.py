"""Long lists of publications, read leaf by leaf."""

import datetime

import pytest
from bs4 import BeautifulSoup

from publications.leaves import PAGE_SIZE
from tests.factories import (
    BookPageFactory,
    CollectionPageFactory,
    EpisodePageFactory,
    PublicationIndexPageFactory,
    ReportPageFactory,
    VideoSeriesPageFactory,
)


@pytest.fixture
def index(home):
    return PublicationIndexPageFactory(parent=home, slug="publications")


@pytest.fixture
def series(index):
    series = VideoSeriesPageFactory(parent=index, slug="serie")
    for number in range(1, PAGE_SIZE + 3):
        is_announced = number > PAGE_SIZE
        EpisodePageFactory(
            parent=series,
            number=number,
            title=f"Épisode {number:02}",
            availability="forthcoming" if is_announced else "published",
        )
    return series


@pytest.fixture
def collection(index):
    collection = CollectionPageFactory(parent=index, slug="collection")
    for number in range(1, PAGE_SIZE + 2):
        BookPageFactory(
            parent=collection,
            title=f"Livre {number:02}",
            published_on=datetime.date(2000 + number, 1, 1),
        )
    BookPageFactory(parent=collection, published_on=datetime.date(1990, 1, 1), availability="forthcoming")
    return collection


@pytest.fixture
def reports(index):
    for number in range(1, PAGE_SIZE + 3):
        ReportPageFactory(
            parent=index, title=f"Rapport {number:02}", published_on=datetime.date(2000 + number, 1, 1)
        )
    ReportPageFactory(parent=index, title="Rapport annoncé", availability="forthcoming")


def soup_of(client, url):
    response = client.get(url)
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def canonical(soup):
    return soup.select_one("link[rel=canonical]")["href"]


def facts_of(soup):
    return {row.dt.get_text(): row.dd.get_text() for row in soup.select(".facts > div")}


def test_a_series_is_read_leaf_by_leaf(client, series):
    first, second = soup_of(client, series.url), soup_of(client, f"{series.url}?page=2")
    assert len(first.select(".reel-frame")) == PAGE_SIZE
    assert [title.get_text()[-2:] for title in second.select(".reel-title a")] == ["25", "26"]
    assert first.select_one(".pagination [rel=next]")["href"] == "?page=2"
    assert len(second.select(".Z3988")) == 2


def test_a_collection_is_read_leaf_by_leaf(client, collection):
    first, second = soup_of(client, collection.url), soup_of(client, f"{collection.url}?page=2")
    assert len(first.select(".shelf-book")) == PAGE_SIZE
    assert len(second.select(".shelf-book")) == 2


def test_facts_are_of_the_whole_list(client, series, collection):
    for leaf in ("", "?page=2"):
        facts = facts_of(soup_of(client, f"{series.url}{leaf}"))
        assert facts["Épisodes parus"] == str(PAGE_SIZE)
        assert facts["Épisodes annoncés"] == "2"
        facts = facts_of(soup_of(client, f"{collection.url}{leaf}"))
        assert facts["Livres"] == str(PAGE_SIZE + 2)
        assert "2001" in facts["Premier livre"]


def test_the_index_shows_the_latest_reports_and_leads_to_the_others(client, index, series, reports):
    first, second = soup_of(client, index.url), soup_of(client, f"{index.url}?page=2")
    titles = [title.get_text() for title in first.select("#reports ~ .report-list .report-title")]
    assert titles[0] == f"Rapport {PAGE_SIZE + 2}"
    assert len(titles) == PAGE_SIZE + 1  # with the one announced
    assert [title.get_text() for title in second.select(".report-title")] == ["Rapport 02", "Rapport 01"]
    assert first.select(".reel")
    assert not second.select(".reel")


def test_each_leaf_has_its_own_address(client, series, collection, index, reports):
    for page in (series, collection, index):
        assert canonical(soup_of(client, page.url)) == page.full_url
        assert canonical(soup_of(client, f"{page.url}?page=1")) == page.full_url
        assert canonical(soup_of(client, f"{page.url}?page=2")) == f"{page.full_url}?page=2"


@pytest.mark.parametrize("leaf", ["0", "3", "x", "-1", "9" * 30])
def test_no_other_leaf_is_there(client, series, leaf):
    assert client.get(f"{series.url}?page={leaf}").status_code == 404


def test_references_are_of_the_whole_list(client, series, collection, index, reports):
    assert len(client.get(f"{series.url}references.json").json()) == PAGE_SIZE + 2
    assert len(client.get(f"{collection.url}references.json").json()) == PAGE_SIZE + 2
    assert len(client.get(f"{index.url}references.json").json()) == 3 * PAGE_SIZE + 7

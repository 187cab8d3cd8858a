"""A page of programmes costs the same whatever it holds."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from programmes.models import ProgrammeLink, ProgrammePartner
from tests.factories import (
    AgendaPageFactory,
    BlogIndexPageFactory,
    BookPageFactory,
    CollectionPageFactory,
    CommitmentFactory,
    EpisodePageFactory,
    EventPageFactory,
    PartnerFactory,
    PostPageFactory,
    ProgrammePageFactory,
    PublicationIndexPageFactory,
    ReportPageFactory,
    RoadmapIndexPageFactory,
    RoadmapPageFactory,
    TerrainPageFactory,
    TerritoryFactory,
    VideoSeriesPageFactory,
)

BUDGET = 12


@pytest.fixture
def queries_of(client):
    """Number of queries of a second visit: the first fills caches that live as long as the process."""

    def count(page, below="") -> int:
        assert client.get(page.url + below).status_code == 200
        with CaptureQueriesContext(connection) as queries:
            response = client.get(page.url + below)
        assert response.status_code == 200
        assert len(queries) <= BUDGET, "\n".join(query["sql"] for query in queries)
        return len(queries)

    return count


@pytest.fixture
def surround(home):
    """Gives a programme everything that its page shows, so many times."""
    agenda = AgendaPageFactory(parent=home)
    blog = BlogIndexPageFactory(parent=home)
    roadmap = RoadmapPageFactory(parent=RoadmapIndexPageFactory(parent=home), year=2016)
    publications = PublicationIndexPageFactory(parent=home)
    series, collection = (
        VideoSeriesPageFactory(parent=publications),
        CollectionPageFactory(parent=publications),
    )

    def surround(programme, count):
        for number in range(count):
            other = ProgrammePageFactory(parent=programme.get_parent())
            ProgrammeLink.objects.create(page=programme, kind="prepares", target=other)
            ProgrammeLink.objects.create(page=other, kind="feeds", target=programme)
            ProgrammePartner.objects.create(page=programme, partner=PartnerFactory(), role="finance")
            TerrainPageFactory(
                parent=programme,
                territory=TerritoryFactory(),
                starts_on=datetime.date(2009, 1, 1) + datetime.timedelta(days=100 * number),
                state="running" if number % 2 else "over",
            )
            EventPageFactory(parent=agenda, programme=programme)
            last_month = timezone.now() - datetime.timedelta(days=30)
            EventPageFactory(parent=agenda, programme=programme, starts_at=last_month)
            PostPageFactory(parent=blog, programme=programme)
            CommitmentFactory(roadmap=roadmap, programme=programme)
            EpisodePageFactory(parent=series, programme=programme)
            BookPageFactory(parent=collection, programme=programme)
            ReportPageFactory(parent=publications, programme=programme)

    return surround


def test_programme(index, programme, surround, queries_of):
    few = ProgrammePageFactory(parent=index)
    surround(few, 2)
    surround(programme, 20)
    assert queries_of(few) == queries_of(programme)


def test_translated_programme(locales, index, programme, surround, queries_of):
    few = ProgrammePageFactory(parent=index)
    surround(few, 2)
    surround(programme, 20)
    for page in (few, programme):
        page.copy_for_translation(locales["en"], copy_parents=True).get_latest_revision().publish()
    translated = [page.get_translation(locales["en"]) for page in (few, programme)]
    translated[0].get_ancestors().filter(depth__gt=1).update(live=True)
    assert queries_of(translated[0]) == queries_of(translated[1])


def test_terrain(programme, queries_of):
    first = TerrainPageFactory(parent=programme, territory=TerritoryFactory())
    TerrainPageFactory(parent=programme)
    with_two = queries_of(first)
    for _number in range(20):
        TerrainPageFactory(parent=programme, territory=TerritoryFactory()).partners.add(PartnerFactory())
    assert queries_of(first) == with_two


def test_index(index, queries_of):
    for stage in ("curious", ""):
        ProgrammePageFactory(parent=index, stage=stage)
    with_two = queries_of(index)
    for number in range(20):
        ProgrammePageFactory(
            parent=index, stage="proof", activity=f"Activité {number % 4}", function="resource"
        )
    assert queries_of(index) == with_two
    assert queries_of(index, "?size=small&budget=10000") == with_two


@pytest.mark.parametrize(
    "below", ["jonctions/", "trouver/", "trouver/?size=small&experience=none&need=any&budget=10000"]
)
def test_forty_programmes_and_a_hundred_junctions(index, queries_of, below):
    pages = [ProgrammePageFactory(parent=index, stage="proof", need="try") for _number in range(2)]
    ProgrammeLink.objects.create(page=pages[0], kind="prepares", target=pages[1])
    with_two = queries_of(index, below)
    stages = ["curious", "proof", "institution", "training", "pioneer", ""]
    pages += [
        ProgrammePageFactory(parent=index, stage=stages[number % 6], need="try") for number in range(38)
    ]
    ProgrammeLink.objects.bulk_create(
        ProgrammeLink(
            page=pages[number % 40],
            kind="feeds",
            target=pages[(number * 7 + 3) % 40],
            locale=index.locale,
        )
        for number in range(100)
    )
    assert queries_of(index, below) == with_two


def test_a_thread_of_two_hundred_entries_of_each_kind(home, index, programme, queries_of):
    """One query still: rows are made as cheaply as can be, since it is the page that is measured."""
    roadmap = RoadmapPageFactory(parent=RoadmapIndexPageFactory(parent=home), year=2016)
    blog, agenda = BlogIndexPageFactory(parent=home), AgendaPageFactory(parent=home)
    publications = PublicationIndexPageFactory(parent=home)
    bare = queries_of(programme)
    for number in range(200):
        CommitmentFactory(roadmap=roadmap, programme=programme)
        for factory, parent in (
            (PostPageFactory, blog),
            (EventPageFactory, agenda),
            (ReportPageFactory, publications),
        ):
            parent.add_child(
                instance=factory.build(title=f"Titre {number}", slug=f"s-{number}", programme=programme)
            )
    assert queries_of(programme) == bare

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
    CommitmentFactory,
    EventPageFactory,
    PartnerFactory,
    PostPageFactory,
    ProgrammePageFactory,
    RoadmapIndexPageFactory,
    RoadmapPageFactory,
    TerrainPageFactory,
    TerritoryFactory,
)

BUDGET = 12


@pytest.fixture
def queries_of(client):
    """Number of queries of a second visit: the first fills caches that live as long as the process."""

    def count(page) -> int:
        assert client.get(page.url).status_code == 200
        with CaptureQueriesContext(connection) as queries:
            response = client.get(page.url)
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

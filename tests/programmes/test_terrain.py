"""A terrain: where, with whom, when, and its neighbours."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from programmes.models import TerrainPage
from tests.factories import PartnerFactory, TerrainPageFactory, TerritoryFactory


@pytest.mark.parametrize(
    ("known", "told"),
    [
        ({"period": "mars–mai 2010", "starts_on": datetime.date(2010, 3, 1)}, "mars–mai 2010"),
        (
            {"starts_on": datetime.date(2010, 3, 1), "ends_on": datetime.date(2010, 5, 31)},
            "from 1 March to 31 May 2010",
        ),
        (
            {"starts_on": datetime.date(2013, 10, 2), "ends_on": datetime.date(2014, 3, 1)},
            "from 2 October 2013 to 1 March 2014",
        ),
        (
            {"starts_on": datetime.date(2010, 3, 2), "ends_on": datetime.date(2010, 3, 4)},
            "from 2 to 4 March 2010",
        ),
        ({"starts_on": datetime.date(2015, 11, 1)}, "from 1 November 2015 on"),
        ({"ends_on": datetime.date(2015, 11, 1)}, "until 1 November 2015"),
        ({}, ""),
    ],
)
def test_period_in_words(known, told):
    with translation.override("en"):
        assert TerrainPage(**known).period_text == told


def test_first_of_the_month_in_french():
    with translation.override("fr"):
        text = TerrainPage(starts_on=datetime.date(2010, 3, 1), ends_on=datetime.date(2010, 3, 5)).period_text
        assert "1er" in text
        assert "5 mars 2010" in text


def test_facts(client, programme):
    terrain = TerrainPageFactory(
        parent=programme,
        number=9,
        place="La Seyne-sur-Mer",
        territory=TerritoryFactory(name="Provence-Alpes-Côte d’Azur", note="Région"),
        host="Région PACA",
        period="avril–septembre 2010",
    )
    terrain.partners.add(PartnerFactory(name="SNCF"))
    terrain.save()
    html = client.get(terrain.url).content.decode()
    for text in (
        "La Seyne-sur-Mer",
        "Provence-Alpes-Côte d’Azur",
        "Région PACA",
        "Avril–septembre 2010",
        "SNCF",
    ):
        assert text in html, text
    assert terrain.get_state_display() in html
    assert f'href="{programme.url}"' in html


def test_place_and_territory_are_not_repeated(programme):
    territory = TerritoryFactory(name="Paris")
    terrain = TerrainPageFactory(parent=programme, place="Paris, 19e arrondissement", territory=territory)
    assert terrain.where == "Paris, 19e arrondissement"


def test_neighbours_in_time(client, programme):
    years = {
        year: TerrainPageFactory(parent=programme, starts_on=datetime.date(year, 1, 1))
        for year in (2011, 2009, 2010)
    }
    TerrainPageFactory(parent=programme, starts_on=datetime.date(2009, 6, 1), live=False)
    response = client.get(years[2010].url)
    assert response.context["earlier"] == years[2009]
    assert response.context["later"] == years[2011]
    assert client.get(years[2009].url).context["earlier"] is None
    assert client.get(years[2011].url).context["later"] is None


def test_end_before_beginning_is_refused():
    with pytest.raises(ValidationError, match="ends_on"):
        TerrainPage(starts_on=datetime.date(2010, 3, 2), ends_on=datetime.date(2010, 3, 1)).clean()


def test_structured_data_says_where(client, programme):
    terrain = TerrainPageFactory(parent=programme, place="Revin")
    assert client.get(terrain.url).context["structured_data"][0]["contentLocation"]["name"] == "Revin"

"""A terrain: where, with whom, when, and its neighbours."""

import datetime
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from core.atlas.france import REGIONS, point_of
from programmes.models import TerrainPage
from tests.factories import PartnerFactory, TerrainPageFactory, TerritoriesPageFactory, TerritoryFactory


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


def test_it_leads_to_all_that_happened_in_its_territory(client, home, programme):
    territories = TerritoriesPageFactory(parent=home)
    bretagne = TerritoryFactory(name="Bretagne", slug="bretagne", code="53")
    terrain = TerrainPageFactory(parent=programme, place="Montfort-sur-Meu", territory=bretagne)
    assert f'href="{territories.url}bretagne/"' in client.get(terrain.url).content.decode()


def test_without_a_map_of_territories_it_leads_nowhere(client, home, programme):
    bretagne = TerritoryFactory(slug="bretagne", code="53")
    terrain = TerrainPageFactory(parent=programme, territory=bretagne)
    assert client.get(terrain.url).context["territory_url"] == ""
    TerritoriesPageFactory(parent=home, live=False)
    assert client.get(terrain.url).context["territory_url"] == ""


def test_it_stands_at_its_place_else_in_the_middle_of_its_region(programme):
    town = TerritoryFactory(kind="commune", parent=TerritoryFactory(code="53"))
    known = TerrainPageFactory(parent=programme, territory=town, latitude="48.138", longitude="-1.955")
    unknown = TerrainPageFactory(parent=programme, territory=town)
    nowhere = TerrainPageFactory(parent=programme)
    assert known.point == point_of(48.138, -1.955) != unknown.point
    assert unknown.point == REGIONS["53"].middle
    assert nowhere.point is None


def test_small_map_is_for_the_eyes_alone(client, programme):
    terrain = TerrainPageFactory(parent=programme, territory=TerritoryFactory(code="53"))
    html = client.get(terrain.url).content.decode()
    drawing = html.split('<svg class="france"')[1].split("</svg>")[0]
    assert 'aria-hidden="true"' in drawing
    assert "<a " not in drawing
    nowhere = TerrainPageFactory(parent=programme)
    assert '<svg class="france"' not in client.get(nowhere.url).content.decode()


@pytest.mark.parametrize(
    ("latitude", "longitude", "refused"),
    [
        ("-1.9550", "48.1380", True),
        ("5.3698", "43.2965", True),
        ("48.1380", "-1.9550", False),
        ("-21.1150", "55.5360", False),
        ("51.5074", "-0.1278", False),
        ("0", "0", False),
    ],
)
def test_numbers_that_changed_places_are_refused(latitude, longitude, refused):
    terrain = TerrainPage(latitude=Decimal(latitude), longitude=Decimal(longitude))
    if refused:
        with pytest.raises(ValidationError) as error:
            terrain.clean()
        assert set(error.value.message_dict) == {"latitude"}
    else:
        terrain.clean()


@pytest.mark.parametrize(
    ("known", "years"),
    [
        ({"starts_on": datetime.date(2013, 10, 2), "ends_on": datetime.date(2014, 3, 1)}, [2013, 2014]),
        ({"starts_on": datetime.date(2013, 10, 2)}, [2013]),
        ({"ends_on": datetime.date(2014, 3, 1)}, [2014]),
        ({"period": "2009-2010"}, []),
    ],
)
def test_years_at_work(known, years):
    assert list(TerrainPage(**known).years) == years


def test_what_runs_without_end_is_at_work_this_year(settings):
    settings.PINNED_TODAY = datetime.date(2016, 1, 11)
    terrain = TerrainPage(starts_on=datetime.date(2014, 11, 1), state="running")
    assert list(terrain.years) == [2014, 2015, 2016]


def test_map_of_a_programme_shows_its_terrains(client, home, programme):
    territories = TerritoriesPageFactory(parent=home)
    bretagne = TerritoryFactory(name="Bretagne", slug="bretagne", code="53")
    here = TerrainPageFactory(parent=programme, territory=bretagne, state="running")
    TerrainPageFactory(parent=programme, territory=bretagne, live=False)
    response = client.get(programme.url)
    html = response.content.decode()
    assert [mark.url for mark in response.context["terrains"].map.marks] == [here.url]
    assert f'<a class="france-region" href="{territories.url}bretagne/"' in html
    assert f'href="{territories.url}"' in html


def test_programme_stays_readable_with_two_hundred_terrains(client, home, programme):
    TerritoriesPageFactory(parent=home)
    regions = [TerritoryFactory(code=code) for code in ("53", "21", "93")]
    for number in range(200):
        TerrainPageFactory(parent=programme, territory=regions[number % 3])
    response = client.get(programme.url)
    assert sum(mark.count for mark in response.context["terrains"].map.marks) == 200
    assert len(response.context["terrains"].map.marks) == 3
    assert response.content.decode().count('class="register-row"') == 200

"""The map of France: its outlines, where a place falls on it, its marks."""

import json
import subprocess
import sys
from itertools import combinations, pairwise
from math import hypot
from pathlib import Path

import pytest
from django.template.loader import render_to_string
from hypothesis import given
from hypothesis import strategies as st

from core.atlas import simplify
from core.atlas.departments import REGIONS as DEPARTMENTS
from core.atlas.drawing import map_of_france
from core.atlas.france import HEIGHT, REGIONS, WIDTH, code_of, middle_of, point_of
from core.atlas.marks import APART, MOVED_APART_UP_TO, Pin, placed
from tests.factories import TerritoryFactory

OVERSEAS = ["01", "02", "03", "04", "06"]

#: Latitude, longitude, and the Region of the time.
TOWNS = {
    "Rennes": (48.1173, -1.6778, "53"),
    "Montfort-sur-Meu": (48.1380, -1.9550, "53"),
    "Brest": (48.3904, -4.4861, "53"),
    "Nantes": (47.2184, -1.5536, "52"),
    "Lille": (50.6292, 3.0573, "31"),
    "Amiens": (49.8941, 2.2958, "22"),
    "Rouen": (49.4432, 1.0993, "23"),
    "Caen": (49.1829, -0.3707, "25"),
    "Paris": (48.8566, 2.3522, "11"),
    "Orléans": (47.9029, 1.9093, "24"),
    "Revin": (49.9394, 4.6375, "21"),
    "Reims": (49.2583, 4.0317, "21"),
    "Metz": (49.1193, 6.1757, "41"),
    "Colmar": (48.0794, 7.3585, "42"),
    "Besançon": (47.2378, 6.0241, "43"),
    "Cluny": (46.4345, 4.6593, "26"),
    "Poitiers": (46.5802, 0.3404, "54"),
    "Limoges": (45.8336, 1.2611, "74"),
    "Lezoux": (45.8266, 3.3795, "83"),
    "Lyon": (45.7640, 4.8357, "82"),
    "Annecy": (45.8992, 6.1294, "82"),
    "Bordeaux": (44.8378, -0.5792, "72"),
    "Toulouse": (43.6047, 1.4442, "73"),
    "Nîmes": (43.8367, 4.3601, "91"),
    "Marseille": (43.2965, 5.3698, "93"),
    "Valréas": (44.3850, 4.9900, "93"),
    "Corte": (42.3064, 9.1490, "94"),
    "Saint-Claude": (16.0280, -61.6980, "01"),
    "Le Lamentin": (14.6130, -60.9990, "02"),
    "Saint-Georges": (3.8900, -51.8100, "03"),
    "Cilaos": (-21.1350, 55.4720, "04"),
    "Combani": (-12.7780, 45.1420, "06"),
}


def outlines(code: str) -> list[list[tuple[int, int]]]:
    """The rings of a Region, read back from its path."""
    rings = []
    for drawn in REGIONS[code].path.removeprefix("M").split("M"):
        start, steps = drawn.removesuffix("z").split("l")
        ring = [tuple(int(number) for number in start.replace("-", " -").split())]
        numbers = [int(number) for number in steps.replace("-", " -").split()]
        for right, down in zip(numbers[::2], numbers[1::2], strict=True):
            ring.append((ring[-1][0] + right, ring[-1][1] + down))
        rings.append(ring)
    return rings


def is_inside(point, rings) -> bool:
    """Whether a line from the point to the right crosses the outlines an odd number of times."""
    x, y = point[0] + 0.01, point[1] + 0.01
    crossings = 0
    for ring in rings:
        for (from_x, from_y), (to_x, to_y) in pairwise([*ring, ring[0]]):
            if (from_y > y) != (to_y > y) and x < from_x + (y - from_y) * (to_x - from_x) / (to_y - from_y):
                crossings += 1
    return crossings % 2 == 1


def pins(points) -> list[Pin]:
    return [Pin(point, f"Terrain {n}", f"/{n}/", "over", title=f"T{n}") for n, point in enumerate(points)]


def marks(points):
    return placed(pins(points), name_of_many=lambda count, names: f"{count}: {names}", url_of_many="#list")


def test_every_department_is_in_one_region():
    departments = [identifier for region in DEPARTMENTS.values() for identifier in region.departments]
    assert len(departments) == len(set(departments)) == 101
    assert set(REGIONS) == set(DEPARTMENTS)
    assert len(DEPARTMENTS) == 22 + len(OVERSEAS)


@pytest.mark.parametrize("town", TOWNS)
def test_towns_fall_inside_their_region(town):
    latitude, longitude, code = TOWNS[town]
    point = point_of(latitude, longitude)
    inside = [region for region in REGIONS if is_inside(point, outlines(region))]
    # The drawing keeps bends of a few kilometres: a town near a border is not asked for more.
    assert code in inside


def test_neighbours_share_one_line():
    """Brittany and Pays de la Loire: what is drawn of one's border is drawn of the other's."""
    steps = {code: set() for code in ("53", "52")}
    for code, found in steps.items():
        for ring in outlines(code):
            found |= {frozenset(step) for step in pairwise([*ring, ring[0]])}
    assert len(steps["53"] & steps["52"]) > 10


@pytest.mark.parametrize(
    ("latitude", "longitude"),
    [
        (51.5074, -0.1278 - 20),
        (40.4168, -3.7038),
        (55.75, 37.62),
        (0, 0),
        (90, 0),
        (-90, 180),
        (2.3522, 48.8566),
    ],
)
def test_abroad_is_not_on_the_map(latitude, longitude):
    assert point_of(latitude, longitude) is None


@given(st.floats(-90, 90), st.floats(-180, 180))
def test_any_place_is_on_the_sheet_or_nowhere(latitude, longitude):
    point = point_of(latitude, longitude)
    assert point is None or (0 <= point[0] <= WIDTH and 0 <= point[1] <= HEIGHT)


def test_data_and_picture_are_light():
    assert Path(simplify.OUTPUT).stat().st_size < 40_000
    picture = render_to_string(
        "core/components/france.html", {"map": map_of_france("France", [], whole=True)}
    )
    assert len(picture.encode()) < 25_000


def test_region_of_a_commune_is_that_around_it():
    bretagne = TerritoryFactory(name="Bretagne", code="53")
    town = TerritoryFactory(kind="commune", parent=TerritoryFactory(kind="department", parent=bretagne))
    assert code_of(town) == "53"
    assert middle_of(town) == REGIONS["53"].middle
    assert middle_of(None) is None


def test_loop_of_territories_ends():
    one = TerritoryFactory()
    other = TerritoryFactory(parent=one)
    one.parent = other
    assert code_of(one) == ""


def test_marks_alone_stand_at_their_place():
    found = marks([(200, 200), (800, 700)])
    assert [(mark.x, mark.y, mark.foot) for mark in found] == [(201, 200, None), (799, 701, None)]


@given(st.lists(st.tuples(st.integers(100, 900), st.integers(100, 900)), max_size=MOVED_APART_UP_TO))
def test_few_marks_are_all_there(points):
    found = marks(points)
    assert [mark.url for mark in found] == [f"/{n}/" for n in range(len(points))]
    assert all(0 <= mark.x <= WIDTH and 0 <= mark.y <= HEIGHT for mark in found)


def test_marks_of_one_place_do_not_hide_one_another():
    found = marks([(500, 500)] * 8)
    for one, other in combinations(found, 2):
        assert hypot(one.x - other.x, one.y - other.y) > APART - 3
    assert all(mark.foot == (500, 500) for mark in found)


def test_many_marks_are_gathered():
    points = [(100 + 40 * (n % 20), 100 + 80 * (n // 20)) for n in range(200)]
    found = marks(points)
    assert sum(mark.count for mark in found) == 200
    for one, other in combinations(found, 2):
        assert hypot(one.x - other.x, one.y - other.y) >= APART
    assert {mark.url for mark in found if mark.count > 1} == {"#list"}


def test_group_of_one_region_leads_to_it():
    same = [Pin((500, 500), "", f"/{n}/", "over", around="/bretagne/") for n in range(MOVED_APART_UP_TO + 1)]
    (mark,) = placed(same, name_of_many=lambda count, names: str(count), url_of_many="#list")
    assert (mark.url, mark.count, mark.label) == ("/bretagne/", 41, "41")


def test_overseas_stands_only_where_something_is():
    assert not map_of_france("", [], chosen="53").has_overseas
    assert map_of_france("", [], chosen="04").has_overseas
    assert map_of_france("", [], lit={"06": ("", "")}).has_overseas
    assert map_of_france("", pins([point_of(16.028, -61.698)])).has_overseas


def test_script_draws_shared_borders_once(tmp_path):
    """Two départements of one Region melt; what an outline shares with a neighbour stays the same on both."""
    rings = simplify.rings_of([0, 1, ~1, 2])
    assert rings == [[0], [2]]
    line = [(0, 0), (5, 0.1), (10, 0), (10, 10)]
    assert simplify.simplified(line) == [(0, 0), (10, 0), (10, 10)]
    assert simplify.closed([[(0, 0), (4, 0)], [(4, 4), (0, 0)], [(4, 0), (4, 4)]]) == [
        [(0, 0), (4, 0), (4, 4), (0, 0)]
    ]


def test_script_needs_nothing_of_the_site():
    """It runs where there is no Django, as its own text says."""
    root = Path(simplify.__file__).parents[2]
    code = "import core.atlas.simplify, sys; sys.exit('django' in sys.modules)"
    subprocess.run([sys.executable, "-c", code], cwd=root, check=True)


def test_data_say_where_they_come_from():
    assert "public domain" in json.loads(Path(simplify.OUTPUT).read_text(encoding="utf-8"))["source"]

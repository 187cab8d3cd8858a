"""Cut paper: the same for the same seed, everywhere; light; harmless inside a page."""

import re
import subprocess
import sys
from xml.etree import ElementTree

import pytest

from core.cutpaper import COLOURS, GLYPHS, SCENES, composition, frieze, glyph, mark, picture_file, scene
from core.cutpaper.pictures import HARMONIES

TITLES = [f"Ce que la résidence n° {number} nous a appris" for number in range(60)]
IN_PAGES = [composition(title) for title in TITLES] + [
    *(frieze(title) for title in TITLES[:10]),
    *(glyph(name) for name in [*GLYPHS, "sans-dessin-propre"]),
    *(scene(name) for name in SCENES),
    mark(),
]


def test_another_process_draws_the_same():
    code = "from core.cutpaper import composition, glyph; print(composition('Revin'), glyph('inconnu'))"
    drawn = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert drawn.strip() == f"{composition('Revin')} {glyph('inconnu')}"


def test_titles_that_differ_are_drawn_differently():
    assert len({composition(title) for title in TITLES}) == len(TITLES)


def test_each_programme_has_a_sign_of_its_own():
    assert len({glyph(name) for name in GLYPHS}) == len(GLYPHS)


@pytest.mark.parametrize("svg", IN_PAGES, ids=range(len(IN_PAGES)))
def test_a_drawing_in_a_page_is_decorative_and_takes_its_colours_from_the_tokens(svg):
    root = ElementTree.fromstring(svg)  # noqa: S314 - drawn by the site itself
    assert root.get("aria-hidden") == "true"
    assert "style=" not in svg
    assert "#" not in svg
    assert set(re.findall(r"cut-(\w+)", svg)) <= {*COLOURS, "loose"}


@pytest.mark.parametrize("ground", HARMONIES)
def test_the_ground_asked_for_is_laid_first(ground):
    assert re.search(r'<path class="cut-(\w+)"', composition("Revin", ground))[1] == ground


def test_an_unknown_ground_is_replaced():
    assert "cut-mauve" not in composition("Revin", "mauve")


@pytest.mark.parametrize("title", TITLES[:12])
def test_a_file_of_its_own_needs_no_stylesheet(title):
    svg = picture_file(title)
    root = ElementTree.fromstring(svg)  # noqa: S314 - drawn by the site itself
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    assert (root.get("width"), root.get("height")) == ("960", "600")
    assert "class=" not in svg
    assert set(re.findall(r'fill="([^"]+)"', svg)) <= set(COLOURS.values())
    assert len(svg.encode()) <= 20_000


def test_colours_are_those_of_the_tokens(settings):
    tokens = (settings.BASE_DIR / "site/core/static/core/css/tokens.css").read_text()
    declared = dict(re.findall(r"--(\w+): (#[0-9a-f]{6});", tokens))
    assert {name: colour.lower() for name, colour in COLOURS.items()} == {
        name: declared[name] for name in COLOURS
    }


def test_a_picture_is_light_enough_to_be_inlined():
    assert max(len(composition(title).encode()) for title in TITLES) < 6_000

"""The map of junctions: each once, drawn and in words."""

import itertools

import pytest
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st
from wagtail.models import PageViewRestriction

from core.typography import typeset
from programmes.choices import Function, Stage
from programmes.junction_drawing import Drawing
from programmes.junction_map import Joined, drawn_between, programmes_before
from programmes.models import ProgrammeLink, ProgrammePage
from tests.factories import ProgrammePageFactory


def shown(response, text) -> bool:
    return str(typeset(str(text))) in response.content.decode()


@pytest.fixture
def url(index):
    return f"{index.url}jonctions/"


@pytest.fixture
def offer(index):
    kinds = {
        "residences": {"title": "Territoires en Résidences", "stage": "proof"},
        "transfo": {"title": "La Transfo", "stage": "institution"},
        "superpublic": {"title": "Superpublic", "stage": "pioneer", "function": "resource"},
        "pointeuse": {"title": "La Pointeuse", "function": "resource"},
        "reacteur": {"title": "RE•ACTEUR PUBLIC", "function": "resource", "state": "dormant"},
        "seul": {"title": "Les échanges"},
    }
    return {name: ProgrammePageFactory(parent=index, **known) for name, known in kinds.items()}


def link(source, kind, target, note=""):
    return ProgrammeLink.objects.create(page=source, kind=kind, target=target, note=note)


def test_each_junction_is_told_once_with_its_note(client, url, offer):
    link(offer["residences"], "prepares", offer["transfo"], "Après la preuve")
    link(offer["pointeuse"], "shares_places", offer["superpublic"])
    link(offer["superpublic"], "shares_places", offer["pointeuse"])
    response = client.get(url)
    drawn = response.context["map"]
    assert [(each.source, each.kind, each.target) for each in drawn.junctions] == [
        (offer["residences"], "prepares", offer["transfo"]),
        (offer["superpublic"], "shares_places", offer["pointeuse"]),
    ]
    assert shown(response, "Après la preuve")
    assert shown(response, ProgrammeLink.Kind.PREPARES.label)
    assert len(drawn.drawing.lines) == 2
    html = response.content.decode()
    for page in (offer["residences"], offer["transfo"]):
        assert html.count(f'href="{page.url}"') >= 2


def test_boxes_are_links_with_names(client, url, offer):
    html = client.get(url).content.decode()
    assert f'href="{offer["transfo"].url}" aria-label="La Transfo"' in html
    assert 'role="region"' in html
    assert 'tabindex="0"' in html


def test_what_is_closed_is_told_and_not_drawn(client, url, offer):
    link(offer["reacteur"], "feeds", offer["superpublic"])
    link(offer["superpublic"], "extends", offer["reacteur"])
    response = client.get(url)
    drawn = response.context["map"]
    assert offer["reacteur"] not in [box.programme for box in drawn.drawing.boxes]
    assert drawn.drawing.lines == []
    assert drawn.closed == [offer["reacteur"]]
    assert len(drawn.junctions) == 2
    assert "state-dormant" in response.content.decode()


def test_programmes_without_a_junction_are_listed(client, url, offer):
    link(offer["residences"], "prepares", offer["transfo"])
    drawn = client.get(url).context["map"]
    assert {page.title for page in drawn.alone} == {"Superpublic", "La Pointeuse", "Les échanges"}


@pytest.mark.parametrize("hidden", ["unpublished", "private"])
def test_hidden_programmes_are_nowhere(client, index, url, offer, hidden):
    secret = ProgrammePageFactory(parent=index, title="Programme secret", live=hidden != "unpublished")
    if hidden == "private":
        PageViewRestriction.objects.create(page=secret, restriction_type="login")
    link(offer["residences"], "prepares", secret)
    link(secret, "feeds", offer["transfo"])
    response = client.get(url)
    assert response.context["map"].junctions == []
    assert not shown(response, "Programme secret")


def test_no_programme_at_all(client, url):
    response = client.get(url)
    assert response.status_code == 200
    assert '<svg class="map-drawing"' not in response.content.decode()


def test_a_translation_tells_each_junction_once(client, locales, index, url, offer):
    link(offer["residences"], "prepares", offer["transfo"])
    for page in (offer["residences"], offer["transfo"]):
        page.refresh_from_db()
        page.copy_for_translation(locales["en"], copy_parents=True).get_latest_revision().publish()
    english = index.get_translation(locales["en"])
    english.get_ancestors(inclusive=True).filter(depth__gt=1).update(live=True)
    response = client.get(f"{english.url}junctions/")
    (junction,) = response.context["map"].junctions
    assert junction.target == offer["transfo"].get_translation(locales["en"])
    assert len(client.get(url).context["map"].junctions) == 1
    assert "How the programmes join up" in response.content.decode()


def test_address_of_its_own(client, index, url, offer):
    html = client.get(url).content.decode()
    assert f'<link rel="canonical" href="http://localhost{url}">' in html
    assert client.get(f"{index.url}junctions/").url == url
    assert f'href="{url}"' in client.get(index.url).content.decode()


def test_a_programme_leads_to_the_map(client, url, offer):
    link(offer["residences"], "prepares", offer["transfo"])
    assert f'href="{url}"' in client.get(offer["transfo"].url).content.decode()


def test_what_comes_before(offer):
    link(offer["residences"], "prepares", offer["transfo"])
    link(offer["transfo"], "extends", offer["superpublic"])
    link(offer["reacteur"], "prepares", offer["transfo"])
    link(offer["pointeuse"], "feeds", offer["transfo"])
    before = programmes_before(drawn_between(offer.values()))
    assert before == {offer["transfo"].pk: [offer["residences"], offer["superpublic"]]}


def joined(source, target, kind="prepares") -> Joined:
    return Joined(kind, ProgrammeLink.Kind(kind).label, source, target, "", kind == "shares_places")


@settings(max_examples=40)
@given(
    places=st.lists(
        st.tuples(
            st.sampled_from(["", *Stage.values]), st.sampled_from(Function.values), st.text(max_size=60)
        ),
        max_size=14,
    ),
    ends=st.lists(
        st.tuples(st.integers(0, 13), st.integers(0, 13), st.sampled_from(ProgrammeLink.Kind.values)),
        max_size=20,
    ),
)
def test_everything_stands_inside_the_drawing_and_no_box_on_another(places, ends):
    pages = [
        ProgrammePage(pk=number, stage=stage, function=function, title=title)
        for number, (stage, function, title) in enumerate(places, start=1)
    ]
    count = len(pages)
    junctions = [
        joined(pages[one], pages[other], kind)
        for one, other, kind in ends
        if one < count and other < count and one != other
    ]
    with translation.override("fr"):
        drawing = Drawing(pages, junctions)
        assert len(drawing.boxes) == count
        assert len(drawing.lines) == len(junctions)
        for box in drawing.boxes:
            assert 0 <= box.x < box.right <= drawing.width
            assert 0 <= box.y < box.y + box.height <= drawing.height
        for one, other in itertools.combinations(drawing.boxes, 2):
            apart = one.right <= other.x or other.right <= one.x
            assert apart or one.y + one.height <= other.y or other.y + other.height <= one.y

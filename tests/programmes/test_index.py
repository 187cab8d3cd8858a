"""All programmes: the parcours, then the two functions."""

import pytest
from django.http import QueryDict
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st
from wagtail.models import PageViewRestriction

from core.typography import typeset
from programmes.models import ProgrammeIndexPage
from programmes.models.programme import RESERVED_SLUGS
from programmes.parcours import ParcoursFilters
from tests.factories import ProgrammePageFactory


@pytest.fixture
def programmes(index):
    kinds = {
        "transfo": {
            "title": "La Transfo",
            "stage": "institution",
            "cost_max": 170_000,
            "cost_unit": "session",
        },
        "residences": {"title": "Territoires en Résidences", "stage": "proof", "on_home": True},
        "essais": {"title": "Autres essais", "stage": "proof"},
        "fip": {"title": "FIP-Explo", "function": "resource", "activity": "Recherche"},
        "reacteur": {
            "title": "RE•ACTEUR PUBLIC",
            "stage": "pioneer",
            "function": "resource",
            "state": "dormant",
        },
    }
    return {name: ProgrammePageFactory(parent=index, **known) for name, known in kinds.items()}


def test_five_steps_name_their_open_programmes(client, index, programmes):
    response = client.get(index.url)
    steps = response.context["parcours"].steps
    assert [step.stage.number for step in steps] == [1, 2, 3, 4, 5]
    assert {
        step.stage.value: [each.title for each in step.programmes] for step in steps if step.programmes
    } == {
        "proof": ["Territoires en Résidences", "Autres essais"],
        "institution": ["La Transfo"],
    }
    assert "170\u202f000\u202f€" in response.content.decode()
    assert f'href="{programmes["transfo"].url}"' in response.content.decode()


def test_programmes_on_no_step(client, index, programmes):
    assert client.get(index.url).context["parcours"].beside.programmes == [programmes["fip"]]


def test_every_programme_stands_under_its_function_with_its_state(client, index, programmes):
    response = client.get(index.url)
    research, resource = response.context["functions"]
    assert research.count == 3
    assert [name for name, _members in resource.activities] == ["Recherche", ""]
    assert programmes["reacteur"] in resource.activities[1][1]
    html = response.content.decode()
    assert "ledger-closed" in html
    assert programmes["reacteur"].get_state_display() in html


def test_hidden_programmes_are_nowhere(client, index, programmes):
    ProgrammePageFactory(parent=index, title="Brouillon", live=False)
    private = ProgrammePageFactory(parent=index, title="Réservé")
    PageViewRestriction.objects.create(page=private, restriction_type="login")
    html = client.get(index.url).content.decode()
    assert "Brouillon" not in html
    assert "Réservé" not in html
    assert "La Transfo" in html


def test_empty_index(client, index):
    response = client.get(index.url)
    assert response.status_code == 200
    assert response.context["functions"] == []


def test_structured_data_lists_programmes(client, index, programmes):
    listed = client.get(index.url).context["structured_data"][0]["mainEntity"]["itemListElement"]
    assert {item["name"] for item in listed} == {page.title for page in programmes.values()}


# The filters of the parcours.


@pytest.fixture
def offer(index):
    kinds = {
        "cycle": {"title": "Le cycle", "stage": "curious", "small_organisations": "yes"},
        "residences": {
            "title": "Territoires en Résidences",
            "stage": "proof",
            "small_organisations": "together",
            "cost_min": 80_000,
            "cost_max": 90_000,
            "cost_unit": "shared",
        },
        "transfo": {
            "title": "La Transfo",
            "stage": "institution",
            "cost_min": 160_000,
            "cost_max": 170_000,
            "cost_unit": "organisation",
        },
        "nuancier": {
            "title": "Le Nuancier",
            "stage": "training",
            "small_organisations": "yes",
            "cost_min": 0,
            "cost_max": 0,
            "cost_unit": "organisation",
        },
        "pointeuse": {
            "title": "La Pointeuse",
            "cost_min": 35_000,
            "cost_max": 35_000,
            "cost_unit": "session",
        },
        "edition": {"title": "L’édition", "small_organisations": "yes"},
        "reacteur": {"title": "RE•ACTEUR PUBLIC", "stage": "proof", "state": "over"},
    }
    return {name: ProgrammePageFactory(parent=index, **known) for name, known in kinds.items()}


def names(programmes) -> list[str]:
    return [programme.title for programme in programmes]


@pytest.mark.parametrize(
    ("query", "kept", "undisclosed", "shared"),
    [
        ("size=small", ["Le cycle", "Territoires en Résidences", "Le Nuancier", "L’édition"], [], []),
        ("budget=0", ["Le Nuancier"], ["Le cycle", "L’édition"], []),
        (
            "budget=50000",
            ["Le Nuancier", "La Pointeuse"],
            ["Le cycle", "L’édition"],
            ["Territoires en Résidences"],
        ),
        (
            "budget=100000",
            ["Territoires en Résidences", "Le Nuancier", "La Pointeuse"],
            ["Le cycle", "L’édition"],
            [],
        ),
        (
            "budget=more",
            ["Territoires en Résidences", "La Transfo", "Le Nuancier", "La Pointeuse"],
            ["Le cycle", "L’édition"],
            [],
        ),
        ("stage=proof", ["Territoires en Résidences"], [], []),
        (
            "size=small&budget=10000",
            ["Le Nuancier"],
            ["Le cycle", "L’édition"],
            ["Territoires en Résidences"],
        ),
        ("size=small&budget=10000&stage=institution", [], [], []),
        ("size=&budget=&stage=proof", ["Territoires en Résidences"], [], []),
        ("stage=proof&stage=proof", ["Territoires en Résidences"], [], []),
    ],
)
def test_filters(client, index, offer, query, kept, undisclosed, shared):
    response = client.get(f"{index.url}?{query}")
    found = response.context["parcours"].all_kept
    assert names(found.programmes) == kept
    assert names(found.undisclosed) == undisclosed
    assert names(found.shared) == shared
    assert 'content="noindex' in response.content.decode()
    assert f'<link rel="canonical" href="http://localhost{index.url}">' in response.content.decode()


def test_unfiltered_page_is_indexed_and_says_nothing_of_filters(client, index, offer):
    response = client.get(index.url)
    assert "noindex" not in response.content.decode()
    assert response.context["active_filters"] == []
    assert len(response.context["parcours"].all_kept.programmes) == 6


def test_steps_left_bare_stay_and_say_so(client, index, offer):
    with translation.override("en"):
        steps = client.get(f"{index.url}?stage=proof").context["parcours"].steps
        told = [step.emptiness for step in steps]
    assert [bool(words) for words in told] == [True, False, True, True, True]
    html = client.get(f"{index.url}?stage=proof").content.decode()
    assert html.count('class="climb-step') == 5
    assert html.count("climb-empty") == 4


def test_the_outcome_is_told_in_words(client, index, offer):
    response = client.get(f"{index.url}?size=small&budget=10000")
    with translation.override("en"):
        assert response.context["parcours"].told == [
            "1 programme matches.",
            "2 more do not disclose their cost: they are shown apart.",
            "1 costs more in all, but its cost is divided between the partners.",
            "2 are left out: nothing is said yet of small organisations.",
        ]
    html = response.content.decode()
    assert 'role="status"' in html
    assert str(typeset(response.context["parcours"].told[0])) in html


def test_each_filter_has_a_way_out(client, index, offer):
    response = client.get(f"{index.url}?size=small&budget=10000&stage=training")
    ways = [each.removal for each in response.context["active_filters"]]
    assert ways == [
        f"{index.url}?budget=10000&stage=training",
        f"{index.url}?size=small&stage=training",
        f"{index.url}?size=small&budget=10000",
    ]
    html = response.content.decode()
    assert all(way.replace("&", "&amp;") in html for way in ways)
    (way,) = (each.removal for each in client.get(f"{index.url}?size=small").context["active_filters"])
    assert way == index.url


def test_the_form_keeps_what_is_set(client, index, offer):
    html = client.get(f"{index.url}?size=small&budget=50000&stage=proof").content.decode()
    assert '<option value="50000" selected>' in html
    assert '<option value="proof" selected>' in html
    assert 'value="small"' in html
    assert html.count(" checked") == 1


@pytest.mark.parametrize(
    "query",
    [
        "stage=unknown",
        "stage=proof&stage=training",
        f"budget={'9' * 10_000}",
        "size=%00",
        "size=%ff%fe",
        "budget=-1",
        "budget=10000.0",
        "stage=<script>alert(1)</script>",
    ],
)
def test_what_is_not_understood_is_left_out_and_said_to_be(client, index, offer, query):
    response = client.get(f"{index.url}?{query}")
    assert response.status_code == 200
    assert response.context["filters"].misread
    assert not response.context["filters"]
    assert "parcours-misread" in response.content.decode()
    assert "<script>alert" not in response.content.decode()


def test_what_is_closed_is_on_no_step_but_listed_with_its_label(client, index, offer):
    response = client.get(f"{index.url}?stage=proof")
    html = response.content.decode()
    assert offer["reacteur"] not in response.context["parcours"].all_kept.programmes
    assert html.count("RE•ACTEUR") >= 1
    assert "ledger-closed" in html
    assert "state-over" in html


@given(
    pairs=st.lists(
        st.tuples(
            st.sampled_from(["size", "budget", "stage", "other"]),
            st.sampled_from(["", "small", "0", "10000", "more", "proof"]) | st.text(max_size=20),
        ),
        max_size=6,
    )
)
def test_any_address_is_read(pairs):
    query = QueryDict(mutable=True)
    for name, value in pairs:
        query.appendlist(name, value)
    filters = ParcoursFilters.read(query)
    again = QueryDict(mutable=True)
    again.update(filters.values)
    assert ParcoursFilters.read(again).values == filters.values
    assert not ParcoursFilters.read(again).misread


def test_no_programme_takes_the_address_of_a_route():
    routes = {str(route.pattern).strip("/^$") for route in ProgrammeIndexPage.get_subpage_urls()} - {""}
    assert routes == set(RESERVED_SLUGS)

"""All programmes: the parcours, then the two functions."""

import pytest
from wagtail.models import PageViewRestriction

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
    steps = response.context["steps"]
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
    assert client.get(index.url).context["beside_the_path"] == [programmes["fip"]]


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

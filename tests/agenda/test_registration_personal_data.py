"""Who asks what is held about them is told of their registrations too, by those who may read them."""

import datetime
import json

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from programmes.agenda.models import Registration
from tests.agenda.registering import open_event, registered
from tests.factories import UserFactory

PERSON = reverse("adhesion_personal_data:index")
ADDRESS = "ada.lovelace@example.org"
HANDLING = ("access_admin", "decide_adhesionrequest")


@pytest.fixture(autouse=True)
def _pinned(settings):
    settings.PINNED_TODAY = datetime.date(2016, 1, 11)


@pytest.fixture
def event(agenda):
    return open_event(agenda)


def login(client, *codenames):
    user = UserFactory(username="-".join(codenames), is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=codenames))
    client.force_login(user)
    return client


@pytest.fixture
def team(client):
    return login(client, *HANDLING, "change_registration", "view_registration")


def keys(response) -> list[str]:
    return [record.key for _source, records in response.context["elsewhere"] for record in records]


def key(registration) -> str:
    return f"registration-{registration.pk}"


@pytest.mark.parametrize("who", [ADDRESS, ADDRESS.upper(), "lovelace ADA", "Ada Lovelace"])
def test_registrations_are_found_by_address_and_by_name(team, event, who):
    own = registered(event)
    registered(event, "Ada Byron")
    response = team.post(PERSON, {"who": who})
    assert keys(response) == [key(own)]
    content = response.content.decode()
    assert "Journée découverte" in content
    assert reverse("event_registrations:erase", args=[own.pk]) in content
    assert content.count(" checked") == ("@" in who)
    assert not team.post(PERSON, {"who": "Personne Inconnue"}).context["is_found"]


def test_file_hands_over_what_is_ticked(team, event, caplog):
    own = registered(event, organisation="Ville de Paris", needs="Une place près de l’écran")
    other = registered(event, "Ada Byron")
    response = team.post(PERSON, {"who": "Ada", "export": "1", "holding": [key(own), "registration-0"]})
    text = json.dumps(json.loads(response.content), ensure_ascii=False)
    for held in ("Journée découverte", "Ada Lovelace", ADDRESS, "Ville de Paris", "près de l’écran", "CNIL"):
        assert held in text, held
    assert "16 avril 2016" in text.replace("\u00a0", " ")
    assert "/inscriptions/" in text
    assert other.email not in text
    assert "Lovelace" not in caplog.text
    assert team.post(PERSON, {"who": "Ada", "export": "1"}).context["error"]


def test_whoever_is_named_by_another_is_handed_those_words_alone(team, event):
    registered(event, "Grace Hopper", needs="Je viens avec Ada Lovelace.")
    (found,) = keys(team.post(PERSON, {"who": "Ada Lovelace"}))
    response = team.post(PERSON, {"who": "Ada Lovelace", "export": "1", "holding": found})
    text = response.content.decode()
    assert "Je viens avec Ada Lovelace." in text
    assert "race" not in text.replace("place", "")


def test_what_may_not_be_read_is_said_and_not_searched(client, event):
    own = registered(event)
    reader = login(client, *HANDLING)
    response = reader.post(PERSON, {"who": ADDRESS})
    assert response.context["elsewhere"] == []
    assert "Journée découverte" not in response.content.decode()
    assert response.context["unreadable"]
    exported = reader.post(PERSON, {"who": ADDRESS, "export": "1", "holding": key(own)})
    assert exported["Content-Type"].startswith("text/html")


def test_who_may_only_read_is_led_to_no_erasure(client, event):
    own = registered(event)
    response = login(client, *HANDLING, "view_registration").post(PERSON, {"who": ADDRESS})
    assert keys(response) == [key(own)]
    assert reverse("event_registrations:erase", args=[own.pk]) not in response.content.decode()


def test_what_is_erased_is_found_no_more(team, event):
    own = registered(event)
    team.post(reverse("event_registrations:erase", args=[own.pk]))
    assert not Registration.objects.exists()
    assert keys(team.post(PERSON, {"who": ADDRESS})) == []

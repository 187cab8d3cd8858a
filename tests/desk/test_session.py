"""What the server says of a session, and what it does with a form that comes too late."""

import datetime

import pytest
from django.contrib.auth.models import Group
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.factories import UserFactory
from users import roles

HTML = {"HTTP_ACCEPT": "text/html,*/*", "HTTP_ORIGIN": "http://testserver"}


@pytest.fixture
def writer(db):
    roles.establish_all()
    user = UserFactory(username="redac")
    user.groups.add(Group.objects.get(name=roles.WRITING.name))
    return user


@pytest.fixture
def theme_url():
    return reverse("wagtailsnippets_core_theme:add")


def test_it_says_who_is_in_for_how_long(client, writer):
    url = reverse("session_state")
    assert client.get(url).json() == {"is_in": False}
    client.force_login(writer)
    Session.objects.update(expire_date=timezone.now() + datetime.timedelta(seconds=90))
    answer = client.get(url)
    assert answer.json()["is_in"]
    assert 80 < answer.json()["seconds"] <= 90
    assert "no-store" in answer.headers["Cache-Control"]
    assert client.post(url).status_code == 405
    # Asking does not make it last.
    assert Session.objects.get().expire_date < timezone.now() + datetime.timedelta(seconds=91)
    client.force_login(UserFactory())
    assert client.get(url).json() == {"is_in": False}


def test_a_form_sent_too_late_comes_back_whole(client, home, theme_url):
    typed = {"name": "Ce que « j’ai » tapé <b>", "tags": ["un", "deux"], "password_hint": ""}
    del typed["password_hint"]
    answer = client.post(theme_url, typed, **HTML)

    assert answer.status_code == 403
    assert "Ce que « j’ai » tapé &lt;b&gt;" in answer.text
    assert dict(answer.context["fields"])["tags"] == "deux"
    assert ("tags", "un") in answer.context["fields"]
    assert f'action="{theme_url}"' in answer.text
    assert reverse("wagtailadmin_login") in answer.text
    assert "no-store" in answer.headers["Cache-Control"]


@pytest.mark.parametrize(
    ("data", "headers"),
    [
        ({"name": "a", "password1": "secret"}, HTML),
        ({"name": "a"}, {"HTTP_ACCEPT": "application/json"}),
        ({"name": "a"}, HTML | {"HTTP_X_REQUESTED_WITH": "XMLHttpRequest"}),
    ],
)
def test_secrets_and_what_scripts_send_are_not_kept(client, home, theme_url, data, headers):
    answer = client.post(theme_url, data, **headers)
    assert answer.status_code in {302, 403}
    assert "<form" not in answer.text


def test_logging_out_says_good_bye_and_no_more(client, writer, home):
    client.force_login(writer)
    answer = client.post(reverse("wagtailadmin_logout"), **HTML)
    assert answer.status_code == 302
    assert answer.url.startswith(reverse("wagtailadmin_login"))


def test_reading_still_leads_to_log_in(client, home, theme_url):
    assert client.get(theme_url, **HTML).url.startswith(reverse("wagtailadmin_login"))


@pytest.mark.parametrize("origin", ["https://elsewhere.example", "null", ""])
def test_what_comes_from_elsewhere_is_not_offered_to_be_sent(home, writer, theme_url, origin):
    client = Client(enforce_csrf_checks=True)
    client.force_login(writer)
    answer = client.post(theme_url, {"name": "Piégé"}, **HTML | {"HTTP_ORIGIN": origin})
    assert answer.status_code == 403
    assert "Piégé" not in answer.text


def test_a_form_of_the_session_before_is_offered_once_more(home, writer, theme_url):
    client = Client(enforce_csrf_checks=True)
    late = client.post(theme_url, {"name": "Tapé"}, **HTML)
    assert (late.status_code, late.context["is_in"]) == (403, False)
    client.force_login(writer)
    again = client.post(theme_url, dict(late.context["fields"]), **HTML)
    assert (again.status_code, again.context["is_in"]) == (403, True)
    token = str(again.context["csrf_token"])
    sent = client.post(theme_url, dict(again.context["fields"]) | {"csrfmiddlewaretoken": token}, **HTML)
    assert sent.status_code in {200, 302}


def test_every_screen_watches(client, writer):
    client.force_login(writer)
    assert "trash/session.js" in client.get(reverse("wagtailadmin_home")).text
    assert client.get(reverse("session_back")).status_code == 200

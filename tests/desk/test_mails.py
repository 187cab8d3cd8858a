"""The screen that shows each mail of the site as it would leave."""

import re

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from post_office.models import Email

from home.adhesion.models.history import MailKind
from programmes.agenda.registration.mails import Kind
from tests.adhesion.factories import JoinPageFactory
from tests.factories import UserFactory
from users import roles


@pytest.fixture
def enter(home, client):
    """Logs somebody of the role in."""
    JoinPageFactory(parent=home)
    roles.establish_all()

    def enter(role):
        user = UserFactory()
        user.groups.add(Group.objects.get(name=role.name))
        client.force_login(user)

    return enter


def listed(client, language="fr"):
    """(section, key) of the mails that the list leads to."""
    page = client.get(reverse("mails"), {"language": language}).text
    return re.findall(r'href="/admin/reports/mails/([\w-]+)/([\w-]+)/\?language=', page)


def mail(client, section, key, language="fr"):
    response = client.get(reverse("mails_one", args=[section, key]), {"language": language})
    assert response.status_code == 200, (section, key)
    return response.context["mail"]


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_mail_is_shown_and_none_leaves(enter, client, language):
    enter(roles.ADMINISTRATION)
    found = listed(client, language)

    keys = {key for _section, key in found}
    assert {kind.value.replace("_", "-") for kind in MailKind} <= keys
    assert {kind.value for kind in Kind} <= keys
    assert {"task-state-submitted", "workflow-state-rejected", "updated-comments", "new-password"} <= keys
    assert len(found) == len(set(found))
    for section, key in found:
        shown = mail(client, section, key, language)
        assert shown.subject
        assert shown.reader
        assert len(shown.text) > 80, key
        assert "None" not in shown.text, key
    assert not Email.objects.exists()


def test_mails_for_those_outside_are_in_the_language_asked_for_and_the_teams_in_its_own(enter, client):
    enter(roles.MEMBERSHIPS)

    assert "Bonjour" in mail(client, "membership", "receipt", "fr").text
    assert "Hello," in mail(client, "membership", "receipt", "en").text
    assert "Town of Nowhere" in mail(client, "membership", "receipt", "en").text
    assert "Qui paie" in mail(client, "membership", "alert", "en").text
    assert "Hello," in mail(client, "registration", "confirmed", "en").text


@pytest.mark.parametrize(
    ("role", "sections"),
    [
        (roles.MEMBERSHIPS, {"membership", "registration"}),
        (roles.VALIDATION, {"registration", "reviews"}),
        (roles.ADMINISTRATION, {"membership", "registration", "reviews"}),
    ],
)
def test_each_role_sees_the_mails_that_it_handles(enter, client, role, sections):
    enter(role)

    assert {section for section, _key in listed(client)} == sections
    assert '"/admin/reports/mails/"' in client.get(reverse("wagtailadmin_home")).text
    hidden = {"membership", "registration", "reviews"} - sections
    for section in hidden:
        assert client.get(reverse("mails_one", args=[section, "receipt"])).status_code == 404


def test_whoever_writes_pages_sends_no_mail_and_sees_none(enter, client):
    enter(roles.WRITING)

    assert client.get(reverse("mails")).url == reverse("wagtailadmin_home")
    assert '"/admin/reports/mails/"' not in client.get(reverse("wagtailadmin_home")).text


def test_a_language_that_is_none_of_the_sites_is_that_of_the_house(enter, client):
    enter(roles.ADMINISTRATION)

    assert client.get(reverse("mails"), {"language": "xx"}).context["language"] == "fr"
    assert client.get(reverse("mails_one", args=["membership", "no-such"])).status_code == 404

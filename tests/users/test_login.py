"""Log-in with name and password: who is let in, for how long, and who is made to wait."""

import datetime
import html
import logging
import re

import pytest
import time_machine
from axes.models import AccessAttempt, AccessLog
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from tests.factories import UserFactory

PASSWORD = "les chaises sont empilées"
WRONG = "les chaises sont dépliées"
LOGIN = "/admin/login/"
OFFICE, ELSEWHERE = "192.0.2.7", "198.51.100.7"


@pytest.fixture
def member(db):
    user = UserFactory(
        username="camille",
        first_name="Camille",
        last_name="Vasseur",
        email="camille@example.org",
        is_superuser=True,
    )
    user.set_password(PASSWORD)
    user.save()
    return user


def attempt(client, username="camille", *, password=WRONG, address=OFFICE, **fields):
    data = {"username": username, "password": password} | fields
    return client.post(LOGIN, data, REMOTE_ADDR=address)


def fail(client, times, **where):
    for _each in range(times):
        response = attempt(client, **where)
    return response


def stopped_clock():
    """A morning that lasts until it is shifted."""
    return time_machine.travel(datetime.datetime(2016, 1, 11, 9, 0, tzinfo=datetime.UTC), tick=False)


def is_logged_in(client):
    return "_auth_user_id" in client.session


def said(response):
    return html.unescape(response.content.decode())


def test_name_and_password_lead_to_the_admin(member, client):
    response = attempt(client, password=PASSWORD)

    assert response.url == "/admin/"
    assert is_logged_in(client)


def test_whoever_was_on_the_way_arrives_there(member, client):
    asked = reverse("wagtailadmin_account")
    door = client.get(asked).url

    page = client.get(door)
    response = attempt(client, password=PASSWORD, next=page.context["next"])

    assert response.url == asked


@pytest.mark.parametrize("elsewhere", ["https://example.com/", "//example.com", "javascript:alert(1)"])
def test_log_in_leads_to_no_other_site(member, client, elsewhere):
    assert attempt(client, password=PASSWORD, next=elsewhere).url == "/admin/"


def test_whoever_is_in_already_is_not_asked_again(member, client):
    client.force_login(member)

    assert client.get(LOGIN).url == "/admin/"


def test_a_failure_says_nothing_about_the_name(member, client):
    known = attempt(client)
    unknown = attempt(client, "personne")

    assert known.status_code == unknown.status_code == 200
    errors = [response.context["form"].non_field_errors() for response in (known, unknown)]
    assert errors[0] == errors[1]
    assert errors[0]
    assert 'value="camille"' in said(known)


def test_browsers_know_what_the_fields_are_for(member, client):
    page = said(client.get(LOGIN))

    assert 'autocomplete="username"' in page
    assert 'autocomplete="current-password"' in page


class TestLockout:
    def test_the_fifth_failure_closes_the_door(self, member, client):
        before = fail(client, 4)
        locked = attempt(client)

        assert before.status_code == 200
        assert locked.status_code == 429
        assert 0 < int(locked["Retry-After"]) <= 15 * 60
        assert "15 minutes" in said(locked)
        assert 'value="camille"' in said(locked)

    def test_the_right_password_is_not_looked_at_meanwhile(self, member, client):
        fail(client, 5)

        response = attempt(client, password=PASSWORD)

        assert response.status_code == 429
        assert not is_logged_in(client)

    def test_an_unknown_name_is_locked_out_alike(self, member, client):
        known = fail(client, 5)
        unknown = fail(client, 5, username="personne")

        assert unknown.status_code == known.status_code == 429
        assert unknown.context["form"].non_field_errors() == known.context["form"].non_field_errors()

    def test_the_door_opens_again_by_itself(self, member, client):
        with stopped_clock() as now:
            fail(client, 5)
            now.shift(datetime.timedelta(minutes=14))
            still = attempt(client, password=PASSWORD)
            now.shift(datetime.timedelta(minutes=1, seconds=1))
            opened = attempt(client, password=PASSWORD)

        assert still.status_code == 429
        assert re.search(r"\b1 minute\b", said(still))
        assert opened.status_code == 302

    def test_trying_on_makes_nobody_wait_longer(self, member, client):
        with stopped_clock() as now:
            fail(client, 5)
            for _minute in range(15):
                now.shift(datetime.timedelta(minutes=1))
                attempt(client)
            now.shift(datetime.timedelta(seconds=1))

            assert attempt(client, password=PASSWORD).status_code == 302

    def test_a_colleague_elsewhere_is_let_in(self, member, client):
        fail(client, 5, address=ELSEWHERE)

        assert attempt(client, password=PASSWORD).status_code == 302

    def test_a_colleague_in_the_same_office_is_let_in(self, member, client):
        fail(client, 5, username="noémie")

        assert attempt(client, password=PASSWORD).status_code == 302

    def test_another_browser_is_no_way_round(self, member, client):
        for number in range(5):
            client.post(
                LOGIN,
                {"username": "camille", "password": "non"},
                REMOTE_ADDR=OFFICE,
                headers={"User-Agent": f"browser {number}"},
            )

        assert attempt(client, password=PASSWORD).status_code == 429

    def test_nor_is_an_invented_proxy(self, member, client):
        for number in range(5):
            client.post(
                LOGIN,
                {"username": "camille", "password": "non"},
                REMOTE_ADDR=OFFICE,
                headers={"X-Forwarded-For": f"203.0.113.{number}"},
            )

        assert attempt(client, password=PASSWORD).status_code == 429

    def test_behind_a_socket_too(self, member, client):
        fail(client, 5, address="")

        assert attempt(client, password=PASSWORD, address="").status_code == 429

    def test_many_names_from_one_address(self, member, client, settings):
        settings.LOGIN_FAILURES_PER_ADDRESS = 8
        for number in range(8):
            attempt(client, f"nom-{number}")

        here = attempt(client, password=PASSWORD)
        assert here.status_code == 429
        assert "15 minutes" in said(here)
        assert attempt(client, password=PASSWORD, address=ELSEWHERE).status_code == 302

    def test_the_limit_by_address_is_far_from_what_an_office_mistypes(self):
        assert settings.LOGIN_FAILURES_PER_ADDRESS >= 10 * settings.AXES_FAILURE_LIMIT

    def test_success_forgets_the_failures(self, member, client):
        for _day in range(3):
            fail(client, 4)
            assert attempt(client, password=PASSWORD).status_code == 302
            client.logout()

    def test_an_administrator_opens_the_door(self, member, client):
        fail(client, 5)

        call_command("axes_reset_username", "camille", verbosity=0)

        assert attempt(client, password=PASSWORD).status_code == 302

    def test_nothing_is_kept_once_it_serves_no_more(self, member, client):
        with stopped_clock() as now:
            fail(client, 3, username="quelqu’un")
            now.shift(datetime.timedelta(minutes=16))
            attempt(client, password=PASSWORD)

        assert not AccessAttempt.objects.exists()
        assert not AccessLog.objects.exists()


def test_no_log_and_no_stored_form_names_anybody(member, client, caplog):
    caplog.set_level(logging.DEBUG)
    for _each in range(6):
        client.post(
            LOGIN,
            {"username": "camille", "password": "un secret", "next": "/admin/?q=durand"},
            REMOTE_ADDR=OFFICE,
            headers={"User-Agent": "Navigateur de Camille"},
        )
    attempt(client, password=PASSWORD, address=ELSEWHERE)
    client.logout()

    axes = "\n".join(record.getMessage() for record in caplog.records if record.name.startswith("axes"))
    assert "Locking out" in axes
    everything = caplog.text
    for private in ("camille", "Camille", OFFICE, ELSEWHERE, "un secret", PASSWORD):
        assert private not in everything
    for stored in AccessAttempt.objects.all():
        assert not re.search("camille|secret|durand", stored.post_data + stored.get_data)


class TestSession:
    def test_a_new_key_is_given_at_log_in(self, member, client):
        session = client.session
        session["draft"] = "Vaulx"
        session.save()
        before = client.session.session_key

        attempt(client, password=PASSWORD)

        assert client.session.session_key != before
        assert client.session["draft"] == "Vaulx"

    def test_it_ends_with_the_browser_and_after_a_day_at_work(self, member, client):
        response = attempt(client, password=PASSWORD)

        cookie = response.cookies[settings.SESSION_COOKIE_NAME]
        assert cookie["max-age"] == ""
        assert cookie["httponly"]
        assert cookie["samesite"] == "Lax"
        assert client.session.get_expiry_age() == 12 * 3600

    def test_ticked_it_lasts_seven_days_and_no_visit_puts_that_off(self, member, client):
        with stopped_clock() as now:
            attempt(client, password=PASSWORD, remember="on")
            now.shift(datetime.timedelta(days=6))
            session = client.session
            session["visited"] = True
            session.save()

            assert client.get("/admin/account/").status_code == 200
            now.shift(datetime.timedelta(days=1, seconds=1))
            assert client.get("/admin/account/").status_code == 302

    def test_a_new_password_ends_the_other_sessions(self, member, client):
        other = Client()
        for browser in (client, other):
            attempt(browser, password=PASSWORD)
        new = "les tables sont repliées"

        page = client.get("/admin/account/")
        data = {
            field.html_name: field.value()
            for panels in page.context["panels_by_tab"].values()
            for panel in panels
            for field in panel.get_form()
            if field.name != "avatar" and field.value() not in (None, False)
        }
        client.post(
            "/admin/account/",
            data
            | {
                "password-old_password": PASSWORD,
                "password-new_password1": new,
                "password-new_password2": new,
            },
        )

        member.refresh_from_db()
        assert member.check_password(new)
        assert client.get("/admin/account/").status_code == 200
        assert other.get("/admin/account/").status_code == 302

    def test_an_account_that_is_closed_is_out_at_once(self, member, client):
        attempt(client, password=PASSWORD)

        member.is_active = False
        member.save()

        assert client.get("/admin/").status_code == 302
        assert attempt(Client(), password=PASSWORD).status_code == 200


class TestForgottenPassword:
    URL = "/admin/password_reset/"

    def test_the_answer_is_the_same_for_everybody(self, member, client, mailoutbox):
        known = client.post(self.URL, {"email": member.email})
        unknown = client.post(self.URL, {"email": "personne@example.org"})

        assert (known.status_code, known.url) == (unknown.status_code, unknown.url)
        assert [mail.to for mail in mailoutbox] == [[member.email]]

    def test_nobody_fills_a_colleagues_mailbox(self, member, client, mailoutbox):
        with stopped_clock() as now:
            for _each in range(10):
                assert client.post(self.URL, {"email": member.email}).status_code == 302
            assert len(mailoutbox) == 1
            now.shift(datetime.timedelta(minutes=6))
            client.post(self.URL, {"email": member.email})

        assert len(mailoutbox) == 2

    def test_the_link_serves_once_and_for_four_hours(self, member, client, mailoutbox):
        with stopped_clock() as now:
            client.post(self.URL, {"email": member.email})
            link = re.search(r"/admin/password_reset/confirm/\S+", mailoutbox[0].body)[0]
            now.shift(datetime.timedelta(hours=4, seconds=1))
            late = client.get(link, follow=True)
            now.shift(datetime.timedelta(minutes=-1))
            form = client.get(link, follow=True)
            new = {"new_password1": "les tables sont repliées", "new_password2": "les tables sont repliées"}
            client.post(form.request["PATH_INFO"], new)
            again = Client().get(link, follow=True)

        member.refresh_from_db()
        assert member.check_password("les tables sont repliées")
        assert late.context["validlink"] is False
        assert again.context["validlink"] is False
        assert not is_logged_in(client)


@pytest.mark.parametrize("weak", ["onze lettre", "123456789012", "camille@example.org", "startfinding"])
def test_a_weak_password_is_refused(member, weak):
    with pytest.raises(ValidationError):
        validate_password(weak, member)


@pytest.mark.parametrize(
    "path", ["/_util/login/", "/en/_util/login/", "/_util/authenticate_with_password/1/2/"]
)
def test_there_is_no_other_way_to_log_in(client, home, path):
    """Wagtail has its own log-in for restricted pages, which asks for a password only."""
    assert client.get(path).status_code == 404
    assert client.post(path, {"username": "x", "password": "y"}).status_code == 404

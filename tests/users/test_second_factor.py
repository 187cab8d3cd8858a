"""The second step of log-in: turned on, asked for, lost, and imposed."""

import base64
import datetime
import re

import pytest
import time_machine
from django.contrib.auth.models import Group
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django_otp.oath import totp
from wagtail.models import ModelLogEntry

from tests.factories import UserFactory
from users import roles, second_factor
from users.models import Authenticator, RecoveryCode

PASSWORD = "les chaises sont empilées"
LOGIN, CODE = "/admin/login/", "/admin/login/code/"
PAGE = "/admin/account/second-factor/"
MORNING = datetime.datetime(2016, 1, 11, 9, 0, tzinfo=datetime.UTC)


@pytest.fixture
def now():
    """A morning that lasts until it is shifted."""
    with time_machine.travel(MORNING, tick=False) as traveller:
        yield traveller


@pytest.fixture
def member(home):
    return member_called("camille", is_superuser=True)


def member_called(name, **attributes):
    user = UserFactory(username=name, **attributes)
    user.set_password(PASSWORD)
    user.save()
    return user


@pytest.fixture
def recovery_codes(member, now):
    """Those of the member, whose second step is on."""
    return second_factor.turn_on(member, second_factor.new_secret(), step=0)


def code_of(user):
    """What the user's telephone shows."""
    return f"{totp(Authenticator.objects.get(user=user).bin_key):06d}"


def wrong(code):
    return f"{(int(code) + 1) % 10**6:06d}"


def halfway(client, user, **fields):
    return client.post(LOGIN, {"username": user.username, "password": PASSWORD} | fields)


def is_logged_in(client):
    return "_auth_user_id" in client.session


class TestTurningItOn:
    def secret_on(self, page):
        key = re.search(r"<code>([A-Z2-7 ]+)</code>", page.content.decode())[1]
        return base64.b32decode(key.replace(" ", ""))

    def test_the_account_page_leads_there(self, member, client):
        client.force_login(member)

        assert f'href="{PAGE}"' in client.get("/admin/account/").content.decode()

    def test_the_key_a_code_the_password(self, member, client, now):
        client.force_login(member)
        page = client.get(PAGE)
        secret = self.secret_on(page)

        response = client.post(PAGE, {"code": f"{totp(secret):06d}", "password": PASSWORD})

        assert Authenticator.objects.get(user=member).bin_key == secret
        assert len(response.context["codes"]) == second_factor.RECOVERY_CODES
        assert all(code in response.content.decode() for code in response.context["codes"])
        assert "no-store" in response["Cache-Control"]
        assert ModelLogEntry.objects.filter(action="users.second_factor_on", user=member).exists()

    def test_the_key_is_drawn_here_and_stays_the_same_until_it_is_proved(self, member, client):
        client.force_login(member)

        pages = [client.get(PAGE) for _each in range(2)]

        assert self.secret_on(pages[0]) == self.secret_on(pages[1])
        assert "<svg" in pages[0].content.decode()
        assert "no-store" in pages[0]["Cache-Control"]

    def test_a_wrong_code_turns_nothing_on(self, member, client, now):
        client.force_login(member)
        secret = self.secret_on(client.get(PAGE))

        response = client.post(PAGE, {"code": wrong(f"{totp(secret):06d}"), "password": PASSWORD})

        assert response.context["form"].has_error("code", "wrong")
        assert self.secret_on(response) == secret
        assert not second_factor.is_on(member)

    def test_a_screen_left_open_shuts_nobody_out(self, member, client, now):
        client.force_login(member)
        secret = self.secret_on(client.get(PAGE))

        for _each in range(5):
            response = client.post(PAGE, {"code": f"{totp(secret):06d}", "password": "à peu près"})

        assert response.status_code == 429
        assert response.context["form"].has_error("password", "locked_out")
        assert not second_factor.is_on(member)
        assert client.get("/admin/").status_code == 200

    def test_the_code_that_proved_it_is_spent(self, member, client, now):
        client.force_login(member)
        code = f"{totp(self.secret_on(client.get(PAGE))):06d}"
        client.post(PAGE, {"code": code, "password": PASSWORD})
        client.logout()
        halfway(client, member)

        assert client.post(CODE, {"code": code}).status_code == 200
        now.shift(31)
        assert client.post(CODE, {"code": code_of(member)}).status_code == 302

    def test_a_visitor_is_led_to_the_door(self, client, home):
        assert client.get(PAGE).url.startswith(LOGIN)


class TestLogIn:
    def test_the_password_alone_opens_nothing(self, member, recovery_codes, client):
        response = halfway(client, member)

        assert response.url == CODE
        assert not is_logged_in(client)
        assert client.get("/admin/").url.startswith(LOGIN)
        assert client.get("/admin/account/").url.startswith(LOGIN)

    def test_the_code_does(self, member, recovery_codes, client):
        halfway(client, member)
        before = client.session.session_key

        response = client.post(CODE, {"code": code_of(member)})

        assert response.url == "/admin/"
        assert is_logged_in(client)
        assert client.session.session_key != before

    def test_written_as_the_telephone_shows_it(self, member, recovery_codes, client):
        halfway(client, member)
        code = code_of(member)

        assert client.post(CODE, {"code": f" {code[:3]} {code[3:]} "}).status_code == 302

    def test_whoever_was_on_the_way_arrives_there(self, member, recovery_codes, client):
        halfway(client, member, next="/admin/account/")

        assert client.post(CODE, {"code": code_of(member)}).url == "/admin/account/"

    def test_no_other_site_is_arrived_at(self, member, recovery_codes, client):
        halfway(client, member, next="https://example.com/")

        assert client.post(CODE, {"code": code_of(member)}).url == "/admin/"

    @pytest.mark.parametrize(("ticked", "lasts"), [("on", 7 * 24 * 3600), ("", 12 * 3600)])
    def test_the_session_lasts_as_was_asked_with_the_password(
        self, member, recovery_codes, client, ticked, lasts
    ):
        halfway(client, member, remember=ticked)
        client.post(CODE, {"code": code_of(member)})

        assert client.session.get_expiry_age() == lasts

    def test_without_it_a_colleague_logs_in_as_before(self, member, recovery_codes, client):
        colleague = member_called("noémie", is_superuser=True)

        assert halfway(client, colleague).url == "/admin/"
        assert is_logged_in(client)

    def test_a_wrong_code_lets_nobody_in(self, member, recovery_codes, client):
        halfway(client, member)

        response = client.post(CODE, {"code": wrong(code_of(member))})

        (error,) = response.context["form"].errors["code"]
        assert f'<li class="error">{error}</li>' in response.content.decode()
        assert not is_logged_in(client)

    def test_a_code_serves_once(self, member, recovery_codes, client):
        code = code_of(member)
        halfway(client, member)
        client.post(CODE, {"code": code})
        somebody_behind = Client()
        halfway(somebody_behind, member)

        assert somebody_behind.post(CODE, {"code": code}).status_code == 200
        assert not is_logged_in(somebody_behind)

    def test_somebody_elses_code_is_worth_nothing(self, member, recovery_codes, client):
        colleague = member_called("noémie", is_superuser=True)
        second_factor.turn_on(colleague, second_factor.new_secret(), step=0)
        halfway(client, member)

        assert client.post(CODE, {"code": code_of(colleague)}).status_code == 200

    def test_right_after_a_wrong_one_none_is_looked_at(self, member, recovery_codes, client, now):
        halfway(client, member)
        client.post(CODE, {"code": wrong(code_of(member))})

        too_soon = client.post(CODE, {"code": code_of(member)})
        now.shift(2)
        in_time = client.post(CODE, {"code": code_of(member)})

        assert too_soon.context["form"].has_error("code", "too_soon")
        assert in_time.status_code == 302

    def test_five_wrong_codes_close_the_door(self, member, recovery_codes, client, now):
        halfway(client, member)
        for _each in range(5):
            response = client.post(CODE, {"code": wrong(code_of(member))})
            now.shift(20)

        assert response.status_code == 429
        assert response.context["form"].has_error("code", "locked_out")
        assert client.post(CODE, {"code": code_of(member)}).status_code == 429
        assert not is_logged_in(client)
        assert halfway(Client(), member).status_code == 429

    def test_wrong_codes_and_wrong_passwords_count_together(self, member, recovery_codes, client):
        for _each in range(4):
            client.post(LOGIN, {"username": "camille", "password": "non"})
        halfway(client, member)

        assert client.post(CODE, {"code": wrong(code_of(member))}).status_code == 429

    def test_nobody_who_knows_the_password_keeps_its_owner_out(self, member, recovery_codes, client, now):
        Authenticator.objects.filter(user=member).update(
            throttling_failure_count=40, throttling_failure_timestamp=MORNING
        )
        now.shift(14 * 60)
        halfway(client, member)
        before = client.post(CODE, {"code": code_of(member)})
        now.shift(60)
        after = client.post(CODE, {"code": code_of(member)})

        assert before.context["form"].has_error("code", "too_soon")
        assert after.status_code == 302

    def test_the_code_is_waited_for_ten_minutes(self, member, recovery_codes, client, now):
        halfway(client, member)
        now.shift(10 * 60 + 1)

        assert client.post(CODE, {"code": code_of(member)}).url == LOGIN
        assert not is_logged_in(client)

    def test_without_the_password_there_is_no_code(self, member, recovery_codes, client):
        assert client.get(CODE).url == LOGIN
        assert client.post(CODE, {"code": code_of(member)}).url == LOGIN

    @pytest.mark.parametrize("change", ["password", "closed"])
    def test_what_changes_meanwhile_counts(self, member, recovery_codes, client, change):
        halfway(client, member)
        if change == "password":
            member.set_password("les tables sont repliées")
        else:
            member.is_active = False
        member.save()

        assert client.post(CODE, {"code": code_of(member)}).url == LOGIN
        assert not is_logged_in(client)


class TestRecoveryCodes:
    def test_each_lets_in_once(self, member, recovery_codes, client):
        halfway(client, member)
        first = client.post(CODE, {"code": recovery_codes[0]})
        again = Client()
        halfway(again, member)

        assert first.status_code == 302
        assert again.post(CODE, {"code": recovery_codes[0]}).status_code == 200
        assert again.post(CODE, {"code": recovery_codes[1].upper().replace("-", " ")}).status_code == 302

    def test_it_is_said_how_many_are_left(self, member, recovery_codes, client):
        halfway(client, member)

        page = client.post(CODE, {"code": recovery_codes[0]}, follow=True)

        assert any("9" in str(message) for message in page.context["messages"])

    def test_the_database_does_not_hold_them(self, member, recovery_codes):
        stored = set(RecoveryCode.objects.values_list("digest", flat=True))

        assert len(stored) == second_factor.RECOVERY_CODES
        assert not stored & {code.replace("-", "") for code in recovery_codes}
        assert all(re.fullmatch("[0-9a-f]{64}", digest) for digest in stored)

    def test_new_ones_take_the_place_of_the_old(self, member, recovery_codes, client):
        client.force_login(member)

        new = client.post(PAGE, {"password": PASSWORD}).context["codes"]

        assert not second_factor.verify(member, recovery_codes[0])
        assert second_factor.verify(member, new[0])


class TestTurningItOff:
    def test_with_the_password(self, member, recovery_codes, client):
        client.force_login(member)

        client.post(PAGE, {"password": PASSWORD, "off": "1"})

        assert not second_factor.is_on(member)
        assert not RecoveryCode.objects.exists()
        assert halfway(Client(), member).url == "/admin/"

    def test_not_without(self, member, recovery_codes, client):
        client.force_login(member)

        response = client.post(PAGE, {"password": "à peu près", "off": "1"})

        assert response.context["form"].has_error("password", "wrong")
        assert second_factor.is_on(member)

    def test_from_the_command_line(self, member, recovery_codes, capsys):
        call_command("reset_second_factor", "camille")

        assert not second_factor.is_on(member)
        assert "camille" not in capsys.readouterr().out
        assert ModelLogEntry.objects.filter(action="users.second_factor_off", user=None).exists()

    @pytest.mark.parametrize("name", ["personne", "noémie"])
    def test_the_command_says_when_there_is_nothing_to_do(self, home, name):
        member_called("noémie")

        with pytest.raises(CommandError):
            call_command("reset_second_factor", name)

    def test_by_an_administrator(self, home, now, client):
        roles.establish_all()
        colleague, administrator = member_called("noémie"), member_called("camille")
        administrator.groups.add(Group.objects.get(name="Administration"))
        second_factor.turn_on(colleague, second_factor.new_secret(), step=0)
        client.force_login(administrator)
        address = reverse("users_colleague", args=[colleague.pk])

        listed = client.get(reverse("wagtailusers_users:index")).content.decode()
        page = client.get(address)
        response = client.post(address)

        assert f'href="{address}"' in listed
        assert page.status_code == 200
        assert response.url == reverse("wagtailusers_users:index")
        assert not second_factor.is_on(colleague)
        assert ModelLogEntry.objects.get(action="users.second_factor_off").user == administrator

    def test_by_nobody_else(self, home, now, client):
        roles.establish_all()
        colleague, writer = member_called("noémie"), member_called("camille")
        writer.groups.add(Group.objects.get(name="Rédaction"))
        second_factor.turn_on(colleague, second_factor.new_secret(), step=0)
        client.force_login(writer)

        client.post(reverse("users_colleague", args=[colleague.pk]))

        assert second_factor.is_on(colleague)

    def test_nor_for_somebody_who_may_do_more(self, home, now, client):
        roles.establish_all()
        superuser, administrator = member_called("noémie", is_superuser=True), member_called("camille")
        administrator.groups.add(Group.objects.get(name="Administration"))
        second_factor.turn_on(superuser, second_factor.new_secret(), step=0)
        client.force_login(administrator)

        client.post(reverse("users_colleague", args=[superuser.pk]))

        assert second_factor.is_on(superuser)


class TestImposed:
    @pytest.fixture(autouse=True)
    def _rule(self, settings):
        settings.REQUIRE_SECOND_FACTOR = True

    @pytest.mark.parametrize("address", ["/admin/", "/admin/account/", "/admin/pages/", "/admin/adhesion/"])
    def test_without_it_everything_leads_to_it(self, member, client, address):
        halfway(client, member)

        assert client.get(address).url == PAGE
        assert client.get(PAGE).status_code == 200

    def test_the_way_out_stays_open(self, member, client):
        halfway(client, member)
        client.post("/admin/logout/")

        assert not is_logged_in(client)

    def test_once_it_is_on_all_opens(self, member, client, now):
        halfway(client, member)
        client.get(PAGE)
        secret = bytes.fromhex(client.session["second_factor_secret"])
        client.post(PAGE, {"code": f"{totp(secret):06d}", "password": PASSWORD})

        assert client.get("/admin/").status_code == 200

    def test_a_session_that_began_with_a_password_alone_ends(self, member, client, now):
        halfway(client, member)
        second_factor.turn_on(member, second_factor.new_secret(), step=0)

        assert client.get("/admin/").url == LOGIN
        assert not is_logged_in(client)

    def test_whoever_gave_a_code_is_not_asked_again(self, member, recovery_codes, client):
        halfway(client, member)
        client.post(CODE, {"code": code_of(member)})

        assert client.get("/admin/").status_code == 200

    def test_the_public_side_is_open(self, member, client):
        halfway(client, member)

        assert client.get("/").status_code == 200


def test_nothing_is_imposed_by_default(member, client):
    halfway(client, member)

    assert client.get("/admin/").status_code == 200

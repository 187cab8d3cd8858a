"""Log-in in a real browser: the second step turned on and used, and the door that closes."""

import base64
import re
import time

import pytest
from axe_playwright_python.sync_playwright import Axe
from django_otp.oath import TOTP
from playwright.sync_api import expect

from tests.e2e.conftest import open_page
from tests.e2e.test_newcomer import log_in

VALIDATOR = ("validation", "relire-puis-publier")


def assert_accessible(page, within=None):
    page.wait_for_load_state("load")
    violations = Axe().run(page, context=within).response["violations"]
    assert [(violation["id"], violation["nodes"][0]["html"]) for violation in violations] == []


def next_code(key, spent):
    """The code that an authenticator with this key shows in the first half-minute after those `spent`."""
    totp = TOTP(base64.b32decode(key.replace(" ", "")))
    totp.time = time.time()
    while f"{totp.token():06d}" in spent:
        totp.drift += 1
    spent.append(f"{totp.token():06d}")
    return spent[-1]


def type_password(page, username, password):
    page.goto("/admin/login/")
    page.locator("[name=username]").fill(username)
    page.locator("[name=password]").fill(password)
    page.locator("main button[type=submit]").click()


def test_a_code_is_asked_for_once_the_second_step_is_on(browser, site):
    spent = []
    with open_page(browser, site) as staff:
        log_in(staff, *VALIDATOR)
        staff.goto("/admin/account/#tab-actions")
        staff.locator("a[href='/admin/account/second-factor/']").click()
        expect(staff.locator("main svg").last).to_be_visible()
        assert_accessible(staff)
        key = staff.locator("main code").inner_text()
        staff.locator("[name=code]").fill(next_code(key, spent))
        staff.locator("[name=password]").fill(VALIDATOR[1])
        staff.locator("main button[type=submit]").last.click()

        codes = staff.locator("main ol code")
        expect(codes).to_have_count(10)
        # Wagtail's message above them is still fading in.
        assert_accessible(staff, within=".nice-padding")
        recovery = codes.all_inner_texts()
        assert (staff.complaints, staff.foreign_requests) == ([], [])

    # On another device the password is not enough, with or without JavaScript.
    for javascript, code in ((True, next_code(key, spent)), (False, recovery[0])):
        with open_page(browser, site, java_script_enabled=javascript) as elsewhere:
            type_password(elsewhere, *VALIDATOR)
            expect(elsewhere).to_have_url(re.compile("/admin/login/code/$"))
            if javascript:
                assert_accessible(elsewhere)
            elsewhere.locator("[name=code]").fill("ma-tasse")
            elsewhere.keyboard.press("Enter")
            expect(elsewhere.locator(".messages .error")).to_be_visible()
            elsewhere.locator("[name=code]").fill(code)
            elsewhere.keyboard.press("Enter")
            expect(elsewhere).to_have_url(re.compile("/admin/$"))
            assert (elsewhere.complaints, elsewhere.foreign_requests) == ([], [])

    with open_page(browser, site) as staff:
        type_password(staff, *VALIDATOR)
        staff.locator("[name=code]").fill(recovery[1])
        staff.keyboard.press("Enter")
        expect(staff).to_have_url(re.compile("/admin/$"))
        staff.goto("/admin/account/second-factor/")
        assert_accessible(staff)
        staff.locator("[name=password]").fill(VALIDATOR[1])
        staff.locator("[name=off]").click()
        expect(staff).to_have_url(re.compile("/admin/account/$"))
    with open_page(browser, site) as staff:
        log_in(staff, *VALIDATOR)


@pytest.mark.parametrize("javascript", [True, False])
def test_the_door_closes_on_whoever_tries_passwords(browser, site, javascript):
    name = f"personne-{javascript}"
    with open_page(browser, site, java_script_enabled=javascript) as somebody:
        somebody.goto("/admin/login/")
        if javascript:
            assert_accessible(somebody)
        for _each in range(5):
            type_password(somebody, name, "au hasard")

        expect(somebody.locator(".messages .error")).to_contain_text("15 minutes")
        expect(somebody.locator("[name=username]")).to_have_value(name)
        assert somebody.title().startswith("Erreur")
        if javascript:
            assert_accessible(somebody)
        assert somebody.foreign_requests == []

"""An organisation asks to join: by keyboard alone, for another body to pay, with mistakes, with regrets."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.e2e.conftest import open_page
from tests.e2e.path import (
    ADHESIONS,
    accept_as_new,
    field,
    go_on,
    log_in,
    mail_to,
    open_case_file,
    open_request,
    say_champion,
    say_organisation,
    say_payer,
    shown_reference,
    type_as_a_person,
    visit,
)


def test_a_region_that_pays_for_itself_files_by_keyboard_alone_without_javascript(browser, site):
    with visit(browser, site, java_script_enabled=False) as page:
        keyboard = page.keyboard
        page.goto("/adhesion/")
        tab_to(page, "a[href$='/adhesion/demande/']")
        keyboard.press("Enter")
        expect(page).to_have_url(re.compile("/demande/organisation/$"))

        tab_to(page, "[name=organisation_name]")
        keyboard.type("Région du clavier")
        tab_to(page, "[name=organisation_category]")
        keyboard.press("ArrowDown")
        expect(field(page, "organisation_category")).to_have_value("region")
        tab_to(page, "[name=siret]")
        keyboard.type("356 000 000 49837")
        tab_to(page, "[name=address]")
        keyboard.type("1 rue du Clavier")
        keyboard.press("Enter")
        keyboard.type("59000 Lille")
        press_on(page, "/demande/vous/")

        tab_to(page, "[name=champion_name]")
        keyboard.type("Dominique Clavier")
        tab_to(page, "[name=champion_email]")
        type_as_a_person(page, "dominique.clavier@example.org")
        tab_to(page, "[name=decision_stage]")
        keyboard.press("Space")
        tab_to(page, "[name=programmes]")
        keyboard.press("Space")
        press_on(page, "/demande/facturation/")

        tab_to(page, "[name=payer_kind]")
        keyboard.press("Space")
        expect(field(page, "payer_kind", "same")).to_be_checked()
        press_on(page, "/demande/verification/")

        expect(page.locator("main")).to_contain_text("59000 Lille")
        press_on(page, "/demande/recue/")
        reference = shown_reference(page)
        assert page.foreign_requests == []
        assert page.complaints == []

    with open_page(browser, site) as staff:
        log_in(staff, *ADHESIONS)
        open_case_file(staff, "Région du clavier", reference)
        receipt = mail_to(staff, "dominique.clavier@example.org")
        expect(receipt).to_contain_text("envoyé")
        expect(receipt.locator("summary")).to_contain_text(reference)
        expect(receipt.locator("details")).to_contain_text("/adhesion/demande/suivi/")


def test_a_metropolis_for_which_another_body_pays_both_are_told(browser, site):
    with visit(browser, site) as page:
        open_request(page)
        say_organisation(page, name="Métropole d’essai", category="city", siret="24350013900015")
        say_champion(page, name="Sacha Porteur", email="sacha@metropole.example")
        expect(field(page, "payer_name")).to_be_hidden()
        say_payer(page, kind="other", name="Ville payeuse", email="finances@ville.example")
        expect(page.locator("main")).to_contain_text("Ville payeuse")
        go_on(page)
        reference = shown_reference(page)

    with open_page(browser, site) as staff:
        log_in(staff, *ADHESIONS)
        open_case_file(staff, "Métropole d’essai", reference)
        accept_as_new(staff)
        staff.goto(re.sub(r"[?#].*", "", staff.url))
        champion = staff.locator(".request-mails > li", has_text="sacha@metropole.example")
        expect(champion).to_have_count(2)
        payer = mail_to(staff, "finances@ville.example")
        # Who gave the data, why, for how long, what can be done about it.
        expect(payer).to_contain_text("Sacha Porteur")
        expect(payer).to_contain_text("Métropole d’essai")
        expect(payer).to_contain_text("intérêt légitime")
        expect(payer).to_contain_text("CNIL")
        assert staff.foreign_requests == []


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without"])
def test_page_two_left_empty_says_what_to_mend_and_keeps_the_rest(browser, site, javascript):
    with visit(browser, site, java_script_enabled=javascript) as page:
        open_request(page)
        field(page, "territory").fill("Bretagne")
        go_on(page)
        expect(page).to_have_title(re.compile("^Erreur"))
        summary = page.locator(".error-summary")
        expect(summary).to_be_focused()
        expect(field(page, "territory")).to_have_value("Bretagne")
        links = summary.get_by_role("link")
        assert links.count() == 4
        for number in range(links.count()):
            link = links.nth(number)
            target = page.locator(link.get_attribute("href"))
            expect(target).to_be_visible()
            # The same words, at the field.
            expect(page.locator(".field-wrong", has=target)).to_contain_text(link.inner_text())
        links.first.click()
        expect(field(page, "organisation_name")).to_be_focused()


def test_changing_an_answer_comes_back_to_the_check_page(browser, site):
    with visit(browser, site) as page:
        open_request(page)
        say_organisation(page, name="Avant")
        say_champion(page)
        say_payer(page)
        page.locator("main section", has_text="Avant").get_by_role("link").first.click()
        expect(field(page, "organisation_name")).to_have_value("Avant")
        field(page, "organisation_name").fill("Après")
        go_on(page)
        expect(page).to_have_url(re.compile("/demande/verification/$"))
        expect(page.locator("main")).to_contain_text("Après")
        expect(page.locator("main")).not_to_contain_text("Avant")


def test_the_way_back_keeps_what_was_typed(browser, site):
    with visit(browser, site, java_script_enabled=False) as page:
        open_request(page)
        say_organisation(page, name="Région hésitante")
        field(page, "champion_name").fill("Camille")
        page.locator("button[name=previous]").click()
        expect(field(page, "organisation_name")).to_have_value("Région hésitante")
        go_on(page)
        expect(field(page, "champion_name")).to_have_value("Camille")
        expect(page.locator(".error-summary")).to_have_count(0)


def test_back_and_refresh_after_sending_create_nothing(browser, site):
    with visit(browser, site) as page:
        open_request(page)
        say_organisation(page, name="Région une seule fois")
        say_champion(page)
        say_payer(page)
        go_on(page)
        reference = shown_reference(page)
        page.reload()
        assert shown_reference(page) == reference
        for _time in range(3):
            page.go_back()
            expect(page).to_have_url(re.compile(r"\?again$"))
            assert shown_reference(page) == reference
        page.goto("/adhesion/demande/verification/")
        assert shown_reference(page) == reference

    with open_page(browser, site) as staff:
        log_in(staff, *ADHESIONS)
        staff.goto("/admin/adhesion/")
        expect(staff.get_by_role("link", name="Région une seule fois")).to_have_count(1)


@pytest.mark.parametrize("width", [390, 1280])
def test_no_step_has_an_accessibility_violation(browser, site, width):
    with visit(browser, site) as page:
        page.set_viewport_size({"width": width, "height": 900})
        open_request(page)
        for fill in (say_organisation, say_champion, say_payer):
            check(page)
            go_on(page)
            expect(page.locator(".error-summary")).to_be_visible()
            check(page)
            if fill is say_payer:
                field(page, "payer_kind", "other").check()
                go_on(page)
                expect(page.locator(".error-summary")).to_be_visible()
                check(page)
            fill(page, **({"name": "Région accessible"} if fill is say_organisation else {}))
        check(page)
        go_on(page)
        shown_reference(page)
        check(page)
        assert page.complaints == []
        assert page.foreign_requests == []


def check(page):
    results = Axe().run(page)
    assert results.violations_count == 0, results.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]
    assert page.locator("h1").count() == 1


def tab_to(page, selector, presses=80):
    """Presses the tabulator until what `selector` describes has the focus."""
    focused = page.locator(f":focus:is({selector})")
    for _press in range(presses):
        page.keyboard.press("Tab")
        if focused.count():
            return
    pytest.fail(f"The keyboard does not reach {selector}")


def press_on(page, path):
    """Reaches the thing to do with the keyboard, and does it."""
    tab_to(page, "main form button.button")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(re.escape(path)))

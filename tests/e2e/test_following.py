"""An applicant follows a request by the link of a mail: completes it, corrects it, withdraws it."""

import re

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.e2e.conftest import open_page
from tests.e2e.path import (
    ADHESIONS,
    field,
    go_on,
    log_in,
    open_request,
    say_champion,
    say_organisation,
    say_payer,
    shown_reference,
)

WIDTHS = (390, 1440)


def test_a_request_is_completed_corrected_and_withdrawn_by_its_link(browser, site):
    name = "Région du suivi"
    with (
        open_page(browser, site, java_script_enabled=False) as page,
        open_page(browser, site) as staff,
        open_page(browser, site) as checked,
    ):
        open_request(page)
        say_organisation(page, name=name)
        say_champion(page, email="suivi@example.org")
        say_payer(page)
        go_on(page)
        reference = shown_reference(page)

        log_in(staff, *ADHESIONS)
        staff.goto("/admin/adhesion/")
        staff.get_by_role("link", name=re.compile(name)).first.click()
        expect(staff.locator("body")).to_contain_text(reference)
        case_file = staff.url
        staff.locator("form[action$='/take/'] button").click()
        staff.locator("a[href$='/ask/']").click()
        field(staff, "reason").fill("Quel jour le conseil délibère-t-il ?")
        staff.locator(".decision-actions button:not([name])").click()
        expect(staff).to_have_url(case_file)
        link = last_link(staff)

        # The team's question stands first; an empty answer is refused in words.
        page.goto(link)
        expect(page.locator(".follow-asked")).to_have_text("Quel jour le conseil délibère-t-il ?")
        assert "Durand" not in page.content()
        check(checked, link)
        go_on(page)
        expect(page).to_have_title(re.compile("^Erreur"))
        expect(page.locator(".error-summary a")).to_have_attribute("href", "#id_message")
        field(page, "message").fill("Le 24 mars 2016.")
        go_on(page)
        expect(page.locator("[role=status]")).to_be_visible()
        expect(page.locator(".follow-state-in_review")).to_be_visible()
        expect(page.locator(".follow-messages")).to_contain_text("Le 24 mars 2016.")
        staff.goto(case_file)
        expect(staff.locator("body")).to_contain_text("Le 24 mars 2016.")

        # What is wrong is kept and said; what is right is stored and told.
        page.locator("a[href$='/corriger/organisation/#id_territory']").click()
        check(checked, page.url.partition("#")[0])
        expect(field(page, "organisation_name")).to_have_value(name)
        field(page, "siret").fill("12345")
        field(page, "territory").fill("Bourgogne")
        go_on(page)
        expect(page).to_have_title(re.compile("^Erreur"))
        expect(field(page, "territory")).to_have_value("Bourgogne")
        field(page, "siret").fill("356 000 000 49837")
        go_on(page)
        expect(page.locator("[role=status]")).to_be_visible()
        expect(page.locator(".answers").first).to_contain_text("Bourgogne")
        staff.goto(case_file)
        expect(staff.locator("body")).to_contain_text(re.compile("→ Bourgogne"))

        # Another address gets another link.
        page.locator("a[href$='/corriger/porteur/#id_champion_email']").click()
        field(page, "champion_email").fill("ailleurs@example.org")
        go_on(page)
        expect(page.locator("[role=status]")).to_be_visible()
        assert link not in page.url
        staff.goto(case_file)
        expect(staff.locator(".request-mails")).to_contain_text("ailleurs@example.org")
        moved = last_link(staff)
        assert checked.goto(link).status == 404

        # Opening the page that withdraws withdraws nothing.
        page.goto(moved)
        page.locator("a[href$='/retirer/']").click()
        check(checked, page.url)
        page.goto(moved)
        expect(page.locator(".follow-state-in_review")).to_be_visible()
        page.locator("a[href$='/retirer/']").click()
        field(page, "message").fill("Le budget n’est pas voté.")
        go_on(page)
        expect(page.locator(".follow-state-closed")).to_be_visible()
        expect(page.locator("a[href*='/corriger/']")).to_have_count(0)
        check(checked, moved)
        staff.goto(case_file)
        expect(staff.locator("body")).to_contain_text("Le budget n’est pas voté.")
        assert page.foreign_requests == checked.foreign_requests == []


def test_a_link_that_shows_nothing_leads_to_another_one(browser, site):
    with open_page(browser, site) as page:
        wrong = "/adhesion/demande/suivi/ADH-2016-AAAAA/1a2b3c-nothing/"
        assert page.goto(wrong).status == 404
        check(page, wrong, status=404)
        field(page, "reference").fill("K7F3Q")
        go_on(page)
        expect(page).to_have_title(re.compile("^Erreur"))
        expect(field(page, "reference")).to_have_value("K7F3Q")
        field(page, "reference").fill("adh-2016-aaaaa")
        field(page, "email").fill("personne@example.org")
        go_on(page)
        expect(page.locator("[role=status]")).to_be_visible()
        check(page, page.url)
        assert page.foreign_requests == []

        page.goto("/adhesion/")
        page.locator("main a[href$='/demande/suivi/']").click()
        expect(field(page, "reference")).to_be_visible()


def last_link(staff) -> str:
    """Path of the link to the request in the last mail that holds one."""
    mails = staff.locator(".request-mails__text", has_text="/demande/suivi/")
    return re.search(r"/adhesion/demande/suivi/[\w-]+/[\w-]+/", mails.last.text_content())[0]


def check(page, url, *, status=200):
    """No barrier that a machine can find, and nothing wider than the screen."""
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        assert page.goto(url).status == status
        results = Axe().run(page)
        assert results.violations_count == 0, results.generate_report()
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert page.locator("h1").count() == 1

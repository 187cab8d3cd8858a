"""What a newcomer does with the demonstration, from the roadmap to a member."""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import open_page
from tests.e2e.path import (
    ADHESIONS,
    accept_as_new,
    log_in,
    open_case_file,
    open_request,
    say_champion,
    say_organisation,
    say_payer,
    shown_reference,
    visit,
)


def test_from_the_roadmap_to_what_la_transfo_costs(page):
    page.goto("/")
    page.get_by_role("navigation", name="Principal").get_by_role("link", name="Feuille de route").click()
    if "/2016/" not in page.url:
        page.locator("main").get_by_role("link", name=re.compile("2016")).first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("2016")
    page.locator("main").get_by_role("link", name="La Transfo").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("La Transfo")
    expect(page.locator("main")).to_contain_text(re.compile(r"160\s000\s€? ?à\s170\s000\s€"))


@pytest.mark.parametrize(
    ("javascript", "name", "siret"),
    [(True, "Région d’essai", "732-829-320-00074"), (False, "Ville d’essai", "356 000 000 49837")],
    ids=["with JavaScript", "without"],
)
def test_a_request_is_filed_then_accepted(browser, site, javascript, name, siret):
    with visit(browser, site, java_script_enabled=javascript) as page:
        open_request(page)

        # What is wrong is said, and what was typed stays.
        page.get_by_label("Nom de l’organisation", exact=True).fill(name)
        page.get_by_label("SIRET", exact=True).fill("12345")
        page.get_by_role("button", name="Continuer").click()
        expect(page).to_have_title(re.compile("^Erreur"))
        expect(page.get_by_label("Nom de l’organisation", exact=True)).to_have_value(name)
        expect(page.locator("main")).to_contain_text(re.compile("14 chiffres"))

        say_organisation(page, name=name, siret=siret)
        say_champion(page)
        say_payer(page)
        page.get_by_role("button", name=re.compile("Envoyer")).click()
        reference = shown_reference(page)
        assert page.foreign_requests == []

    with open_page(browser, site) as staff:
        log_in(staff, *ADHESIONS)
        open_case_file(staff, name, reference)
        accept_as_new(staff)
        assert staff.foreign_requests == []

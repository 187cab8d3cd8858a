"""What a newcomer does with the demonstration, from the roadmap to a member."""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import open_page

ADHESIONS = ("adhesions", "cinq-mille-euros")


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
    with open_page(browser, site, java_script_enabled=javascript) as page:
        page.goto("/adhesion/")
        page.locator("main").get_by_role("link", name=re.compile("demande", re.I)).first.click()

        # What is wrong is said, and what was typed stays.
        page.get_by_label("Nom de l’organisation", exact=True).fill(name)
        page.get_by_label("SIRET", exact=True).fill("12345")
        page.get_by_role("button", name=re.compile("Envoyer")).click()
        expect(page).to_have_title(re.compile("^Erreur"))
        expect(page.get_by_label("Nom de l’organisation", exact=True)).to_have_value(name)
        expect(page.locator("main")).to_contain_text(re.compile("14 chiffres"))

        page.get_by_label(re.compile("type d’organisme|Nature|genre", re.I)).select_option("region")
        page.get_by_label("SIRET", exact=True).fill(siret)
        page.get_by_label(re.compile("Adresse postale")).fill("1 place de la Région\n21000 Dijon")
        page.get_by_label(re.compile("Prénom et nom|nom et prénom", re.I)).fill("Camille Essai")
        page.get_by_label(re.compile("Votre adresse|Votre e-mail|Votre courriel", re.I)).first.fill(
            "camille@example.org"
        )
        page.locator("input[name$=payer_kind][value=same]").check(force=True)
        page.locator("input[name$=decision_stage]").first.check(force=True)
        page.get_by_role("button", name=re.compile("Envoyer")).click()
        expect(page.locator("main")).to_contain_text(re.compile(r"ADH-2016-[0-9A-Z]{5}"))
        reference = re.search(r"ADH-2016-[0-9A-Z]{5}", page.locator("main").inner_text())[0]
        assert page.foreign_requests == []

    with open_page(browser, site) as staff:
        log_in(staff, *ADHESIONS)
        staff.get_by_role("link", name="Adhésions", exact=True).click()
        staff.get_by_role("link", name=re.compile(name)).first.click()
        expect(staff.locator("body")).to_contain_text(reference)
        staff.get_by_role("link", name=re.compile("^Accepter")).or_(
            staff.get_by_role("button", name=re.compile("^Accepter"))
        ).first.click()
        staff.get_by_role("button", name=re.compile("^Accepter|Confirmer")).first.click()
        expect(staff.locator("body")).to_contain_text("Acceptée")
        assert staff.foreign_requests == []


def log_in(page, username, password):
    page.goto("/admin/")
    page.locator("input[name=username]").fill(username)
    page.locator("input[name=password]").fill(password)
    page.locator("button[type=submit]").first.click()
    expect(page).to_have_url(re.compile("/admin/$"))

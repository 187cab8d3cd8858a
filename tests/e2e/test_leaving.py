"""What leaves the site as easily as it is read: dates, seats, references, feeds."""

import re

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.e2e.path import log_in, visit

ADHESIONS = ("adhesions", "cinq-mille-euros")
DISCOVERY = "/agenda/cycle-de-decouverte-premier-trimestre/"
BOOK = "/publications/design-des-politiques-publiques/chantiers-ouverts-au-public/"


def sound(page):
    results = Axe().run(page)
    assert results.violations_count == 0, results.generate_report()
    assert page.locator("h1").count() == 1
    assert page.foreign_requests == []
    assert page.complaints == []


def test_a_seat_at_a_discovery_day_asked_for_then_seen_by_the_team(browser, site):
    with visit(browser, site) as page:
        page.goto(DISCOVERY)
        expect(page.get_by_role("heading", name="Inscription")).to_be_visible()
        expect(page.locator("main")).to_contain_text(re.compile(r"places sur\s20"))
        expect(page.locator("main")).to_contain_text("à compléter")
        page.locator("main").get_by_role("link", name="S’inscrire").click()

        page.get_by_label("Votre adresse électronique").fill("camille arobase exemple")
        page.get_by_label(re.compile("^Ce qui vous aiderait")).fill("Une place près de l’écran.")
        page.get_by_role("button", name="S’inscrire").click()
        expect(page.get_by_role("alert")).to_contain_text("Indiquez votre prénom et votre nom.")
        expect(page.get_by_label(re.compile("^Ce qui vous aiderait"))).to_have_value(
            "Une place près de l’écran."
        )
        sound(page)

        page.get_by_label("Prénom et nom").fill("Camille Essai")
        page.get_by_label("Votre adresse électronique").fill("camille.seat@example.org")
        page.get_by_role("button", name="S’inscrire").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Votre inscription est reçue")
        assert "camille" not in page.url.lower()
        sound(page)

        page.goto(DISCOVERY)
        expect(page.locator("main")).to_contain_text(re.compile(r"19 places sur\s20"))

    with visit(browser, site) as page:
        log_in(page, *ADHESIONS)
        page.goto("/admin/registrations/")
        page.get_by_role("link", name="Cycle de découverte, premier trimestre").first.click()
        expect(page.get_by_role("row", name=re.compile("Camille Essai"))).to_be_visible()
        with page.expect_download() as download:
            page.get_by_role("link", name="Feuille d’émargement (XLSX)").click()
        assert download.value.suggested_filename.endswith(".xlsx")


def test_a_date_is_found_by_month_by_kind_and_taken_away(page):
    page.goto("/agenda/")
    main = page.locator("main")
    main.get_by_role("link", name="Calendrier", exact=True).click()
    expect(page.get_by_role("table")).to_contain_text("Accrochage à la mairie")
    sound(page)
    main.get_by_role("link", name="Accrochage à la mairie du XIXe").first.click()
    with page.expect_download() as download:
        main.get_by_role("link", name=re.compile("agenda", re.IGNORECASE)).filter(
            has_text=re.compile("Ajouter")
        ).click()
    assert download.value.suggested_filename.endswith(".ics")


def test_a_month_that_does_not_exist_says_what_to_do(page):
    assert page.goto("/agenda/2016/13/").status == 404
    expect(page.locator("main")).to_contain_text("13")
    page.locator("main").get_by_role("link", name=re.compile("janvier 2016", re.IGNORECASE)).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Janvier 2016")


def test_a_book_is_cited_by_copying_or_by_a_reference_manager(browser, site):
    with visit(browser, site, permissions=["clipboard-read", "clipboard-write"]) as page:
        page.goto(BOOK)
        cited = page.get_by_role("region", name="Citer")
        expect(cited).to_contain_text("SCHERER, Pauline")
        cited.get_by_role("button", name="Copier la référence").click()
        expect(cited.get_by_role("status")).to_have_text("Référence copiée.")
        assert "978-2-11-009932-7" in page.evaluate("navigator.clipboard.readText()")
        address = cited.locator("a[href*='/ref/']").get_attribute("href")
        for name, beginning in (("BibTeX", "@"), ("RIS", "TY  - BOOK"), ("CSL-JSON", "[")):
            url = cited.get_by_role("link", name=name).get_attribute("href")
            answer = page.request.get(url)
            assert answer.ok
            assert answer.text().lstrip("\ufeff\r\n ").startswith(beginning), name
        page.goto(address[address.index("/ref/") :])
        expect(page.get_by_role("heading", level=1)).to_have_text("Chantiers ouverts au public")

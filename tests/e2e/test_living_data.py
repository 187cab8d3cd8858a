"""Roadmaps, programmes and places as a reader comes to them: by eye, by keyboard, by names and roles."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.e2e.conftest import open_page
from tests.e2e.path import log_in

VALIDATION = ("validation", "relire-puis-publier")


def follow_by_keyboard(page, link):
    link.focus()
    link.press("Enter")
    page.wait_for_load_state("load")


def test_what_was_promised_for_2016_and_where_it_stands(page):
    page.goto("/")
    page.get_by_role("navigation", name="Principal").get_by_role("link", name="Feuille de route").click()
    main = page.locator("main")
    expect(main.get_by_role("link", name="32 engagements")).to_be_visible()
    expect(main.get_by_role("img", name="Engagements selon leur état").first).to_be_visible()
    expect(main.get_by_role("heading", name="Ce qui a changé récemment")).to_be_visible()
    promised = main.get_by_role("region", name="Ce que nous avons promis, et où nous en sommes")
    expect(promised.get_by_role("heading", level=4)).to_have_count(32)

    promised.get_by_role("navigation", name="État").get_by_role("link", name=re.compile("^En cours")).click()
    expect(promised.get_by_role("heading", level=4)).to_have_count(10)
    expect(promised.get_by_role("heading", name="Achever « Gare(s) BZH »")).to_be_visible()
    expect(promised.get_by_role("heading", name="Lancer une à deux nouvelles résidences")).to_have_count(0)


def test_charts_of_the_roadmap_are_told_beside_them(page):
    page.goto("/feuilles-de-route/2016/")
    budget = page.get_by_role("region", name=re.compile("^Un budget d’environ"))
    expect(budget.get_by_role("img")).to_have_count(3)
    revenue = budget.get_by_role("table", name=re.compile("^Ressources"))
    for line, share in (
        ("Grands partenaires", "44"),
        ("Partenaires de la recherche-action", "43"),
        ("Recettes propres", "7"),
        ("Adhésions", "6"),
    ):
        row = revenue.get_by_role("row").filter(
            has=page.get_by_role("rowheader", name=re.compile(f"^{line}"))
        )
        expect(row).to_contain_text(re.compile(rf"{share}\s%"))
    follow_by_keyboard(page, revenue.get_by_role("link", name="Voir la remarque sur le budget"))
    assert page.url.endswith("#" + budget.locator(":target").get_attribute("id"))
    expect(budget.locator(":target")).to_contain_text("Remarque sur le budget")
    expect(budget).to_contain_text(re.compile(r"quinze adhésions, soit 75\s000\s€"))


def test_two_years_side_by_side(page):
    page.goto("/feuilles-de-route/2016/")
    follow_by_keyboard(page, page.locator("main").get_by_role("link", name="Comparer avec 2015").first)
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile("2015 et 2016"))
    became = page.get_by_role("region", name="Ce que sont devenus les engagements de 2015")
    expect(became.get_by_role("link", name="Achever « Gare(s) BZH »")).to_be_visible()
    figures = page.get_by_role("table", name="Les chiffres des deux années")
    expect(figures.get_by_role("row", name=re.compile("^Adhésion, par an"))).to_contain_text(
        re.compile(r"29\s000\s€")
    )


def test_a_programme_for_a_town_of_8000_inhabitants_with_10000_euros(page_without_javascript):
    page = page_without_javascript
    page.goto("/programmes/")
    follow_by_keyboard(page, page.get_by_role("link", name="Répondre aux trois questions"))
    page.get_by_role("button", name="Voir ce qui convient").click()
    expect(page).to_have_title(re.compile("^Erreur"))
    page.get_by_label(re.compile("^Petite")).check()
    page.get_by_label("Un premier essai").check()
    page.get_by_label("Former nos agents").check()
    page.get_by_label(re.compile(r"Jusqu’à 10\s000\s€")).check()
    page.get_by_role("button", name="Voir ce qui convient").click()
    expect(page.get_by_label("Former nos agents")).to_be_checked()
    found = page.get_by_role("article").filter(has=page.get_by_role("heading", name="Le Nuancier"))
    expect(found).to_contain_text(re.compile("Oui.*Former nos agents", re.S))
    expect(found).to_contain_text("Gratuit")
    expect(page.locator("main")).not_to_contain_text("RE•ACTEUR PUBLIC")


def test_the_parcours_is_filtered_by_a_form_and_kept_in_its_address(page_without_javascript):
    page = page_without_javascript
    page.goto("/programmes/")
    form = page.get_by_role("form", name="Filtrer le parcours")
    form.get_by_label("Nous sommes une petite structure").check()
    form.get_by_label("Notre budget").select_option(label="Jusqu’à 10 000 €")
    form.get_by_role("button", name="Montrer les programmes").click()
    assert "size=small" in page.url
    assert "budget=10000" in page.url
    parcours = page.get_by_role("region", name=re.compile("avant-gardiste"))
    expect(parcours.get_by_role("link", name="Le Nuancier")).to_be_visible()
    expect(parcours.get_by_role("link", name="La Transfo")).to_have_count(0)
    expect(form.get_by_label("Nous sommes une petite structure")).to_be_checked()


def test_what_happened_in_bretagne(page):
    page.goto("/")
    page.get_by_role("contentinfo").get_by_role("link", name="Territoires", exact=True).click()
    france = page.get_by_role("group", name=re.compile("^Carte de 21 terrains"))
    expect(
        france.get_by_role("link", name=re.compile(r"^Gare\(s\) BZH, Montfort-sur-Meu.*En cours$"))
    ).to_be_visible()
    follow_by_keyboard(page, france.get_by_role("link", name="Bretagne : 1 terrain"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Bretagne")
    for region, entry in (
        ("Terrains", "Gare(s) BZH"),
        ("Rendez-vous", "Fin de la résidence Gare(s) BZH"),
        ("Billets", "À Montfort-sur-Meu, une gare pour terrain"),
    ):
        expect(page.get_by_role("region", name=region).get_by_role("link", name=entry)).to_be_visible()


def test_terrains_are_narrowed_on_the_map_and_in_the_list(page):
    page.goto("/territoires/")
    page.get_by_role("navigation", name="Période").get_by_role("link", name=re.compile("^2010")).click()
    page.get_by_role("navigation", name="Territoire").get_by_role(
        "link", name=re.compile("^Rhône-Alpes")
    ).click()
    assert "period=2010" in page.url
    assert "territory=rhone-alpes" in page.url
    listed = page.get_by_role("region", name=re.compile("^1 terrain"))
    expect(listed.get_by_role("link", name="Habiter le lycée")).to_be_visible()
    expect(
        page.get_by_role("group", name=re.compile("^Carte")).get_by_role("link", name=re.compile("^Habiter"))
    ).to_be_visible()


def test_junctions_are_drawn_and_written(page):
    page.goto("/programmes/jonctions/")
    drawn = page.get_by_role("group", name="Les programmes par étape et par fonction")
    expect(drawn.get_by_role("link")).to_have_count(12)
    follow_by_keyboard(page, drawn.get_by_role("link", name="La Transfo"))
    expect(page.get_by_role("heading", level=1)).to_have_text("La Transfo")
    joined = page.get_by_role("region", name="Jonctions avec d’autres programmes")
    expect(joined).to_contain_text("se prépare avec")
    expect(joined.get_by_role("link", name="Territoires en Résidences")).to_be_visible()


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without"])
def test_a_word_of_the_house_is_explained_where_it_stands(browser, site, javascript):
    with open_page(browser, site, java_script_enabled=javascript) as page:
        page.goto("/programmes/territoires-en-residences/")
        word = page.locator("main").get_by_role("button", name="preuve de concept")
        definition = page.get_by_text("C’est la première étape charnière du parcours.").last
        expect(definition).to_be_hidden()
        word.focus()
        page.keyboard.press("Enter")
        expect(page.get_by_text("qui montre qu’une idée tient debout")).to_be_visible()
        if javascript:
            assert Axe().run(page).violations_count == 0
        page.keyboard.press("Escape")
        expect(page.get_by_text("qui montre qu’une idée tient debout")).to_be_hidden()
        expect(word).to_be_focused()


def test_a_state_changes_in_two_clicks_and_shows_at_once(browser, site, page):
    with open_page(browser, site) as editor:
        log_in(editor, *VALIDATION)
        editor.get_by_role("link", name="Engagements").click()
        row = editor.get_by_role("row").filter(has_text="Ouvrir deux places de co-working à Superpublic")
        row.get_by_role("link", name=re.compile("En cours")).click()
        editor.get_by_role("button", name=re.compile("En cours$")).click()
        expect(editor.locator(".messages")).to_contain_text("En cours")
        assert editor.foreign_requests == []

    page.goto("/feuilles-de-route/2016/")
    changed = (
        page.get_by_role("article")
        .filter(has=page.get_by_role("heading", name="Ouvrir deux places de co-working à Superpublic"))
        .last
    )
    expect(changed).to_contain_text(re.compile("En cours.*depuis le 11 janvier 2016", re.S))
    expect(changed).to_contain_text("Historique : 2 états")


def test_the_data_and_the_document_are_there_to_take(page):
    page.goto("/feuilles-de-route/2016/")
    for name, kind in (("JSON", "application/json"), ("CSV", "text/csv"), ("PDF", "application/pdf")):
        link = page.locator("main").get_by_role("link", name=re.compile(name)).first
        answer = page.request.get(link.get_attribute("href"))
        assert answer.ok
        assert answer.headers["content-type"].startswith(kind)

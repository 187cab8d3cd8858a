"""A post with faults: told while it is written, refused on its way out, mended, published."""

import re

from playwright.sync_api import expect

from tests.e2e.conftest import open_page
from tests.e2e.path import VALIDATOR
from tests.e2e.test_editors import add_block, choose_action, write
from tests.e2e.test_newcomer import log_in

TITLE = "Ce que dit la file"


def test_a_post_with_faults_is_mended_and_published(browser, site, page):
    with open_page(browser, site) as editor:
        log_in(editor, *VALIDATOR)
        editor.goto("/admin/pages/create/blog/postpage")
        editor.locator("[name=title]").fill(TITLE)
        add_block(editor, "Texte")
        write(editor, "body-0-value", "Montant à compléter.")
        add_block(editor, "Image")
        choose_first_image(editor)
        alternative = editor.locator("[name=body-1-value-image-alt_text]")
        # The description of the picture comes with it.
        expect(alternative).not_to_have_value("")
        alternative.fill("")

        # The list follows what is typed.
        count = editor.locator("[data-side-panel-toggle=content-checks] [data-side-panel-toggle-counter]")
        expect(count).to_have_text("3")
        expect(editor).to_have_url(re.compile("/edit/$"))
        panel = open_panel(editor)
        expect(panel).to_contain_text("Il reste « à compléter »")

        choose_action(editor, re.compile("^Publier"))
        refusal = editor.locator(".messages")
        expect(refusal).to_contain_text("La page n’est pas publiée : 2 points sont à corriger.")
        assert page.request.get("/blog/ce-que-dit-la-file/").status == 404

        # Each point leads to its field; nothing of what was typed is lost.
        refusal.get_by_role("link", name="2e bloc (Image)").click()
        expect(alternative).to_be_focused()
        alternative.fill("Douze personnes devant un guichet")
        expect(editor.locator("[name=body-0-value]")).to_have_value(re.compile("Montant à compléter"))
        open_panel(editor).get_by_role("link", name="Introduction").click()
        introduction = editor.locator("[name=introduction]")
        expect(introduction).to_be_focused()
        introduction.fill("Douze personnes attendent. Nous les avons écoutées.")
        expect(count).to_have_text("1")

        choose_action(editor, re.compile("^Publier"))
        # Until then the refusal stands, which has the word as well.
        expect(editor).to_have_url(re.compile(r"/admin/pages/\d+/$"))
        expect(editor.locator(".messages")).to_contain_text("publiée")
        assert (editor.complaints, editor.foreign_requests) == ([], [])

        editor.goto("/admin/reports/checks/")
        row = editor.get_by_role("row").filter(has_text=TITLE)
        row.get_by_role("link", name="Texte de la page").click()
        expect(
            editor.locator("#panel-child-contenu-body-section [contenteditable=true]").first
        ).to_be_focused()
        assert (editor.complaints, editor.foreign_requests) == ([], [])

    page.goto("/blog/ce-que-dit-la-file/")
    expect(page.locator("main figure img")).to_have_attribute("alt", "Douze personnes devant un guichet")


def choose_first_image(editor):
    editor.locator("#panel-child-contenu-body-section").get_by_role(
        "button", name=re.compile("Choisir une image")
    ).last.click()
    editor.locator(".modal-body a[data-chooser-modal-choice]").first.click()
    expect(editor.locator("[name=body-1-value-image-image]")).to_have_value(re.compile(r"\d+"))


def open_panel(editor):
    panel = editor.locator("[data-side-panel=content-checks]")
    if not panel.is_visible():
        editor.get_by_role("button", name="Afficher ou masquer les vérifications du contenu").click()
    expect(panel).to_be_visible()
    return panel


def test_what_is_typed_while_a_draft_is_on_its_way_is_kept(browser, site):
    with open_page(browser, site) as editor:
        log_in(editor, *VALIDATOR)
        editor.goto("/admin/pages/create/blog/postpage")
        saving = re.compile(r"/pages/add/blog/postpage/\d+/$")
        held = []
        editor.route(
            saving, lambda route: held.append(route) if route.request.method == "POST" else route.continue_()
        )
        # Wagtail begins to look two seconds after the page is there: the title is still being typed by then.
        with editor.expect_request(lambda request: request.method == "POST" and saving.search(request.url)):
            editor.locator("[name=title]").press_sequentially("Sur le chemin d’un brouillon", delay=150)
        editor.locator("[name=introduction]").fill("Deux phrases, tapées pendant l’enregistrement.")
        held[0].continue_()

        # The list is that of the draft which was saved.
        expect(editor).to_have_url(re.compile("/edit/$"))
        expect(open_panel(editor)).to_contain_text("Rien à corriger.")
        assert (editor.complaints, editor.foreign_requests) == ([], [])

"""A post on its way: written, sent for review, published by somebody else, read."""

import re

from playwright.sync_api import expect

from tests.e2e.conftest import open_page
from tests.e2e.test_newcomer import log_in

WRITER = ("redaction", "ciseaux-et-papier")
VALIDATOR = ("validation", "relire-puis-publier")
TITLE = "Une matinée au guichet"


def test_a_post_is_written_reviewed_published_and_read(browser, site, page):
    with open_page(browser, site) as writer:
        log_in(writer, *WRITER)
        writer.goto("/admin/pages/create/blog/postpage")
        writer.locator("[name=title]").fill(TITLE)
        writer.locator("[name=introduction]").fill("Ce que l’on apprend en une matinée.")
        add_block(writer, "Intertitre")
        writer.locator("[name=body-0-value-text]").fill("La file")
        add_block(writer, "Texte")
        write(writer, "body-1-value", "Douze personnes attendent[1].")
        add_block(writer, "Citation")
        writer.locator("[name=body-2-value-text]").fill("On apprend plus ici qu’en réunion.")
        add_block(writer, "Notes")
        write(writer, "body-3-value-notes-0-value", "Comptées à neuf heures.")

        # Wagtail keeps the draft by itself, and would refuse the address to a second page made meanwhile.
        expect(writer).to_have_url(re.compile("/edit/$"))
        writer.wait_for_load_state("networkidle")
        choose_action(writer, "Soumettre")
        expect(writer.locator(".messages")).to_contain_text("soumise pour modération")
        assert (complaints(writer), writer.foreign_requests) == ([], [])

    assert page.request.get("/blog/une-matinee-au-guichet/").status == 404

    with open_page(browser, site) as validator:
        log_in(validator, *VALIDATOR)
        validator.get_by_role("link", name=TITLE).click()

        # The preview shows the page as visitors will see it, beside the form.
        validator.get_by_role("button", name="Afficher/masquer la prévisualisation").click()
        preview = validator.frame_locator("iframe[title=Prévisualisation]").first
        expect(preview.get_by_role("heading", level=1)).to_have_text(TITLE)
        ground = preview.locator("body").evaluate("body => getComputedStyle(body).backgroundColor")
        assert ground not in ("rgba(0, 0, 0, 0)", "rgb(255, 255, 255)")

        choose_action(validator, re.compile("^Approuver et publier", re.I))
        expect(validator.locator(".messages")).to_contain_text(re.compile("publiée|mise à jour"))
        assert (complaints(validator), validator.foreign_requests) == ([], [])

    page.goto("/blog/")
    page.locator("main").get_by_role("link", name=TITLE).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(TITLE)
    expect(page.locator("main blockquote")).to_contain_text("On apprend plus ici")
    page.locator("main sup a").first.click()
    expect(page.get_by_text("Comptées à neuf heures.")).to_be_in_viewport()
    assert (page.complaints, page.foreign_requests) == ([], [])


def test_what_is_refused_is_said_at_the_field_and_nothing_is_lost(browser, site):
    with open_page(browser, site) as writer:
        log_in(writer, *WRITER)
        writer.goto("/admin/pages/create/blog/postpage")
        writer.locator("[name=title]").fill("Un film")
        add_block(writer, "Vidéo")
        writer.locator("[name=body-0-value-url]").fill("https://example.com/film")
        writer.locator("[name=body-0-value-title]").fill("Le guichet")
        writer.get_by_role("button", name="Enregistrer le brouillon").click()

        expect(writer.locator("#panel-child-contenu-body-section .error-message")).to_contain_text(
            "YouTube, Vimeo, Dailymotion ou PeerTube"
        )
        expect(writer.locator("[name=title]")).to_have_value("Un film")
        expect(writer.locator("[name=body-0-value-url]")).to_have_value("https://example.com/film")
        expect(writer.locator("[name=body-0-value-title]")).to_have_value("Le guichet")


def add_block(page, name):
    blocks = page.locator("#panel-child-contenu-body-section [data-streamfield-child]")
    before = blocks.count()
    page.locator("#panel-child-contenu-body-section .c-sf-add-button").last.click()
    page.get_by_role("option", name=name, exact=True).click()
    expect(blocks.nth(before)).to_be_visible()


def write(page, field, text):
    """Types into the rich text field just added; it hands its words over a moment later."""
    page.locator("#panel-child-contenu-body-section [contenteditable=true]").last.click()
    page.keyboard.type(text)
    expect(page.locator(f"[name={field}]")).to_have_value(re.compile(re.escape(text)))


def choose_action(page, name):
    page.get_by_role("button", name="Plus d'actions").click()
    page.locator("footer").get_by_role("button", name=name).click()


def complaints(page):
    """What the console says, but for drafts that Wagtail tried to keep before they were complete."""
    return [text for text in page.complaints if "400 (Bad Request)" not in text]

"""A post on its way: written, reviewed, published by somebody else, translated, read in both languages."""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import open_page
from tests.e2e.path import VALIDATOR, log_in

#: Both begin today; each does one thing.
NEWCOMER = ("camille", "premier-jour-au-guichet")
TRANSLATOR = ("sacha", "premier-jour-en-anglais")
TITLE = "Une matinée au guichet"
#: Of a page without its stylesheet.
NO_GROUND = re.compile(r"^(rgba\(0, 0, 0, 0\)|rgb\(255, 255, 255\))$")
#: What the translator makes of each string of the post.
ENGLISH = {
    TITLE: "A morning at the counter",
    "une-matinee-au-guichet": "a-morning-at-the-counter",
    "Ce que l’on apprend en une matinée.": "What one learns in a morning.",
    "La file": "The queue",
    "Douze personnes attendent[1].": "Twelve people are waiting[1].",
    "On apprend plus ici qu’en réunion.": "One learns more here than in a meeting.",
    "Un guichet ouvert.": "An open counter.",
    "Le guichet en trois minutes": "The counter in three minutes",
    "Comptées à neuf heures.": "Counted at nine o’clock.",
}


@pytest.fixture(scope="module")
def newcomers(lay):
    """Two new members of the team, as an administrator would let them in."""
    for username, password in (NEWCOMER, TRANSLATOR):
        lay(
            "from django.contrib.auth.models import Group; from users.models import User; "
            f"user = User.objects.create_user({username!r}, password={password!r}); "
            "user.groups.add(Group.objects.get(name='Rédaction'))"
        )


@pytest.mark.usefixtures("newcomers")
def test_a_post_is_written_reviewed_published_and_read(browser, site, page):
    with open_page(browser, site) as writer:
        log_in(writer, *NEWCOMER)
        writer.goto("/admin/pages/create/blog/postpage")
        writer.locator("[name=title]").fill(TITLE)
        writer.locator("[name=introduction]").fill("Ce que l’on apprend en une matinée.")
        add_block(writer, "Intertitre")
        writer.locator("[name=body-0-value-text]").fill("La file")
        add_block(writer, "Texte")
        write(writer, "body-1-value", "Douze personnes attendent[1].")
        add_block(writer, "Citation")
        writer.locator("[name=body-2-value-text]").fill("On apprend plus ici qu’en réunion.")
        add_block(writer, "Image")
        choose_first_image(writer, "body-3-value-image")
        writer.locator("[name=body-3-value-image-alt_text]").fill("Un guichet ouvert.")
        add_block(writer, "Vidéo")
        writer.locator("[name=body-4-value-url]").fill("https://www.youtube.com/watch?v=dQw4w9WgXcQ")
        writer.locator("[name=body-4-value-title]").fill("Le guichet en trois minutes")
        add_block(writer, "Notes")
        write(writer, "body-5-value-notes-0-value", "Comptées à neuf heures.")

        choose_action(writer, "Soumettre")
        expect(writer.locator(".messages")).to_contain_text("soumise pour modération")
        assert (complaints(writer), writer.foreign_requests) == ([], [])

    assert page.request.get("/blog/une-matinee-au-guichet/").status == 404

    with open_page(browser, site) as validator:
        log_in(validator, *VALIDATOR)
        validator.get_by_role("link", name=TITLE).click()

        # The preview shows the page as visitors will see it, beside the form.
        expect(validator).to_have_url(re.compile("/edit/$"))
        validator.wait_for_load_state()
        validator.get_by_role("button", name="Afficher/masquer la prévisualisation").click()
        # An empty frame stands in its place until it is loaded, pictures and all.
        frame = "#w-preview-iframe[src]"
        expect(validator.locator(frame)).to_be_visible(timeout=60_000)
        preview = validator.frame_locator(frame)
        expect(preview.get_by_role("heading", level=1)).to_have_text(TITLE)
        expect(preview.locator("body")).not_to_have_css("background-color", NO_GROUND)

        choose_action(validator, re.compile("^Approuver et publier", re.I))
        expect(validator.locator(".messages")).to_contain_text(re.compile("publiée|mise à jour"))
        assert (complaints(validator), validator.foreign_requests) == ([], [])

    page.goto("/blog/")
    page.locator("main").get_by_role("link", name=TITLE).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(TITLE)
    expect(page.locator("main blockquote")).to_contain_text("On apprend plus ici")
    page.locator("main sup a").first.click()
    expect(page.get_by_text("Comptées à neuf heures.")).to_be_in_viewport()
    expect(page.locator("main figure img").first).to_have_attribute("alt", "Un guichet ouvert.")
    expect(page.locator("main")).to_contain_text("Le guichet en trois minutes")
    assert page.request.get("/en/blog/a-morning-at-the-counter/").status == 404

    with open_page(browser, site) as translator:
        log_in(translator, *TRANSLATOR)
        translator.goto(f"/admin/reports/freshness/?q={TITLE}")
        translator.locator("main").get_by_role("button", name="Traduire").click()
        expect(translator).to_have_url(re.compile("/edit/$"))
        translate_all(translator)
        expect(translator.get_by_role("heading", name=re.compile("translation$"))).to_have_count(0)
        address = translator.url
        assert (translator.complaints, translator.foreign_requests) == ([], [])

    with open_page(browser, site) as validator:
        log_in(validator, *VALIDATOR)
        validator.goto(address)
        validator.locator("footer").get_by_role("button", name=re.compile(r"^Publier\s: Anglais")).click()
        # Were a string missing, the sentence would say so.
        messages = validator.locator(".messages")
        expect(messages).to_contain_text(f"« {ENGLISH[TITLE]} » est en ligne (Anglais).")
        assert (validator.complaints, validator.foreign_requests) == ([], [])

    page.reload()
    page.get_by_role("link", name="English").first.click()
    expect(page).to_have_url(re.compile("/en/blog/a-morning-at-the-counter/$"))
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.get_by_role("heading", level=1)).to_have_text(ENGLISH[TITLE])
    for words in ENGLISH.values():
        if words not in (ENGLISH["Un guichet ouvert."], ENGLISH["une-matinee-au-guichet"]):
            expect(page.locator("main")).to_contain_text(words.removesuffix("[1]."))
    expect(page.locator("main figure img").first).to_have_attribute("alt", ENGLISH["Un guichet ouvert."])
    assert (page.complaints, page.foreign_requests) == ([], [])


@pytest.mark.usefixtures("newcomers")
def test_what_is_refused_is_said_at_the_field_and_nothing_is_lost(browser, site):
    with open_page(browser, site) as writer:
        log_in(writer, *NEWCOMER)
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


def choose_first_image(page, field):
    page.locator(f"#{field}-chooser, [id^={field}]").get_by_role(
        "button", name="Choisir une image"
    ).first.click()
    page.get_by_role("dialog").locator(".listing a, .image-choice").first.click()
    expect(page.locator(f"[name={field}-image]")).to_have_value(re.compile(r"\d"))
    # The description of the picture comes with it, a moment later.
    expect(page.locator(f"[name={field}-alt_text]")).not_to_have_value("")


def translate_all(page):
    """Says every string of the page in English, in both tabs of the translation editor."""
    for tab in ("Contenu", "Promotion"):
        page.get_by_role("tab", name=tab).click()
        strings = page.locator("section.active .incomplete")
        for _string in range(strings.count()):
            string = strings.first
            french = string.locator("p").first.inner_text()
            string.get_by_role("button", name="Traduire").click()
            string.locator("textarea").fill(ENGLISH[french])
            left = strings.count()
            string.get_by_role("button", name="Enregistrer").click()
            expect(strings).to_have_count(left - 1)


def choose_action(page, name):
    page.get_by_role("button", name="Plus d'actions").click()
    page.locator("footer").get_by_role("button", name=name).click()


def complaints(page):
    """What the console says, but for drafts that Wagtail tried to keep before they were complete."""
    return [text for text in page.complaints if "400 (Bad Request)" not in text]

"""A document on its way into a post: sent or pasted, checked, and read where it stands."""

import re

from playwright.sync_api import expect

from tests.desk import trial
from tests.e2e.conftest import open_page
from tests.e2e.path import WRITER
from tests.e2e.test_editors import add_block, complaints
from tests.e2e.test_newcomer import log_in


def test_a_word_document_becomes_a_post_as_readers_will_see_it(browser, site, tmp_path):
    document = tmp_path / "trial.docx"
    document.write_bytes(trial.docx())
    with open_page(browser, site) as page:
        log_in(page, *WRITER)
        page.goto("/admin/pages/create/blog/postpage")
        blog = re.search(r"/(\d+)/$", page.url)[1]
        page.goto(f"/admin/pages/{blog}/")
        page.get_by_role("button", name=re.compile("Actions|Plus d")).first.click()
        page.get_by_role("link", name="Nouvelle page depuis un document").click()
        page.get_by_label("Ou envoyer le fichier").set_input_files(document)
        page.get_by_role("button", name="Voir le résultat").click()

        expect(page.get_by_text("4 notes", exact=True)).to_be_visible()
        expect(page.get_by_label("Titre de la page")).to_have_value(trial.TITLE)
        page.get_by_role("button", name="En faire un brouillon").click()

        expect(page.locator(".messages")).to_contain_text("Rien n’est publié")
        expect(page.locator("[data-streamfield-child]").first).to_be_visible()
        page.wait_for_load_state("networkidle")
        assert (complaints(page), page.foreign_requests) == ([], [])

        page.goto(page.url.replace("/edit/", "/view_draft/"))
        article = page.locator("main")
        expect(article.locator("h2#arriver")).to_have_text("Arriver")
        expect(article.locator("figure img")).to_have_count(3)
        expect(article.locator("ul ul ul li")).to_have_text("deux fois par jour au moins")
        expect(article.locator("sup.note-ref")).to_have_count(4)
        expect(article.get_by_text("#Transformation #Guichet #2016")).to_be_visible()
        assert (page.complaints, page.foreign_requests) == ([], [])


def test_what_word_puts_in_the_clipboard_is_taken_whole(browser, site):
    with open_page(browser, site) as page:
        log_in(page, *WRITER)
        open_new_post(page)
        page.goto(page.url.replace("/add/blog/postpage/", "/") + "new-from-document/")
        words = page.get_by_label("Coller le texte")
        paste(words, trial.word_clipboard(), "Trois semaines au guichet")

        expect(page.locator("[data-pasting-status]")).to_contain_text("Nombre de mots")
        expect(words).to_have_attribute("readonly", "")
        page.get_by_role("button", name="Voir le résultat").click()

        expect(page.get_by_text("9 éléments de liste", exact=True)).to_be_visible()
        expect(
            page.locator(".pasting-result").get_by_text("[À compléter] Image à ajouter").first
        ).to_be_visible()
        page.get_by_role("button", name="L’abandonner").click()
        expect(page.get_by_label("Coller le texte")).to_have_value("")
        assert (page.complaints, page.foreign_requests) == ([], [])


def test_a_text_field_says_what_it_cannot_keep_and_leads_to_where_it_is_kept(browser, site):
    held = "<h2>Compter</h2><p>Avant <b>et</b> après</p><table><tr><td>Visites</td><td>4</td></tr>"
    held += "<tr><td>Formulaires</td><td>3</td></tr></table>"
    with open_page(browser, site) as page:
        page.on("dialog", lambda dialog: dialog.accept())
        log_in(page, *WRITER)
        open_new_post(page)
        add_block(page, "Texte")
        field = page.locator("#panel-child-contenu-body-section [contenteditable=true]").last

        paste(field, "<p style='color:red'>Du texte <b>gras</b></p><ul><li>un</li></ul>", "Du texte")
        expect(field).to_contain_text("Du texte gras")
        expect(page.locator(".pasting-notice")).to_have_count(0)

        paste(field, held, "Compter")
        notice = page.locator(".pasting-notice")
        expect(notice).to_contain_text("des tableaux")
        expect(notice.get_by_text("des images")).to_be_hidden()
        notice.get_by_role("button", name="Coller ici le texte seul").click()
        expect(field).to_contain_text("Visites | 4")
        expect(field.locator("strong, [style*=bold]").last).to_have_text("et")

        paste(field, held, "Compter")
        notice.get_by_role("button", name="L’apporter en entier").click()
        page.get_by_role("button", name="Voir le résultat").click()
        expect(page.locator(".pasting-result table")).to_contain_text("Formulaires")
        assert (complaints(page), page.foreign_requests) == ([], [])


def open_new_post(page):
    page.goto("/admin/pages/create/blog/postpage")
    expect(page).to_have_url(re.compile(r"/add/blog/postpage/\d+/$"))


def paste(field, html, text):
    """As the browser hands over the clipboard: it lets no script put HTML of Word there."""
    field.click()
    field.evaluate(
        """(field, [html, text]) => {
            const data = new DataTransfer();
            data.setData("text/html", html);
            data.setData("text/plain", text);
            field.dispatchEvent(
                new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
        }""",
        [html, text],
    )

"""Whatever happens while somebody writes, nothing typed is lost: in a real browser, with two people."""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import open_page
from tests.e2e.path import VALIDATOR, WRITER, log_in
from tests.e2e.test_editors import add_block, choose_action, write

END_SESSIONS = "from django.contrib.sessions.models import Session; Session.objects.all().delete()"
ENDED = "Votre session a pris fin"


@pytest.fixture
def writer(browser, site):
    with open_page(browser, site) as page:
        log_in(page, *WRITER)
        yield page


def begin_post(page, title):
    """A new post, which Wagtail keeps by itself; its address in the admin."""
    page.goto("/admin/pages/create/blog/postpage")
    type_into(page, "title", title)
    expect(page).to_have_url(re.compile("/edit/$"))
    page.wait_for_load_state("networkidle")
    return page.url


def type_into(page, name, text):
    """And goes on to the next field: it is then that Wagtail looks at what changed."""
    page.locator(f"[name={name}]").fill(text)
    page.locator(f"[name={name}]").press("Tab")


def kept_by_itself(page, words):
    """Within it, Wagtail keeps a draft that holds these words: another may be on its way already."""

    def holds(request):
        return request.method == "POST" and words.encode() in (request.post_data_buffer or b"")

    return page.expect_response(lambda answer: "/edit/" in answer.url and answer.ok and holds(answer.request))


def log_in_again(page, username, password):
    """From what says that the session has ended, in a new tab, and back."""
    with page.expect_popup() as opened:
        page.get_by_role("link", name="Se reconnecter").click()
    tab = opened.value
    tab.locator("[name=username]").fill(username)
    tab.locator("[name=password]").fill(password)
    tab.locator("main button[type=submit]").click()
    expect(tab.get_by_text("Fermez cet onglet")).to_be_visible()
    tab.close()


def test_a_draft_that_is_not_complete_is_kept(writer):
    address = begin_post(writer, "Inachevé")
    add_block(writer, "Citation")
    with kept_by_itself(writer, "Le début seulement."):
        type_into(writer, "introduction", "Le début seulement.")

    writer.goto(address)
    expect(writer.locator("[name=title]")).to_have_value("Inachevé")
    expect(writer.locator("[name=introduction]")).to_have_value("Le début seulement.")
    expect(writer.locator("[name=body-0-value-text]")).to_be_attached()


def test_a_form_is_not_overtaken_by_a_draft(writer):
    address = begin_post(writer, "Plus vite que le brouillon")
    order, held = [], []

    def is_draft(request):
        return request.method == "POST" and "json" in request.headers["accept"]

    def follow(route):
        if route.request.method == "POST":
            order.append("draft sent" if is_draft(route.request) else "form sent")
        if is_draft(route.request) and not held:
            held.append(route)
        else:
            route.continue_()

    writer.route(address, follow)
    writer.on("requestfinished", lambda request: is_draft(request) and order.append("draft kept"))
    with writer.expect_request(lambda request: request.url == address and is_draft(request)):
        type_into(writer, "introduction", "Le début.")
    writer.locator("[name=introduction]").fill("Le début et la fin.")
    choose_action(writer, "Soumettre")
    held[0].continue_()

    expect(writer.locator(".messages")).to_contain_text("soumise pour modération")
    assert order.pop() == "form sent"
    assert order == ["draft sent", "draft kept"] * (len(order) // 2)
    writer.goto(address)
    expect(writer.locator("[name=introduction]")).to_have_value("Le début et la fin.")


@pytest.mark.parametrize("end", ["session", "cookies"])
def test_the_session_ends_while_writing(writer, lay, end):
    address = begin_post(writer, f"Coupé net ({end})")
    if end == "session":
        lay(END_SESSIONS)
    else:
        writer.context.clear_cookies()
    type_into(writer, "introduction", "Tapé après coup.")

    expect(writer.get_by_role("heading", name=ENDED)).to_be_visible()
    # What is sent is held back.
    writer.get_by_role("button", name="Rester sur cette page").click()
    writer.get_by_role("button", name="Enregistrer le brouillon").click()
    expect(writer.get_by_role("heading", name=ENDED)).to_be_visible()
    expect(writer).to_have_url(address)
    with kept_by_itself(writer, "Tapé après coup."):
        log_in_again(writer, *WRITER)

    expect(writer.get_by_text("ce que vous avez saisi s’enregistre")).to_be_visible()
    expect(writer.locator("[name=introduction]")).to_have_value("Tapé après coup.")
    writer.goto(address)
    expect(writer.locator("[name=introduction]")).to_have_value("Tapé après coup.")
    assert writer.foreign_requests == []


def test_twelve_hours_are_over(browser, site, lay):
    with open_page(browser, site) as writer:
        writer.clock.install()
        log_in(writer, *WRITER)
        begin_post(writer, "Une longue journée")
        lay(END_SESSIONS)
        # Nothing is typed, nothing is sent: it is noticed all the same.
        writer.clock.fast_forward("01:01")
        expect(writer.get_by_role("heading", name=ENDED)).to_be_visible()


def test_a_form_of_the_team_is_not_sent_to_the_log_in_page(writer, lay):
    writer.goto("/admin/snippets/core/person/add/")
    writer.locator("[name=name]").fill("Ada Essai")
    writer.locator("[name=slug]").fill("ada-essai")
    lay(END_SESSIONS)
    writer.locator("button.action-save").click()

    expect(writer.get_by_role("heading", name=ENDED)).to_be_visible()
    log_in_again(writer, *WRITER)
    expect(writer.get_by_text("vous pouvez envoyer")).to_be_visible()
    expect(writer.locator("[name=name]")).to_have_value("Ada Essai")
    writer.locator("button.action-save").click()
    expect(writer.locator(".messages")).to_contain_text("Ada Essai")


def test_without_javascript_what_was_sent_comes_back(browser, site, lay):
    with open_page(browser, site, java_script_enabled=False) as staff:
        log_in(staff, *VALIDATOR)
        staff.goto("/admin/snippets/core/theme/add/")
        staff.locator("[name=name]").fill("Thème « tapé »")
        staff.locator("[name=slug]").fill("theme-tape")
        lay(END_SESSIONS)
        staff.locator("button.action-save").click()

        expect(staff.get_by_role("heading", name="Rien n’est perdu")).to_be_visible()
        log_in_again_by_hand(staff)
        staff.get_by_role("button", name="Renvoyer").click()
        # The form still has the token of the session before: it comes back once more, with the new one.
        staff.get_by_role("button", name="Renvoyer").click()
        expect(staff.locator("main table.listing")).to_contain_text("Thème « tapé »")


def log_in_again_by_hand(staff):
    with staff.expect_popup() as opened:
        staff.get_by_role("link", name="Reconnectez-vous").click()
    tab = opened.value
    tab.locator("[name=username]").fill(VALIDATOR[0])
    tab.locator("[name=password]").fill(VALIDATOR[1])
    tab.locator("main button[type=submit]").click()
    expect(tab.get_by_text("Fermez cet onglet")).to_be_visible()


def test_two_who_write_the_same_page(browser, site, writer):
    address = begin_post(writer, "À deux")
    with open_page(browser, site) as other:
        log_in(other, *VALIDATOR)
        other.goto(address)
        other.wait_for_load_state("networkidle")
        with kept_by_itself(writer, "La première version."):
            type_into(writer, "introduction", "La première version.")

        type_into(other, "introduction", "La seconde version.")
        expect(other.locator("#w-autosave-indicator[data-w-autosave-state-value=paused]")).to_be_attached()
        # The second is told who saved meanwhile, as soon as the page has asked, and asked before anything is
        # overwritten.
        dialog = other.locator("#w-save-confirmation-dialog")
        expect(dialog).to_contain_text(f"{WRITER[0]} a enregistré une nouvelle version")
        other.get_by_role("button", name="Enregistrer le brouillon").click()
        expect(dialog).to_be_visible()
        expect(other.locator("[name=introduction]")).to_have_value("La seconde version.")

    writer.goto(address)
    expect(writer.locator("[name=introduction]")).to_have_value("La première version.")


def test_an_error_deep_in_a_block_is_said_at_its_field(browser, site):
    with open_page(browser, site) as validator:
        log_in(validator, *VALIDATOR)
        begin_post(validator, "Des chiffres")
        add_block(validator, "Texte")
        write(validator, "body-0-value", "Avant les chiffres.")
        add_block(validator, "Chiffres clés")
        validator.locator("[name='body-1-value-figures-0-value-value']").fill("19")
        choose_action(validator, re.compile("^Publier", re.I))

        label = validator.locator("[name='body-1-value-figures-0-value-label']")
        expect(label).to_be_visible()
        cell = label.locator("xpath=ancestor::*[contains(@class, 'w-field__wrapper')][1]")
        expect(cell.locator(".error-message")).to_contain_text("requis")
        expect(validator.locator("[name='body-1-value-figures-0-value-value']")).to_have_value("19")
        expect(validator.locator("[name=body-0-value]")).to_have_value(re.compile("Avant les chiffres"))
        expect(validator.locator("[name=title]")).to_have_value("Des chiffres")

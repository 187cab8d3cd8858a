"""What an applicant and the team do in the browser, step by step."""

import itertools
import re

from playwright.sync_api import expect

from home.adhesion.filing import SHORTEST_FILLING
from tests.e2e.conftest import open_page

WRITER = ("redaction", "ciseaux-et-papier")
VALIDATOR = ("validation", "relire-puis-publier")
ADHESIONS = ("adhesions", "cinq-mille-euros")
REFERENCE = re.compile(r"ADH-2016-[0-9A-Z]{5}")
_numbers = itertools.count(1)


def visit(browser, site, **options):
    """A page as `open_page` opens it, of a visitor from a place of their own: many from one are doubted."""
    headers = {"X-Forwarded-For": f"203.0.113.{next(_numbers)}"}
    return open_page(browser, site, extra_http_headers=headers, **options)


def type_as_a_person(page, words):
    """Types where the focus is, over as long as it takes not to be taken for a machine."""
    page.keyboard.type(words, delay=SHORTEST_FILLING.total_seconds() * 1000 / len(words) + 1)


def field(page, name, value=None):
    """The control of that name; among several, the one of that value."""
    return page.locator(f"[name={name}]" + (f"[value='{value}']" if value else ""))


def go_on(page):
    """Presses the thing to do."""
    page.locator("main form button.button").click()


def open_request(page):
    """From the membership page to the first question."""
    page.goto("/adhesion/")
    page.locator("main").get_by_role("link", name=re.compile("demande", re.IGNORECASE)).first.click()
    expect(page).to_have_url(re.compile("/demande/organisation/$"))


def say_organisation(page, *, name, category="region", siret="732-829-320-00074"):
    field(page, "organisation_name").fill(name)
    field(page, "organisation_category").select_option(category)
    field(page, "siret").fill(siret)
    field(page, "address").fill("1 place de la Région\n21000 Dijon")
    go_on(page)
    expect(page).to_have_url(re.compile("/demande/vous/$"))


def say_champion(page, *, name="Camille Essai", email=""):
    email = email or f"camille{next(_numbers)}@example.org"
    field(page, "champion_name").fill(name)
    field(page, "champion_email").clear()
    type_as_a_person(page, email)
    field(page, "decision_stage", "planned").check()
    go_on(page)
    expect(page).to_have_url(re.compile("/demande/facturation/$"))


def say_payer(page, *, kind="same", name="", email=""):
    field(page, "payer_kind", kind).check()
    if kind == "other":
        field(page, "payer_name").fill(name)
        field(page, "payer_email").fill(email)
    go_on(page)
    expect(page).to_have_url(re.compile("/demande/verification/$"))


def shown_reference(page) -> str:
    expect(page.locator("main")).to_contain_text(REFERENCE)
    return REFERENCE.search(page.locator("main").inner_text())[0]


def log_in(page, username, password):
    page.goto("/admin/")
    page.locator("input[name=username]").fill(username)
    page.locator("input[name=password]").fill(password)
    page.locator("button[type=submit]").first.click()
    expect(page).to_have_url(re.compile("/admin/$"))


def open_case_file(staff, name, reference):
    """From the list of requests to the page of one."""
    staff.goto("/admin/adhesion/")
    staff.get_by_role("link", name=re.compile(re.escape(name))).first.click()
    expect(staff.locator(".request-head")).to_contain_text(reference)


def accept_as_new(staff):
    """Takes the request, then accepts it for an organisation that nobody knew."""
    staff.locator("form[action$='/take/'] button").click()
    staff.locator("a[href$='/accept/']").click()
    field(staff, "organisation", "new").check()
    staff.locator(".decision-actions button:not([name])").click()
    expect(staff.locator(".request-head")).to_contain_text("Acceptée")


def mail_to(staff, address):
    """The mail of a request that left for that address, opened."""
    mail = staff.locator(".request-mails > li", has_text=address).first
    if not mail.locator("details").evaluate("details => details.open"):
        mail.locator("summary").click()
    return mail

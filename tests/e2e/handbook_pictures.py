"""Takes the pictures of the handbook again, from a fresh demonstration being served.

    uv run manage.py demo --fresh --addrport 127.0.0.1:8000
    uv run python -m tests.e2e.handbook_pictures http://127.0.0.1:8000

It is no test: run it when a screen has changed, look at the pictures, commit them. It leaves a
fictitious request and a post in the trash behind.
"""

import io
import os
import re
import shutil
import sys
from pathlib import Path

import django
from PIL import Image
from playwright.sync_api import expect, sync_playwright

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")
django.setup()

from tests.e2e.conftest import open_page  # noqa: E402
from tests.e2e.path import (  # noqa: E402
    ADHESIONS,
    VALIDATOR,
    WRITER,
    go_on,
    log_in,
    open_request,
    say_champion,
    say_organisation,
    say_payer,
    shown_reference,
    visit,
)

PICTURES = Path(__file__).parents[2] / "site/desk/handbook/static/handbook/pictures"
WINDOW = {"width": 1200, "height": 720}


def main(site: str) -> None:
    PICTURES.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"),
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        with visit(browser, site) as applicant:
            file_a_request(applicant)
        with open_page(browser, site) as memberships:
            enter(memberships, ADHESIONS)
            memberships.goto("/admin/adhesion/")
            keep(memberships, "demandes")
        with open_page(browser, site) as validator:
            enter(validator, VALIDATOR)
            validator.goto("/admin/snippets/blog/commitment/")
            keep(validator, "engagements")
            throw_away(validator, "Superpublic ouvre ses portes")
            validator.goto("/admin/trash/")
            keep(validator, "corbeille")
        with open_page(browser, site) as writer:
            enter(writer, WRITER)
            keep(writer, "tableau-de-bord")
            writer.goto("/admin/reports/freshness/")
            keep(writer, "traductions")
            edit(writer, "L’évaluation")
            writer.locator("[name=video_url]").scroll_into_view_if_needed()
            keep(writer, "episode")
            edit(writer, "Mentions légales")
            writer.get_by_role("button", name="Afficher ou masquer les vérifications du contenu").click()
            keep(writer, "verifications")
            writer.goto(re.sub("edit/$", "bring-document/", writer.url))
            keep(writer, "apporter-un-document")


def enter(page, user) -> None:
    page.set_viewport_size(WINDOW)
    log_in(page, *user)


def file_a_request(page) -> None:
    """What an invented town asks: no applicant's data goes into a picture."""
    open_request(page)
    say_organisation(page, name="Ville d’exemple", category="city")
    say_champion(page)
    say_payer(page)
    go_on(page)
    shown_reference(page)


def edit(page, title: str) -> None:
    page.goto(f"/admin/pages/search/?q={title}")
    page.locator("main table").get_by_role("link", name=title, exact=True).first.click()
    expect(page).to_have_url(re.compile("/edit/$"))


def throw_away(page, title: str) -> None:
    edit(page, title)
    page.goto(re.sub("edit/$", "delete/", page.url))
    page.locator("main form button[type=submit]").click()
    expect(page.locator(".messages")).to_contain_text(title)


def keep(page, name: str) -> None:
    """Writes what the window shows, in a few kilobytes."""
    page.wait_for_load_state("networkidle")
    shown = Image.open(io.BytesIO(page.screenshot(animations="disabled")))
    shown.convert("RGB").save(PICTURES / f"{name}.webp", quality=60, method=6)


if __name__ == "__main__":
    main(*sys.argv[1:])

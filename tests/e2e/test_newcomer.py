"""What a newcomer does with the demonstration, from the roadmap to a member."""

import re

from playwright.sync_api import expect


def test_from_the_roadmap_to_an_accepted_request(page):
    page.goto("/")
    page.get_by_role("navigation").get_by_role("link", name="Feuille de route").first.click()
    page.get_by_role("link", name=re.compile("2016")).first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("2016")
    page.locator("main").get_by_role("link", name="La Transfo").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("La Transfo")
    expect(page.locator("main")).to_contain_text(re.compile(r"160\s000\sà\s170\s000\s€"))

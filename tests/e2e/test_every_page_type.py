"""One page of each type, as its visitor meets it."""

import pytest
from axe_playwright_python.sync_playwright import Axe

PAGES = {
    "home": "/",
    "content": "/l-association/",
    "legal": "/accessibilite/",
    "site map": "/plan-du-site/",
    "programmes": "/programmes/",
    "programmes narrowed": "/programmes/?size=small&budget=10000",
    "finder": "/programmes/trouver/",
    "programmes that fit": "/programmes/trouver/?size=small&experience=none&need=any&budget=10000",
    "map of junctions": "/programmes/jonctions/",
    "programme": "/programmes/la-transfo/",
    "programme asleep": "/programmes/reacteur-public/",
    "programme with terrains": "/programmes/territoires-en-residences/",
    "terrain": "/programmes/territoires-en-residences/gares-bzh/",
    "agenda": "/agenda/",
    "agenda as a list": "/agenda/liste/?lieu=paris",
    "agenda of a month": "/agenda/2016/01/",
    "event": "/agenda/accrochage-mairie-du-19e/",
    "event to register for": "/agenda/cycle-de-decouverte-premier-trimestre/",
    "registration": "/agenda/cycle-de-decouverte-premier-trimestre/inscription/",
    "blog": "/blog/",
    "posts of a year": "/blog/annee/2015/",
    "post": "/blog/nos-orientations-pour-2016/",
    "roadmaps": "/feuilles-de-route/",
    "roadmap": "/feuilles-de-route/2016/",
    "comparison": "/feuilles-de-route/2016/comparer/",
    "map of terrains": "/territoires/",
    "territory": "/territoires/bretagne/",
    "lexicon": "/lexique/",
    "publications": "/publications/",
    "series": "/publications/les-eclaireurs/",
    "episode": "/publications/les-eclaireurs/l-evaluation/",
    "collection": "/publications/design-des-politiques-publiques/",
    "book": "/publications/design-des-politiques-publiques/chantiers-ouverts-au-public/",
    "report": "/publications/nuancier-de-formation/",
    "search": "/recherche/",
    "search results": "/recherche/?q=résidence",
    "search without result": "/recherche/?q=xylophone",
    "join": "/adhesion/",
    "join form": "/adhesion/demande/",
    "members": "/adhesion/adherents/",
    "new link": "/adhesion/demande/suivi/",
    "404": "/nulle-part/",
}

every_page = pytest.mark.parametrize("path", PAGES.values(), ids=PAGES.keys())


@every_page
def test_page_is_sound_for_eye_keyboard_screen_reader_and_narrow_screen(page, path):
    """All in one visit: a browser takes a second to open each."""
    page.goto(path)
    page.wait_for_load_state("load")
    results = Axe().run(page)
    assert results.violations_count == 0, results.generate_report()
    assert page.foreign_requests == []
    assert [text for text in page.complaints if "404 (Not Found)" not in text or path != PAGES["404"]] == []
    assert page.locator("h1").count() == 1
    _reach_the_content_by_keyboard(page)
    page.set_viewport_size({"width": 320, "height": 700})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def _reach_the_content_by_keyboard(page):
    page.keyboard.press("Tab")
    skip_link = page.locator(":focus")
    assert skip_link.get_attribute("href") == "#main"
    assert skip_link.is_visible()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('#main').contains(document.activeElement)")


def test_all_read_without_javascript(page_without_javascript):
    page, unread = page_without_javascript, []
    for path in PAGES.values():
        page.goto(path)
        link = page.get_by_role("navigation").first.get_by_role("link").first
        if not (page.locator("main h1").is_visible() and link.is_visible()):
            unread.append(path)
    assert unread == []

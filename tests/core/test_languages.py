"""What a reader of English is told where something is written in French only."""

import pytest
from bs4 import BeautifulSoup
from django.test import Client, RequestFactory
from django.utils import translation
from django.views import defaults

from core.models import Navigation
from publications.models.books import BookChapter
from tests.factories import (
    AgendaPageFactory,
    BlogIndexPageFactory,
    BookPageFactory,
    CollectionPageFactory,
    ContentPageFactory,
    EventPageFactory,
    PostPageFactory,
    ProgrammeIndexPageFactory,
    ProgrammePageFactory,
    PublicationIndexPageFactory,
    TerrainPageFactory,
    TerritoriesPageFactory,
    TerritoryFactory,
)
from tests.translating import translate


@pytest.fixture
def english_home(home, locales):
    return translate(home, locales["en"])


def soup_of(client, url, status=200):
    response = client.get(url)
    assert response.status_code == status
    return BeautifulSoup(response.content, "html.parser")


@pytest.fixture
def untranslated(home, english_home, locales):
    """A page that nobody translated, below /en/ because a page below it was."""
    parent = ContentPageFactory(parent=home, slug="parent", title="Parent")
    child = translate(ContentPageFactory(parent=parent, slug="enfant"), locales["en"])
    return child.get_parent()


def test_a_copy_says_that_it_is_in_french_and_leads_to_the_original(client, untranslated):
    soup = soup_of(client, untranslated.url)
    notice = soup.find(class_="untranslated")
    assert notice["lang"] == "en"
    assert "This page exists only in French." in notice.text
    assert [link["href"] for link in notice.find_all("a")] == ["/parent/", "/en/"]
    assert soup.find("main")["lang"] == "fr"
    assert soup.find("link", rel="canonical")["href"].endswith("localhost/parent/")
    assert soup.find("meta", property="og:locale")["content"] == "fr_FR"
    assert not soup.find("meta", property="og:locale:alternate")
    assert not soup.find("link", hreflang=True)
    assert '"inLanguage": "fr"' in soup.find("script", type="application/ld+json").text


def test_originals_and_translations_say_nothing_of_it(client, untranslated, home):
    child = untranslated.get_children().get()
    for url in ("/parent/", "/parent/enfant/", child.url, "/en/", "/"):
        assert not soup_of(client, url).find(class_="untranslated")


def test_links_of_the_navigation_say_where_french_begins(client, home, english_home, locales, untranslated):
    french = ContentPageFactory(parent=home, slug="en-francais", title="En français")
    pages = [french, untranslated, untranslated.get_children().get()]
    header = [
        {"type": "link", "value": {"page": page.pk, "url": "", "label": f"Link {number}"}}
        for number, page in enumerate(pages)
    ]
    Navigation.objects.create(locale=locales["en"], header=header, join=[], footer=[])
    links = soup_of(client, "/en/").find(class_="site-nav").find_all("li")
    said = [(link.a["href"], link.a.get("hreflang"), "(in French)" in link.text) for link in links[:3]]
    assert said == [
        ("/en-francais/", "fr", True),
        ("/en/parent/", "fr", True),
        ("/en/parent/enfant/", None, False),
    ]


def test_a_french_navigation_is_marked_as_such(client, home, english_home, locales):
    link = {"type": "link", "value": {"page": None, "url": "https://example.org", "label": "Ailleurs"}}
    Navigation.objects.create(locale=locales["fr"], header=[link], join=[], footer=[])
    item = soup_of(client, "/en/").find(class_="site-nav").find("li")
    assert (item["lang"], item.text.strip()) == ("fr", "Ailleurs")
    assert not soup_of(client, "/").find(class_="site-nav").find("li").get("lang")


def test_links_in_running_text_say_the_language_they_lead_to(client, home, english_home, locales):
    french = ContentPageFactory(parent=home, slug="en-francais")
    page = ContentPageFactory(
        parent=home, body=[("paragraph", f'<p><a linktype="page" id="{french.pk}">Lire</a></p>')]
    )
    english = translate(page, locales["en"])
    assert soup_of(client, english.url).find("main").find("a", href="/en-francais/")["hreflang"] == "fr"
    assert not soup_of(client, page.url).find("main").find("a", href="/en-francais/").get("hreflang")


@pytest.fixture
def blog(home, english_home, locales):
    blog = BlogIndexPageFactory(parent=home, slug="blog")
    for _number in range(3):
        PostPageFactory(parent=blog)
    return blog


def test_a_list_leads_to_what_it_has_in_french_only(client, blog, locales):
    post = blog.get_children().first().specific
    translate(blog, locales["en"])
    soup = soup_of(client, "/en/blog/")
    assert "No post has been translated yet." in soup.text
    way = soup.find(class_="only-elsewhere").a
    assert (way["href"], way["hreflang"]) == ("/blog/", "fr")
    assert way.text == "3 more pages in French"
    translate(post, locales["en"])
    assert soup_of(client, "/en/blog/").find(class_="only-elsewhere").text.strip() == "2 more pages in French"
    assert not soup_of(client, "/blog/").find(class_="only-elsewhere")


def test_drafts_and_private_pages_are_not_counted(client, blog, locales):
    PostPageFactory(parent=blog, live=False)
    english = translate(blog, locales["en"])
    assert "3 more pages" in soup_of(client, english.url).text


def test_a_complete_list_promises_nothing(client, blog, locales):
    translate(blog, locales["en"])
    for post in blog.get_children():
        translate(post.specific, locales["en"])
    assert not soup_of(client, "/en/blog/").find(class_="only-elsewhere")


def test_terrains_and_dates_are_shown_in_french_until_they_are_translated(
    client, home, english_home, locales
):
    region = TerritoryFactory(name="Bretagne", slug="bretagne", code="53")
    programmes = ProgrammeIndexPageFactory(parent=home, slug="programmes")
    programme = ProgrammePageFactory(parent=programmes)
    terrain = TerrainPageFactory(parent=programme, title="Un lycée ouvert", territory=region)
    agenda = AgendaPageFactory(parent=home, slug="agenda")
    event = EventPageFactory(parent=agenda, title="Portes ouvertes", territory=region)
    for page in (TerritoriesPageFactory(parent=home, slug="territoires"), agenda, programme):
        translate(page, locales["en"])
    for url, title in (
        ("/en/territoires/", terrain.title),
        ("/en/territoires/bretagne/", terrain.title),
        ("/en/territoires/bretagne/", event.title),
        (programme.get_translation(locales["en"]).url, terrain.title),
        ("/en/agenda/", event.title),
        ("/en/agenda/list/", event.title),
        ("/en/", event.title),
    ):
        link = (
            soup_of(client, url)
            .find("main")
            .select_one(f"a[lang]:not(.france-mark):-soup-contains('{title}')")
        )
        assert link, url
        assert (link["lang"], link["hreflang"]) == ("fr", "fr")
        assert "(in French)" in link.parent.text
    translate(terrain, locales["en"])
    translate(event, locales["en"])
    for url in ("/en/territoires/", "/en/territoires/bretagne/", "/en/agenda/", "/en/"):
        main = soup_of(client, url).find("main")
        assert not main.find("a", string=[terrain.title, event.title])
        assert main.find("a", string=[f"EN {terrain.title}", f"EN {event.title}"])
    # The address of a territory stays in the language being read.
    page = soup_of(client, programme.get_translation(locales["en"]).url)
    assert page.find("a", href="/en/territoires/bretagne/") or page.find("a", href="/en/territoires/")


def test_readers_of_french_see_french_once(client, home, english_home, locales):
    agenda = AgendaPageFactory(parent=home, slug="agenda")
    event = EventPageFactory(parent=agenda, title="Portes ouvertes")
    translate(agenda, locales["en"])
    translate(event, locales["en"])
    assert soup_of(client, "/agenda/").find("main").text.count("Portes ouvertes") == 1
    assert "EN Portes ouvertes" not in soup_of(client, "/agenda/").text
    assert soup_of(client, "/en/agenda/").find("main").text.count("Portes ouvertes") == 1


@pytest.mark.parametrize("address", ["/en/parent/seul/", "/en/seul/", "/en/elsewhere/seul/"])
def test_an_address_that_exists_in_french_only_offers_the_french_page(client, home, english_home, address):
    parent = ContentPageFactory(parent=home, slug="parent")
    ContentPageFactory(parent=parent, slug="seul", title="Seul en français")
    way = soup_of(client, address, status=404).find(class_="lost-version").a
    assert (way["href"], way["lang"], way.text) == ("/parent/seul/", "fr", "Seul en français")


def test_an_address_of_nothing_offers_nothing(client, home, english_home):
    first, second = (ContentPageFactory(parent=home) for _number in range(2))
    ContentPageFactory(parent=first, slug="double")
    ContentPageFactory(parent=second, slug="double")
    ContentPageFactory(parent=home, slug="brouillon", live=False)
    for address in ("/en/double/", "/en/brouillon/", "/en/nowhere/", "/nulle-part/", "/en/a.pdf"):
        assert not soup_of(client, address, status=404).find(class_="lost-version")


def test_a_french_address_that_exists_in_english_offers_it(client, home, english_home, locales):
    page = ContentPageFactory(parent=home, slug="ici")
    english = translate(page, locales["en"])
    page.unpublish()
    way = soup_of(client, "/ici/", status=404).find(class_="lost-version").a
    assert way["href"] == english.url


def test_readers_of_english_cost_no_query_more_for_more_in_french(
    client, home, english_home, locales, count_queries
):
    blog = BlogIndexPageFactory(parent=home, slug="blog")
    PostPageFactory(parent=blog)
    english = translate(blog, locales["en"])
    few = count_queries(english.url)
    for _number in range(4):
        PostPageFactory(parent=blog)
    assert count_queries(english.url) == few


def test_the_contents_of_a_french_book_stay_french(client, home, english_home, locales):
    collection = CollectionPageFactory(parent=PublicationIndexPageFactory(parent=home))
    book = BookPageFactory(parent=collection)
    book.contents.add(BookChapter(title="Ce que l’on en a appris"))
    book.save()
    book.refresh_from_db()
    english = translate(book, locales["en"])
    assert soup_of(client, english.url).find(class_="book-chapter")["lang"] == "fr"
    assert not soup_of(client, book.url).find(class_="book-chapter").get("lang")


@pytest.mark.parametrize(("language", "address"), [("fr", "/"), ("en", "/en/")])
def test_a_fault_is_told_in_the_language_being_read(home, language, address):
    with translation.override(language):
        answer = defaults.server_error(RequestFactory().get(address))
    soup = BeautifulSoup(answer.content, "html.parser")
    assert soup.html["lang"] == language
    assert soup.find(class_="wordmark")["href"] == address


def test_a_form_without_its_cookie_is_told_so_in_english(home, english_home):
    response = Client(enforce_csrf_checks=True).post("/en/search/", {"q": "lab"})
    soup = BeautifulSoup(response.content, "html.parser")
    assert (response.status_code, soup.html["lang"], soup.h1.text) == (403, "en", "Nothing was sent")


def test_a_button_leads_to_the_page_in_the_readers_language(client, home, english_home, locales):
    there = ContentPageFactory(parent=home, slug="la-bas", title="Là-bas")
    link = {"page": there, "url": "", "label": ""}
    call = ("call_to_action", {"title": "Venir", "text": "", "link": link, "ground": "yellow"})
    here = ContentPageFactory(parent=home, body=[call])
    here.refresh_from_db()
    english = translate(here, locales["en"])
    button = soup_of(client, english.url).find("main").find(class_="button")
    assert (button["href"], button.get("hreflang")) == ("/la-bas/", "fr")
    translate(there, locales["en"])
    button = soup_of(client, english.url).find("main").find(class_="button")
    assert (button["href"], button.get("hreflang"), button.text) == ("/en/la-bas/", None, "EN Là-bas")


def test_tags_are_marked_as_words_of_french(client, blog, locales):
    post = blog.get_children().first().specific
    post.tags.add("résidence")
    post.save()
    for page in (blog, post):
        translate(page, locales["en"])
    english = post.get_translation(locales["en"])
    assert soup_of(client, "/en/blog/").find("span", string="résidence")["lang"] == "fr"
    assert soup_of(client, english.url).find("a", rel="tag")["lang"] == "fr"
    assert not soup_of(client, post.url).find("a", rel="tag").get("lang")

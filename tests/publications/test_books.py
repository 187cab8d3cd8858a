"""A book as a library describes it."""

import datetime
import json
from decimal import Decimal

import pytest
import rispy
from bs4 import BeautifulSoup
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st
from wagtail.models import PageViewRestriction
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield

from core.choices import Availability
from publications.licences import licence_url
from publications.models import (
    BookChapter,
    BookContributor,
    BookPage,
    BookReview,
    EpisodeSpeaker,
    ReportContributor,
)
from publications.obtaining import ways_to
from publications.validators import validate_ppn
from tests.factories import (
    BookPageFactory,
    CollectionPageFactory,
    DocumentFactory,
    EpisodePageFactory,
    ImageFactory,
    PersonFactory,
    PublicationIndexPageFactory,
    ReportPageFactory,
    VideoSeriesPageFactory,
)

#: Numbers of nine signs whose check sign is right, one of them an X.
PPNS = ["026927608", "02686018X", "147745608"]


@pytest.fixture(autouse=True)
def _in_english():
    """Sentences are compared as they stand in the code."""
    with translation.override("en"):
        yield


@pytest.fixture
def index(home):
    return PublicationIndexPageFactory(parent=home, slug="publications")


@pytest.fixture
def collection(index):
    return CollectionPageFactory(parent=index, slug="design", publisher="La Documentation française")


@pytest.fixture
def book(collection):
    book = BookPageFactory(
        parent=collection,
        title="Chantiers ouverts au public",
        slug="chantiers",
        isbn="9782110099327",
        pages=493,
        price=Decimal("29.00"),
        published_on=datetime.date(2015, 10, 13),
        buy_url="https://example.org/livre",
    )
    book.contributors.create(
        person=PersonFactory(name="Pauline Scherer"), role=BookContributor.Role.COORDINATOR
    )
    book.contributors.create(person=PersonFactory(name="Zoé Martin"), role=BookContributor.Role.TRANSLATOR)
    book.save()
    return book


def soup_of(client, page):
    response = client.get(page.url)
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def schema_of(client, page):
    return json.loads(soup_of(client, page).find("script", type="application/ld+json").string)["@graph"][0]


def facts_of(client, page):
    rows = soup_of(client, page).select(".facts > div")
    return {row.dt.get_text(strip=True): row.dd.get_text(strip=True) for row in rows}


# What it tells


def test_contents_with_authors_and_pages(client, book):
    book.contents.create(title="Ouvrir le chantier", authors="Anne Durand", first_page=12)
    book.contents.create(title="Fermer le chantier")
    book.save()
    chapters = soup_of(client, book).select(".book-chapter")
    assert [chapter.get_text(" ", strip=True) for chapter in chapters] == [
        "Ouvrir le chantier Anne Durand page 12",
        "Fermer le chantier",
    ]
    assert schema_of(client, book)["hasPart"] == [
        {"@type": "Chapter", "name": "Ouvrir le chantier", "pageStart": 12},
        {"@type": "Chapter", "name": "Fermer le chantier"},
    ]


def test_reviews_are_quoted_with_their_source(client, book):
    book.reviews.create(
        quote="Un livre utile.",
        author="Anne Durand",
        source="La Gazette",
        url="https://example.org/critique",
        published_on=datetime.date(2016, 1, 5),
    )
    book.reviews.create(quote="À lire.", source="Le Bulletin")
    book.save()
    first, second = soup_of(client, book).select(".review")
    assert first.blockquote["cite"] == "https://example.org/critique"
    assert "Un livre utile." in first.blockquote.get_text()
    assert first.figcaption.a["href"] == "https://example.org/critique"
    assert "Anne Durand, La Gazette" in first.figcaption.get_text()
    assert second.find("a") is None
    reviews = schema_of(client, book)["review"]
    assert reviews[0]["author"]["name"] == "Anne Durand"
    assert "author" not in reviews[1]


def test_facts_name_who_made_it_under_their_roles(client, book):
    with translation.override("fr"):
        roles = [str(BookContributor.Role(role).label) for role in ("coordinator", "translator")]
    facts = facts_of(client, book)
    assert facts[roles[0].capitalize()] == "Pauline Scherer"
    assert facts[roles[1].capitalize()] == "Zoé Martin"
    assert facts["ISBN"] == "978-2-11-009932-7"


def test_both_isbns_are_shown_and_described(client, book):
    book.electronic_isbn = "9782110099334"
    book.save()
    assert "978-2-11-009933-4" in facts_of(client, book).values()
    schema = schema_of(client, book)
    assert schema["isbn"] == "9782110099327"
    assert schema["workExample"]["isbn"] == "9782110099334"


def test_place_of_publication_is_in_facts_and_reference(client, book):
    book.publication_place = "Paris"
    book.save()
    assert "La Documentation française, Paris" in facts_of(client, book).values()
    assert "Paris" in soup_of(client, book).select_one(".citing-reference").get_text()


@pytest.mark.parametrize(
    ("licence", "url"),
    [
        ("CC BY-NC-SA 4.0", "https://creativecommons.org/licenses/by-nc-sa/4.0/"),
        ("Creative Commons BY-SA 3.0 FR", "https://creativecommons.org/licenses/by-sa/3.0/fr/"),
        ("Licence Ouverte 2.0", "https://www.etalab.gouv.fr/licence-ouverte-open-licence/"),
        ("CC0", "https://creativecommons.org/publicdomain/zero/1.0/"),
        ("CC BY-NC-SA", ""),
        ("Tous droits réservés", ""),
        ("", ""),
    ],
)
def test_licence_leads_to_its_text_where_that_is_known(client, book, licence, url):
    assert licence_url(licence) == url
    book.licence = licence
    book.save()
    link = soup_of(client, book).select_one('.facts a[rel="license"]')
    assert (link["href"] if link else "") == url
    assert schema_of(client, book).get("license", "") == (url or licence)


# Where it is had


def test_ways_lead_to_the_publisher_and_to_libraries(client, book):
    links = [link["href"] for link in soup_of(client, book).select(".ways a")]
    assert links[0] == "https://example.org/livre"
    assert links[1].startswith("https://www.sudoc.abes.fr/")
    assert links[1].endswith("9782110099327")
    assert links[2] == "https://search.worldcat.org/search?q=bn%3A9782110099327"
    book.sudoc_ppn, book.oclc_number = PPNS[0], "935120001"
    assert [way.url for way in ways_to(book)][1:] == [
        f"https://www.sudoc.fr/{PPNS[0]}",
        "https://search.worldcat.org/title/935120001",
    ]
    book.save()
    assert schema_of(client, book)["sameAs"] == [way.url for way in ways_to(book)][1:]


def test_nothing_is_fetched_from_where_it_is_had(client, book):
    html = client.get(book.url).content.decode()
    for element in BeautifulSoup(html, "html.parser").select(
        "[src], link[rel=stylesheet], link[rel=preload]"
    ):
        assert not (element.get("src") or element.get("href")).startswith(("http:", "https:", "//"))


def test_a_forthcoming_book_is_not_for_sale(client, book):
    book.availability, book.date_text = Availability.FORTHCOMING, "courant 2016"
    book.save()
    soup = soup_of(client, book)
    assert soup.select_one(".state-forthcoming")
    assert "courant 2016" in soup.select_one(".lede").get_text()
    assert not soup.select(".ways, .book-buy")
    assert "29" not in " ".join(facts_of(client, book).values())
    schema = schema_of(client, book)
    assert not {"offers", "datePublished"} & schema.keys()
    [item] = json.loads(client.get(f"{book.url}reference.json").content)
    assert item["status"] == "forthcoming"


def test_only_a_known_publisher_is_named(client, index, book, collection):
    assert schema_of(client, book)["publisher"]["name"] == "La Documentation française"
    assert schema_of(client, collection)["publisher"]["name"] == "La Documentation française"
    bare = CollectionPageFactory(parent=index, slug="sans-editeur")
    assert "publisher" not in schema_of(client, bare)
    assert "publisher" not in schema_of(client, BookPageFactory(parent=bare))


def test_a_book_with_nothing_known_offers_nothing(client, collection):
    soup = soup_of(client, BookPageFactory(parent=collection))
    assert not soup.select(".ways, .book-contents, .reviews, .book-buy")
    assert soup.select_one(".citing-reference")


# Numbers


@pytest.mark.parametrize("number", PPNS)
def test_numbers_of_sudoc_are_accepted(number):
    validate_ppn(number)
    validate_ppn(number.lower())


@pytest.mark.parametrize(
    ("number", "sentence"),
    [
        ("026927607", "check digit"),
        ("026860180", "check digit"),
        ("02692760", "nine signs"),
        ("PPN026927608", "nine signs"),
        ("02692760٨", "nine signs"),
        ("", "nine signs"),
    ],
)
def test_wrong_numbers_of_sudoc_are_refused(number, sentence):
    with pytest.raises(ValidationError) as error:
        validate_ppn(number)
    assert sentence in error.value.messages[0]


@given(st.integers(min_value=0, max_value=99_999_999), st.integers(min_value=1, max_value=10))
def test_one_wrong_sign_of_sudoc_is_always_found(number, shift):
    digits = f"{number:08d}"
    # The check of an ISBN of ten digits, on nine: modulo 11, weights 9 to 2.
    check = -sum(weight * int(digit) for weight, digit in zip(range(9, 1, -1), digits, strict=True)) % 11
    validate_ppn(f"{digits}{'0123456789X'[check]}")
    with pytest.raises(ValidationError):
        validate_ppn(f"{digits}{'0123456789X'[(check + shift) % 11]}")


def test_numbers_are_stored_in_one_way(collection):
    book = BookPage(
        title="Livre",
        slug="livre",
        isbn="2-11-009932-1",
        electronic_isbn="978-2-11-009933-4",
        sudoc_ppn="02686018x",
        locale=collection.locale,
    )
    book.clean()
    assert (book.isbn, book.electronic_isbn, book.sudoc_ppn) == ("9782110099327", "9782110099334", PPNS[1])


@pytest.mark.parametrize("field", ["isbn", "electronic_isbn"])
def test_an_isbn_of_another_book_is_refused_by_its_name(book, collection, field):
    other = BookPage(title="Autre", slug="autre", locale=collection.locale, **{field: "2110099321"})
    with pytest.raises(ValidationError) as error:
        other.clean()
    assert "Chantiers ouverts au public" in error.value.message_dict[field][0]
    book.clean()
    book.unpublish()
    other.clean()


def test_the_same_book_in_another_language_has_the_same_isbn(book, locales):
    translated = BookPage(title="Open sites", slug="open", isbn=book.isbn, locale=locales["en"])
    translated.clean()


def test_the_digital_edition_has_an_isbn_of_its_own(collection):
    book = BookPage(
        title="Livre",
        slug="livre",
        isbn="9782110099327",
        electronic_isbn="2110099321",
        locale=collection.locale,
    )
    with pytest.raises(ValidationError) as error:
        book.clean()
    assert "its own" in error.value.message_dict["electronic_isbn"][0]


# How it is cited


def test_the_page_shows_its_reference_and_stable_address(client, book):
    soup = soup_of(client, book)
    reference = soup.select_one(".citing-reference")
    assert "SCHERER, Pauline (dir.)" in reference.get_text()
    assert reference.i.get_text() == "Chantiers ouverts au public"
    assert soup.select_one(".citing-address a")["href"] == f"http://localhost/ref/{book.pk}/"
    assert [link["href"] for link in soup.select(".reference-files a")] == [
        f"{book.url}reference.{extension}" for extension in ("bib", "ris", "json")
    ]
    assert soup.select_one(".citing-copy a")["href"] == f"{book.url}reference.txt"
    assert [link["href"] for link in soup.select('head link[rel="alternate"][type*="bibtex"]')] == [
        f"{book.url}reference.bib"
    ]


@pytest.mark.parametrize(
    ("extension", "media_type"),
    [
        ("bib", "application/x-bibtex"),
        ("ris", "application/x-research-info-systems"),
        ("json", "application/vnd.citationstyles.csl+json"),
        ("txt", "text/plain"),
    ],
)
def test_references_are_files(client, book, extension, media_type):
    url = f"{book.url}reference.{extension}"
    response = client.get(url)
    assert response["Content-Type"].split(";")[0] == media_type
    assert "Chantiers ouverts au public" in response.content.decode()
    assert client.get(url, headers={"if-none-match": response["ETag"]}).status_code == 304


def test_no_other_file_is_made(client, book):
    for name in ("reference.pdf", "reference.csv", "references.bib", "reference.bib/x"):
        assert client.get(f"{book.url}{name}").status_code == 404


def test_metadata_for_reference_managers(client, book):
    soup = soup_of(client, book)
    tags = {(tag["name"], tag["content"]) for tag in soup.select("head meta[name]")}
    assert ("citation_title", "Chantiers ouverts au public") in tags
    assert ("citation_isbn", "978-2-11-009932-7") in tags
    assert ("DC.identifier", f"http://localhost/ref/{book.pk}/") in tags
    assert soup.select_one('head link[rel="schema.DC"]')["href"] == "http://purl.org/dc/elements/1.1/"
    # COinS, which Zotero asks first, would lose who led the book.
    assert ("citation_editor", "Scherer, Pauline") in tags
    assert not soup.select("span.Z3988")


def test_coins_where_they_lose_nothing(client, collection):
    book = BookPageFactory(parent=collection, title="Signé")
    book.contributors.create(person=PersonFactory(name="Pauline Scherer"), role="author", sort_order=0)
    book.save()
    (span,) = soup_of(client, book).select("span.Z3988")
    assert "rft.au=Scherer%2C+Pauline" in span["title"]


def test_a_hostile_title_stays_text(client, book):
    book.title = '"><script>alert(1)</script> & {co}'
    book.save()
    soup = soup_of(client, book)
    assert "alert(1)" not in [script.string for script in soup.find_all("script")]
    assert "<script>alert(1)</script>" in soup.select_one(".citing-reference").get_text()
    [item] = json.loads(client.get(f"{book.url}reference.json").content)
    assert item["title"] == book.title


def test_an_alias_is_cited_as_its_original(client, book, locales):
    for page in book.get_ancestors().filter(depth__gt=1).specific():
        page.copy_for_translation(locales["en"], alias=True)
    alias = book.copy_for_translation(locales["en"], alias=True)
    [item] = json.loads(client.get(f"{alias.url}reference.json").content)
    assert alias.url.startswith("/en/")
    assert (item["id"], item["language"]) == (f"la27eregion-{book.pk}", "fr")
    assert item["URL"].endswith(f"/ref/{book.pk}/")


# Lists


def test_a_collection_gives_all_its_books(client, collection, book):
    BookPageFactory(parent=collection, title="À venir", availability=Availability.FORTHCOMING)
    BookPageFactory(parent=collection, title="Brouillon", live=False)
    [first, second] = rispy.loads(client.get(f"{collection.url}references.ris").content.decode())
    assert (first["title"], second["title"]) == ("Chantiers ouverts au public", "À venir")
    soup = soup_of(client, collection)
    assert len(soup.select("span.Z3988")) == 2
    assert len(soup.select(".reference-files a")) == 3
    assert json.loads(client.get(f"{collection.url}references.json").content)[0]["publisher"] == (
        "La Documentation française"
    )
    assert client.get(f"{collection.url}references.txt").status_code == 404


def test_the_index_gives_everything_that_is_public(client, index, collection, book):
    series = VideoSeriesPageFactory(parent=index)
    EpisodePageFactory(parent=series, title="Premier épisode")
    ReportPageFactory(parent=index, title="Le rapport")
    hidden = ReportPageFactory(parent=index, title="Caché")
    PageViewRestriction.objects.create(page=hidden, restriction_type=PageViewRestriction.LOGIN)
    items = json.loads(client.get(f"{index.url}references.json").content)
    assert [item["title"] for item in items] == [
        "Premier épisode",
        "Chantiers ouverts au public",
        "Le rapport",
    ]
    assert len({item["id"] for item in items}) == 3
    assert len(soup_of(client, index).select("span.Z3988")) == 3


def test_empty_lists_offer_no_files(client, index, collection):
    assert not soup_of(client, collection).select(".reference-files")
    assert not soup_of(client, index).select(".reference-files")
    assert client.get(f"{collection.url}references.bib").status_code == 200


def test_queries_do_not_grow(count_queries, index, collection, book):
    series = VideoSeriesPageFactory(parent=index)
    person, document, cover = PersonFactory(), DocumentFactory(), ImageFactory()

    def fill(numbers):
        for number in numbers:
            other = BookPageFactory(parent=collection, cover=cover)
            report = ReportPageFactory(parent=index, document=document)
            BookContributor.objects.create(page=other, person=person)
            ReportContributor.objects.create(page=report, person=person)
            BookChapter.objects.create(page=book, title=f"Chapitre {number}")
            BookReview.objects.create(page=book, quote="Bien.", source="Le Bulletin")
            if number < 50:
                episode = EpisodePageFactory(parent=series, number=number + 1)
                EpisodeSpeaker.objects.create(page=episode, person=person)

    def count():
        pages = (index, collection, book)
        files = (f"{index.url}references.bib", f"{collection.url}references.ris", f"{book.url}reference.txt")
        return [count_queries(url) for url in (*(page.url for page in pages), *files)]

    fill(range(10))
    few = count()
    fill(range(10, 200))
    assert count() == few
    assert max(few) <= 12


# The address that stays


def test_stable_address_follows_the_page(client, book, index):
    address = f"/ref/{book.pk}/"
    response = client.get(address)
    assert (response.status_code, response["Location"]) == (302, book.url)
    assert client.head(address).status_code == 302
    elsewhere = CollectionPageFactory(parent=index, slug="ailleurs")
    book.move(elsewhere, pos="last-child")
    assert client.get(address)["Location"] == "/publications/ailleurs/chantiers/"
    assert client.get(address, follow=True).status_code == 200


def test_stable_address_in_another_language(client, book, home, locales):
    english_home = home.copy_for_translation(locales["en"])
    english_home.save_revision().publish()
    assert client.get(f"/ref/{english_home.pk}/")["Location"] == "/en/"


@pytest.mark.parametrize("path", ["0", str(2**63), "9" * 60, "-1", "x", "1.5", ""])
def test_no_such_stable_address(client, home, path):
    assert client.get(f"/ref/{path}/").status_code == 404


def test_stable_address_is_only_read(client, book):
    assert client.post(f"/ref/{book.pk}/").status_code == 405


def test_nothing_is_learnt_of_what_is_not_public(client, staff_client, book, collection, superuser):
    PageViewRestriction.objects.create(page=collection, restriction_type=PageViewRestriction.LOGIN)
    assert staff_client.get(f"/ref/{book.pk}/").status_code == 302
    client.logout()
    assert client.get(f"/ref/{book.pk}/").status_code == 404
    book.unpublish()
    assert client.get(f"/ref/{book.pk}/").status_code == 404


# Drafts


def test_a_draft_with_half_of_everything_can_be_previewed(collection):
    page = BookPage(title="Brouillon", slug="brouillon", live=False, isbn="97821", locale=collection.locale)
    page.set_url_path(collection)
    page.path, page.depth = f"{collection.path}0009", collection.depth + 1
    page.contributors = [BookContributor(role=""), BookContributor(person=PersonFactory())]
    response = page.make_preview_request(preview_mode=page.default_preview_mode)
    response.render()
    assert "97821" in response.content.decode()


# On the screen of the editor


def save(staff_client, book, action="action-publish", **values):
    """Errors of the screen by field; none where the book was saved."""
    fields = {
        "title": book.title,
        "slug": book.slug,
        "introduction": "Deux phrases.",
        "availability": book.availability,
        "body": streamfield([]),
        "comment_notifications": "",
    }
    rows = {name: inline_formset([]) for name in ("contributors", "contents", "reviews", "comments")}
    data = nested_form_data(fields | rows | values | {action: "1"})
    response = staff_client.post(reverse("wagtailadmin_pages:edit", args=[book.pk]), data)
    if response.status_code == 302:
        return {}
    with translation.override("en"):
        return {name: list(errors) for name, errors in response.context["form"].errors.items()}


def test_numbers_are_put_right_as_the_book_is_published(staff_client, book):
    numbers = {"isbn": "2-11-009932-1", "electronic_isbn": "978-2-11-009933-4", "sudoc_ppn": "02686018x"}
    assert save(staff_client, book, **numbers) == {}
    book.refresh_from_db()
    assert (book.isbn, book.electronic_isbn, book.sudoc_ppn) == ("9782110099327", "9782110099334", PPNS[1])


@pytest.mark.parametrize(
    ("field", "number", "sentence"),
    [
        ("isbn", "978-2-11-009932-8", "One digit of this ISBN is wrong"),
        ("electronic_isbn", "97821", "you gave 5"),
        ("sudoc_ppn", "026927607", "One sign of this SUDOC number is wrong"),
        ("oclc_number", "ocm935120001", "Digits alone"),
    ],
)
@pytest.mark.parametrize("action", ["action-publish", "action-save"])
def test_wrong_numbers_are_refused_by_a_sentence(staff_client, book, action, field, number, sentence):
    assert sentence in save(staff_client, book, action, **{field: number})[field][0]


def test_a_number_of_another_book_is_refused_on_the_screen(staff_client, book, collection):
    other = BookPageFactory(parent=collection, title="Autre")
    assert "Chantiers ouverts au public" in save(staff_client, other, isbn="2110099321")["isbn"][0]

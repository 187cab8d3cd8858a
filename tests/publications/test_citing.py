"""References: one item, and all that comes from it, read back by programs that are not ours."""

import datetime
import re
import subprocess
from urllib.parse import parse_qs
from xml.etree import ElementTree

import bibtexparser
import pytest
import rispy
from bibtexparser.middlewares import LatexDecodingMiddleware, SeparateCoAuthors, SplitNameParts
from hypothesis import given
from hypothesis import strategies as st
from pylatexenc.latex2text import LatexNodes2Text

from core.citing.bibtex import bibtex
from core.citing.coins import coins
from core.citing.dates import csl_date, iso
from core.citing.items import csl_item, one_line, titled
from core.citing.metatags import meta_tags
from core.citing.names import body, family_of, inverted, person
from core.citing.ris import ris
from core.citing.styles import reference_html, reference_text
from tests.judges import need

MODS = "{http://www.loc.gov/mods/v3}"
URL = "https://www.la27eregion.fr/ref/12/"
BOOK = csl_item(
    "book",
    12,
    "Chantiers ouverts au public",
    editor=[person("Pauline Scherer")],
    issued=csl_date(datetime.date(2015, 10, 13)),
    publisher="La Documentation française",
    collection_title="Design des politiques publiques",
    ISBN="978-2-11-009932-7",
    number_of_pages="493",
    language="fr",
    URL=URL,
)
REPORT = csl_item(
    "report",
    7,
    "Nuancier de formation",
    author=[body("La 27e Région")],
    issued=csl_date(datetime.date(2015, 10, 1), "octobre 2015"),
    genre="Ressource",
    publisher="La 27e Région",
    language="fr",
    URL=URL,
)
FILM = csl_item(
    "motion_picture",
    9,
    "L’évaluation",
    guest=[person("Frédérique Pallez")],
    publisher="La 27e Région",
    collection_title="Les Éclaireurs",
    number="1",
    medium="vidéo",
    issued=csl_date(None, "juin 2015"),
    language="fr",
    URL=URL,
)
POST = csl_item(
    "post-weblog",
    3,
    "Feuille de route",
    author=[person("Stéphane Vincent")],
    issued=csl_date(datetime.date(2015, 11, 26)),
    container_title="La 27e Région",
    language="fr",
    URL=URL,
)
ALL = [BOOK, REPORT, FILM, POST]

words = st.text(max_size=60).map(one_line).filter(bool)
#: LaTeX has no plain circumflex, and no lone brace that all read: each reader gives back what it likes.
latex_words = words.filter(lambda text: not set("^{}") & set(text)) | words.map(
    lambda text: "{a} " + re.sub(r"[\^{}]", "", text)
)


def spoken(text):
    """With the plain spaces that processors put instead of French ones."""
    return text.replace("\u202f", " ").replace("\u00a0", " ")


# In words


@pytest.mark.parametrize(
    ("item", "reference"),
    [
        (
            BOOK,
            "SCHERER, Pauline (dir.). Chantiers ouverts au public. [S. l.] : La Documentation française, "
            "13 octobre 2015. Design des politiques publiques. ISBN 978-2-11-009932-7. "
            f"Disponible à l'adresse : {URL}",
        ),
        (
            BOOK | {"publisher-place": "Paris"},
            "SCHERER, Pauline (dir.). Chantiers ouverts au public. Paris : La Documentation française, "
            "13 octobre 2015. Design des politiques publiques. ISBN 978-2-11-009932-7. "
            f"Disponible à l'adresse : {URL}",
        ),
        (
            REPORT,
            "LA 27E RÉGION. Nuancier de formation [en ligne]. Ressource. [S. l.] : La 27e Région, "
            f"octobre 2015. Disponible à l'adresse : {URL}",
        ),
        (
            FILM,
            "L’évaluation [en ligne]. La 27e Région, juin 2015. Les Éclaireurs. "
            f"Disponible à l'adresse : {URL}",
        ),
        (
            POST,
            "VINCENT, Stéphane. Feuille de route. Dans : La 27e Région [en ligne]. 26 novembre 2015. "
            f"Disponible à l'adresse : {URL}",
        ),
        (
            REPORT | {"issued": {"literal": "à paraître"}},
            "LA 27E RÉGION. Nuancier de formation [en ligne]. Ressource. [S. l.] : La 27e Région, "
            f"à paraître. Disponible à l'adresse : {URL}",
        ),
        (
            {name: value for name, value in REPORT.items() if name != "issued"},
            "LA 27E RÉGION. Nuancier de formation [en ligne]. Ressource. [S. l.] : La 27e Région, "
            f"[s. d.]. Disponible à l'adresse : {URL}",
        ),
    ],
)
def test_reference_in_french_follows_iso_690(item, reference):
    assert spoken(reference_text(item, "fr")) == reference


def test_reference_in_english_calls_no_printed_book_online():
    assert spoken(reference_text(BOOK, "en")) == (
        "SCHERER, Pauline (ed.), 2015. Chantiers ouverts au public. La Documentation française. "
        "Design des politiques publiques. ISBN 978-2-11-009932-7."
    )
    assert spoken(reference_text(FILM, "en")) == (
        "L’évaluation, 2015. Online. [vidéo]. La 27e Région, June 2015. Les Éclaireurs. "
        f"Available from: {URL}"
    )


def test_several_authors_and_a_translator():
    item = csl_item(
        "book",
        1,
        "Titre",
        author=[person("Anne Le Goff"), person("Jean de La Fontaine"), person("Jean d’Ormesson")],
        translator=[person("Zoé Martin")],
        publisher="Éditeur",
        publisher_place="Lyon",
        issued={"date-parts": [[2015]]},
    )
    assert spoken(reference_text(item, "fr")) == (
        "LE GOFF, Anne, LA FONTAINE, Jean de et ORMESSON, Jean d’. Titre. Trad. par Zoé MARTIN. "
        "Lyon : Éditeur, 2015"
    )


@given(words, words)
def test_reference_is_html_without_any_tag_of_others(title, publisher):
    html = reference_html(BOOK | {"title": title, "publisher": publisher, "editor": [body(title)]}, "fr")
    assert set(re.findall(r"<[^>]*>?", html)) <= {"<i>", "</i>"}
    assert not re.search(r"&(?!(?:amp|lt|gt);)", html)


def test_reference_of_a_hostile_title_holds_no_tag():
    html = reference_html(BOOK | {"title": '<script>alert("1")</script> & <i>co</i>'}, "fr")
    assert "<script" not in html
    assert "&lt;script&gt;" in html
    assert "&amp;" in html


# Names and dates


@pytest.mark.parametrize(
    ("name", "family", "given"),
    [
        ("Pauline Scherer", "Scherer", "Pauline"),
        ("Scherer, Pauline", "Scherer", "Pauline"),
        ("Jean de La Fontaine", "de La Fontaine", "Jean"),
        ("Ludwig van Beethoven", "van Beethoven", "Ludwig"),
        ("Jean d'Ormesson", "d'Ormesson", "Jean"),
        ("Nesta", "Nesta", None),
        ("A, b, c", "A, b, c", None),
        ("Vincent,", "Vincent", None),
    ],
)
def test_names_are_taken_apart_as_bibtex_does(name, family, given):
    parts = person(name)
    assert family_of(parts) == family
    assert parts.get("given") == given


@given(st.text(max_size=60))
def test_any_name_makes_a_name(text):
    assert isinstance(inverted(person(text)), str)


@pytest.mark.parametrize(
    ("day", "text", "expected"),
    [
        (datetime.date(2015, 10, 13), "", "2015-10-13"),
        (datetime.date(2015, 6, 1), "juin 2015", "2015-06"),
        (datetime.date(2015, 12, 1), "fin 2015", "2015"),
        (None, "June 2015", "2015-06"),
        (None, "de juin à août 2016", "2016"),
        (None, "le 13 octobre 2015", "2015-10"),
        (None, "1er trimestre 2016", ""),
        (None, "2015 ou 2016", ""),
        (datetime.date(2015, 1, 1), "Tourné en janvier 2015", ""),
        (datetime.date(2015, 6, 1), "cet été", ""),
        (None, "bientôt", ""),
        (None, "", ""),
    ],
)
def test_dates_are_as_precise_as_they_are_known(day, text, expected):
    item = csl_item("book", 1, "Titre", issued=csl_date(day, text))
    assert iso(item) == expected


def test_title_and_subtitle():
    assert titled("Titre", "sous-titre", "fr") == "Titre : sous-titre"
    assert titled("Title", "subtitle", "en") == "Title: subtitle"
    assert titled("Titre", "", "fr") == "Titre"


@given(st.text())
def test_one_line_is_one_line(text):
    assert one_line(text).splitlines() in ([], [one_line(text)])


@given(st.none() | st.dates(), st.text())
def test_any_words_make_a_date_or_none(day, text):
    date = csl_date(day, text)
    assert date is None or 1 <= len(date["date-parts"][0]) <= 3


# BibTeX


def read_bibtex(text):
    library = bibtexparser.parse_string(
        text, append_middleware=[SeparateCoAuthors(), SplitNameParts(), LatexDecodingMiddleware()]
    )
    assert not library.failed_blocks
    return [{field.key: field.value for field in entry.fields} for entry in library.entries]


def bare(name):
    """The text of a name that stands in braces."""
    return LatexNodes2Text().latex_to_text(name.merge_last_name_first)


def test_bibtex_is_read_back():
    book, report, film, post = read_bibtex(bibtex(ALL))
    assert book["title"] == "Chantiers ouverts au public"
    assert (book["editor"][0].first, book["editor"][0].last) == (["Pauline"], ["Scherer"])
    assert (book["year"], book["month"], book["isbn"]) == ("2015", "10", "978-2-11-009932-7")
    assert (book["publisher"], book["series"]) == (
        "La Documentation française",
        "Design des politiques publiques",
    )
    assert (book["url"], book["langid"], book["pagetotal"]) == (URL, "french", "493")
    assert report["institution"] == "La 27e Région"
    assert [bare(name) for name in report["author"]] == ["La 27e Région"]
    assert film["series"] == "Les Éclaireurs"
    assert post["howpublished"] == "La 27e Région"
    assert "month" not in read_bibtex(bibtex([BOOK | {"issued": {"date-parts": [[2015]]}}]))[0]


@given(latex_words, latex_words)
def test_bibtex_gives_back_whatever_was_written(title, publisher):
    [entry] = read_bibtex(bibtex([BOOK | {"title": title, "publisher": publisher}]))
    assert (entry["title"], entry["publisher"]) == (title, publisher)


@pytest.mark.parametrize("name", ["Braun and Co", "AND", "Müller & Fils", "{Région}", "a, b and c"])
def test_bibtex_sees_one_organisation(name):
    [entry] = read_bibtex(bibtex([BOOK | {"author": [body(name)], "editor": [person("Zoé Martin")]}]))
    assert [bare(part) for part in entry["author"]] == [name]


@pytest.mark.parametrize("title", ["a { b", "a } b", "}{", "{{x}"])
def test_a_lone_brace_does_not_swallow_the_rest(title):
    first, second = read_bibtex(bibtex([BOOK | {"title": title}, REPORT]))
    assert first["publisher"] == "La Documentation française"
    assert second["title"] == "Nuancier de formation"


# RIS


@given(words, words)
def test_ris_gives_back_whatever_was_written(title, publisher):
    [entry] = rispy.loads(ris([BOOK | {"title": title, "publisher": publisher}]))
    assert (entry["title"], entry["publisher"]) == (title, publisher)


def test_ris_has_the_form_of_its_specification():
    lines = ris(ALL).splitlines()
    assert lines[0] == "TY  - BOOK"
    assert "ED  - Scherer, Pauline" in lines
    assert "DA  - 2015/10/13/" in lines
    assert "DA  - 2015/10//" in lines
    assert lines.count("ER  - ") == len(ALL)
    kinds = [line for line in lines if line.startswith("TY")]
    assert kinds == ["TY  - BOOK", "TY  - RPRT", "TY  - VIDEO", "TY  - BLOG"]


# Bibutils, which reads both


def mods(command, text):
    need(command, "bibutils")
    options = ["-i", "utf8", "-o", "utf8"]
    done = subprocess.run([command, *options], input=text.encode(), capture_output=True, check=True)
    return ElementTree.fromstring(done.stdout.decode("utf-8-sig")).findall(  # noqa: S314 - ours
        f"{MODS}mods"
    )


def texts(record, *path):
    return [element.text for element in record.iterfind("/".join(f"{MODS}{name}" for name in path))]


@pytest.mark.parametrize(("command", "write"), [("bib2xml", bibtex), ("ris2xml", ris)])
def test_bibutils_reads_it_back(command, write):
    title = "100 % d’idées & d’œuvres : l’été à Saint-Étienne #1 🎉"
    records = mods(command, write([BOOK | {"title": title}, *ALL[1:]]))
    assert len(records) == len(ALL)
    book = records[0]
    whole = ": ".join([*texts(book, "titleInfo", "title"), *texts(book, "titleInfo", "subTitle")])
    assert whole == title
    assert texts(book, "name", "namePart") == ["Pauline", "Scherer"]
    assert texts(book, "name", "role", "roleTerm") == ["editor"]
    assert "La Documentation française" in texts(book, "originInfo", "publisher") + texts(
        book, "name", "namePart"
    )
    assert texts(book, "originInfo", "dateIssued")[0].startswith("2015-10")
    assert "978-2-11-009932-7" in texts(book, "identifier")
    assert URL in texts(book, "location", "url")


# Metadata


def test_highwire_and_dublin_core():
    tags = meta_tags(BOOK, ["https://example.org/livre.pdf"])
    assert ("citation_title", "Chantiers ouverts au public") in tags
    assert ("citation_editor", "Scherer, Pauline") in tags
    assert ("citation_publication_date", "2015/10/13") in tags
    assert ("citation_isbn", "978-2-11-009932-7") in tags
    assert ("citation_pdf_url", "https://example.org/livre.pdf") in tags
    assert ("DC.creator", "Scherer, Pauline") in tags
    assert ("DC.date", "2015-10-13") in tags
    assert ("DC.identifier", "urn:isbn:978-2-11-009932-7") in tags
    assert all(content for _name, content in tags)
    report = dict(meta_tags(REPORT))
    assert report["citation_technical_report_institution"] == "La 27e Région"
    assert report["citation_author"] == "La 27e Région"
    assert not [name for name, _content in meta_tags(FILM) if name.startswith("citation_")]


def test_coins_say_what_they_are_of():
    book, report, film, post = (parse_qs(coins(item), strict_parsing=True) for item in ALL)
    assert book["rft_val_fmt"] == ["info:ofi/fmt:kev:mtx:book"]
    assert book["rft.btitle"] == ["Chantiers ouverts au public"]
    assert (book.get("rft.au"), book["rft.contributor"]) == (None, ["Scherer, Pauline"])
    assert (book["rft.isbn"], book["rft.date"]) == (["978-2-11-009932-7"], ["2015-10-13"])
    assert report["rft.genre"] == ["report"]
    assert (film["rft.type"], post["rft.type"]) == (["videoRecording"], ["blogPost"])
    assert all(item["rft_id"] == [URL] for item in (book, report, film, post))


@given(words)
def test_coins_give_back_any_title(title):
    assert parse_qs(coins(BOOK | {"title": title}), strict_parsing=True)["rft.btitle"] == [title]

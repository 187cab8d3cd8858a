"""The roadmap on paper: tagged, whole, made again only when something in it has changed."""

import datetime
from io import BytesIO

import pytest
from django.core.files.base import ContentFile
from pypdf import PdfReader
from wagtail.models import PageViewRestriction

from blog.models import BudgetLine, RepresentedOrganisation, RoadmapPriority
from core.models import ContactSettings
from core.pdf import printing
from documents.models import CustomDocument
from tests.factories import (
    CommitmentFactory,
    ContentPageFactory,
    ImageFactory,
    PersonFactory,
    ProgrammeIndexPageFactory,
    ProgrammePageFactory,
    RoadmapIndexPageFactory,
    RoadmapPageFactory,
    StateChangeFactory,
)

BODY = [
    {"type": "heading", "value": {"text": "Lever le capot", "level": "2"}},
    {"type": "paragraph", "value": "<p>Un <b>gras</b>, un <abbr>do-tank</abbr>, une note [1].</p>"},
    {"type": "paragraph", "value": "<ul><li>Un point</li></ul>"},
    {"type": "heading", "value": {"text": "Détail du récit", "level": "3"}},
    {
        "type": "quote",
        "value": {"text": "On apprend au guichet.", "attribution": "Une agente", "source_url": ""},
    },
    {"type": "callout", "value": {"title": "À savoir", "text": "<p>Tout peut évoluer.</p>", "tone": "info"}},
    {"type": "key_figures", "value": {"figures": [{"value": "19", "label": "résidences"}]}},
    {
        "type": "table",
        "value": {
            "caption": "Les coûts",
            "columns": [{"type": "text", "heading": "Objet"}, {"type": "number", "heading": "Montant"}],
            "rows": [{"values": ["Séminaire", 1200]}, {"values": ["Rien", None]}],
        },
    },
    {
        "type": "accordion",
        "value": {"items": [{"title": "Faut-il adhérer ?", "text": "<p>Pas toujours.</p>"}]},
    },
    {"type": "timeline", "value": {"events": [{"date": "2009", "title": "Première résidence", "text": ""}]}},
    {
        "type": "video",
        "value": {
            "url": "https://vimeo.com/76979871",
            "title": "Le film",
            "poster": None,
            "transcript": "<p>On y parle.</p>",
        },
    },
    {
        "type": "call_to_action",
        "value": {
            "title": "Adhérer",
            "text": "Un montant unique.",
            "link": {"page": None, "url": "https://example.org/adherer", "label": "Déposer"},
            "ground": "yellow",
        },
    },
    {"type": "footnotes", "value": {"notes": ["<p>Circulaire du 29 septembre.</p>"]}},
]  # fmt: skip


@pytest.fixture
def index(home):
    return RoadmapIndexPageFactory(parent=home)


@pytest.fixture
def programme(home):
    return ProgrammePageFactory(parent=ProgrammeIndexPageFactory(parent=home), title="La Transfo")


@pytest.fixture
def roadmap(index, programme):
    """A roadmap of 2016 with everything that a page may hold."""
    page = RoadmapPageFactory(
        parent=index,
        year=2016,
        title="Feuille de route 2016",
        introduction="Ce que nous promettons.",
        published_on=datetime.date(2015, 11, 26),
        author=PersonFactory(name="Camille Martin"),
        figures=[{"type": "figures", "value": {"figures": [{"value": "1 M€", "label": "de budget"}]}}],
        keywords=[{"type": "keyword", "value": {"word": "Faire", "meaning": "Essayer d’abord."}}],
        fee=5000,
        previous_fee=29000,
        fee_note="Un montant unique.",
        membership_target=15,
        budget_total=1_000_000,
        payroll=450_000,
        staff="7.5",
        budget_note="Ce sont des prévisions.",
        meeting_note="Vingt-cinq organismes.",
        impressions=[{"type": "impression", "value": "La communauté compte."}],
        questions=[{"type": "question", "value": {"question": "Et après ?", "lead": "Une piste."}}],
        downloads=[
            {"type": "download", "value": {"title": "Le support", "document": None, "url": "https://example.org/x"}},
            {"type": "download", "value": {"title": "La grille", "document": None, "url": ""}},
        ],
        body=BODY,
    )  # fmt: skip
    link = f'<a linktype="page" id="{programme.pk}">La Transfo</a>'
    RoadmapPriority.objects.create(page=page, title="Clarifier", text=f"<p>Voir <i>bien</i> {link}.</p>")
    RoadmapPriority.objects.create(page=page, title="Ouvrir", text=f"<ul><li>Avec {link}</li></ul>")
    for side, label, share in (
        ("revenue", "Partenaires", 94),
        ("revenue", "Adhésions", 6),
        ("spending", "Recherche", "47.5"),
        ("spending", "Ressources", "52.5"),
    ):
        BudgetLine.objects.create(page=page, side=side, label=label, share=share)
    RepresentedOrganisation.objects.create(page=page, organisation_type="region", name="Bretagne")
    commitment = CommitmentFactory(
        roadmap=page,
        title="Ouvrir une Transfo",
        description="À dix collectivités.",
        programme=programme,
        priority=1,
        period="Dès janvier",
        cost="160 000 €",
    )
    StateChangeFactory(
        commitment=commitment,
        state="postponed",
        on=datetime.date(2016, 3, 2),
        reason="Pas assez de candidats.",
    )
    CommitmentFactory(roadmap=page, title="Tirer un bilan", area="association")
    return page


def address(page):
    return f"{page.url}feuille-de-route.pdf"


def pdf_of(client, page) -> PdfReader:
    response = client.get(address(page))
    assert response.status_code == 200
    assert response["Content-Type"] == "application/pdf"
    return PdfReader(BytesIO(response.content))


def text_of(reader: PdfReader) -> str:
    return " ".join("\n".join(page.extract_text() for page in reader.pages).split())


def squeezed(text: str) -> str:
    """Without spaces, nor the word joiners that pypdf finds between figures."""
    return "".join(text.replace("\u2060", "").split())


def links_of(reader: PdfReader) -> set[str]:
    annotations = [note.get_object() for page in reader.pages for note in page.get("/Annots", [])]
    return {note["/A"]["/URI"] for note in annotations if "/URI" in note.get("/A", {})}


def compilations(monkeypatch) -> list:
    made = []
    compile_ = printing._compile
    monkeypatch.setattr(printing, "_compile", lambda *args: made.append(args) or compile_(*args))
    return made


def test_it_is_tagged_titled_and_says_its_language(client, roadmap):
    reader = pdf_of(client, roadmap)
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "fr"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert "/StructTreeRoot" in root
    assert reader.metadata.title == "Feuille de route 2016"
    assert b"<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_data()
    page = reader.pages[0].mediabox
    assert (round(page.width), round(page.height)) == (595, 842)


def test_its_parts_are_bookmarked(client, roadmap):
    def titles(outline):
        for entry in outline:
            if isinstance(entry, list):
                yield from titles(entry)
            else:
                yield entry.title

    found = list(titles(pdf_of(client, roadmap).outline))
    for title in ("Feuille de route 2016", "Lever le capot", "Détail du récit", "Ouvrir une Transfo"):
        assert title in found


def test_everything_of_the_page_is_in_it(client, roadmap):
    text = squeezed(text_of(pdf_of(client, roadmap)))
    for fact in (
        *("2016", "Ce que nous promettons.", "26 novembre 2015", "Camille Martin", "2 engagements"),
        *("1 M€", "de budget", "Faire", "Essayer d’abord.", "Clarifier", "Ouvrir", "Voir bien La Transfo"),
        *("Ouvrir une Transfo", "À dix collectivités.", "Dès janvier", "160 000 €", "La Transfo"),
        *("Reporté", "depuis le 2 mars 2016", "Pas assez de candidats.", "Tirer un bilan", "Annoncé"),
        *("29 000 €", "5 000 €", "Un montant unique.", "15", "1 000 000 €"),
        *(
            "Partenaires",
            "94 %",
            "940 000 €",
            "47,5 %",
            "100 %",
            "Ce sont des prévisions.",
            "450 000 €",
            "7,5",
        ),
        *("Lever le capot", "Un gras, un do-tank, une note1.", "Un point", "Détail du récit"),
        *("On apprend au guichet.", "Une agente", "À savoir", "Tout peut évoluer.", "19", "résidences"),
        *("Les coûts", "Objet", "Séminaire", "1200", "Faut-il adhérer ?", "Pas toujours."),
        *("2009", "Première résidence", "Le film", "vimeo.com/76979871", "On y parle."),
        *("Adhérer", "example.org/adherer", "Circulaire du 29 septembre."),
        *("Vingt-cinq organismes.", "Bretagne", "La communauté compte.", "Et après ?", "Une piste."),
        *("Le support", "La grille", "Licence Ouverte 2.0", "donnees.json", "donnees.csv"),
    ):
        assert squeezed(fact) in text, fact
    assert "%(" not in text
    assert "None" not in text


def test_links_lead_somewhere(client, roadmap, programme):
    links = links_of(pdf_of(client, roadmap))
    for end in (programme.url, roadmap.url, "https://example.org/x", "/donnees.csv", "vimeo.com/76979871"):
        assert any(link.endswith(end) for link in links), end
    assert all(link.startswith(("http://", "https://")) for link in links)


def test_no_link_leads_to_a_page_that_is_no_more_read(client, roadmap, programme):
    programme.unpublish()
    reader = pdf_of(client, roadmap)
    assert "La Transfo" in text_of(reader)
    assert not any(link.endswith(programme.url) for link in links_of(reader))


def test_pictures_are_printed_with_their_words(client, roadmap):
    image = ImageFactory(title="Un guichet")
    value = {"image": image.pk, "alt_text": "Un guichet de mairie", "decorative": False}
    roadmap.body = [
        {"type": "image", "value": {"image": value, "caption": "Avant les essais"}},
        {"type": "image", "value": {"image": value | {"decorative": True, "alt_text": ""}, "caption": ""}},
    ]
    roadmap.save_revision().publish()
    reader = pdf_of(client, roadmap)
    assert "Avant les essais" in text_of(reader)
    assert "Un guichet de mairie" in alternatives(reader)
    assert any(page.images for page in reader.pages)


def alternatives(reader: PdfReader) -> list[str]:
    return [obj["/Alt"] for obj in objects(reader) if isinstance(obj, dict) and "/Alt" in obj]


def objects(reader: PdfReader):
    for number in range(1, int(reader.trailer["/Size"])):
        yield reader.get_object(number)


def test_drawings_have_words(client, roadmap):
    said = " ".join(str(alternative) for alternative in alternatives(pdf_of(client, roadmap)))
    assert "Partenaires" in said
    assert "1 reporté" in said


def test_a_picture_whose_file_is_lost_is_left_out(client, roadmap):
    image = ImageFactory(title="Perdue")
    value = {"image": image.pk, "alt_text": "Perdue", "decorative": False}
    roadmap.body = [{"type": "image", "value": {"image": value, "caption": "Une légende"}}]
    roadmap.save_revision().publish()
    image.file.storage.delete(image.file.name)
    assert "Une légende" in text_of(pdf_of(client, roadmap))


def test_a_file_to_download_says_its_format(client, roadmap):
    document = CustomDocument(title="Budget", language="fr")
    document.file.save("budget.csv", ContentFile(b"a,b"))
    roadmap.downloads = [{"type": "download", "value": {"title": "", "document": document.pk, "url": ""}}]
    roadmap.downloads[0].value["title"] = "Le budget en données"
    roadmap.save_revision().publish()
    reader = pdf_of(client, roadmap)
    assert "Le budget en données (CSV, français)" in text_of(reader)
    assert any(link.endswith(document.url) for link in links_of(reader))


def test_it_is_made_once_and_again_when_a_state_changes(client, roadmap, monkeypatch):
    made = compilations(monkeypatch)
    first = client.get(address(roadmap))
    again = client.get(address(roadmap))
    assert first.content == again.content
    assert len(made) == 1
    StateChangeFactory(commitment=roadmap.commitments.first(), state="done", on=datetime.date(2016, 6, 1))
    changed = client.get(address(roadmap))
    assert changed["ETag"] != first["ETag"]
    assert "1 tenu" in text_of(PdfReader(BytesIO(changed.content)))
    assert len(made) == 2


def test_it_is_made_again_when_the_page_is_published(client, roadmap, monkeypatch):
    made = compilations(monkeypatch)
    client.get(address(roadmap))
    roadmap.introduction = "Un brouillon."
    roadmap.save_revision()
    assert "brouillon" not in text_of(pdf_of(client, roadmap))
    assert len(made) == 1
    roadmap.get_latest_revision().publish()
    assert "Un brouillon." in text_of(pdf_of(client, roadmap))
    assert len(made) == 2


def test_what_does_not_show_makes_nothing_again(client, roadmap, index, monkeypatch):
    made = compilations(monkeypatch)
    client.get(address(roadmap))
    ContentPageFactory(parent=index.get_parent())
    RoadmapPageFactory(parent=index, year=2020)
    assert client.get(f"{address(roadmap)}?state=done&state=x\x00").status_code == 200
    assert len(made) == 1


def test_whoever_has_it_is_not_sent_it_again(client, roadmap):
    first = client.get(address(roadmap))
    again = client.get(address(roadmap), headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 304
    assert not again.content


def test_a_draft_has_none(client, roadmap):
    roadmap.unpublish()
    assert client.get(address(roadmap)).status_code == 404


def test_under_a_restriction_it_is_not_for_all(client, staff_client, roadmap):
    PageViewRestriction.objects.create(page=roadmap, restriction_type=PageViewRestriction.LOGIN)
    response = staff_client.get(address(roadmap))
    assert response.status_code == 200
    assert "public" not in response["Cache-Control"]
    client.logout()
    assert client.get(address(roadmap)).status_code == 302


def test_a_thin_roadmap_makes_a_page(client, index):
    page = RoadmapPageFactory(parent=index, year=2014, title="Feuille de route 2014", introduction="")
    reader = pdf_of(client, page)
    assert len(reader.pages) == 1
    assert "2014" in text_of(reader)


def test_in_english_it_speaks_english(client, locales, home, index, roadmap):
    for page in (home, index, roadmap):
        page.copy_for_translation(locales["en"]).save_revision().publish()
    translated = roadmap.get_translation(locales["en"])
    translated.title = "Roadmap 2016"
    translated.save_revision().publish()
    response = client.get(f"{translated.url}roadmap.pdf")
    reader = PdfReader(BytesIO(response.content))
    assert reader.trailer["/Root"]["/Lang"] == "en"
    assert "Where it comes from" in text_of(reader)
    assert "Ouvrir une Transfo" in text_of(reader)
    moved = client.get(f"{translated.url}feuille-de-route.pdf")
    assert moved.status_code == 301
    assert moved.url == f"{translated.url}roadmap.pdf"


HOSTILE = [
    '#import "@preview/x:1.0.0": * #panic()',
    "$ x^2 $ *gras* _penché_ `code` // rien <remark> @remark",
    "emoji 🎉 👩‍🚀 東京都 ไทย 한국 هذه",
    "<script>alert(1)</script> &amp; \\u{1F600} ] ) } #[",
    "half \ud7ff x\u0301\u20e3 \u202e renversé \u200b\u00ad\ufeff",
]


@pytest.mark.parametrize("typed", HOSTILE, ids=range(len(HOSTILE)))
def test_whatever_was_typed_is_printed_and_never_run(client, index, typed):
    page = RoadmapPageFactory(
        parent=index,
        year=2016,
        title=typed,
        introduction=typed,
        keywords=[{"type": "keyword", "value": {"word": typed[:40], "meaning": typed}}],
        impressions=[{"type": "impression", "value": typed}],
        body=[
            {"type": "heading", "value": {"text": typed, "level": "2"}},
            {"type": "paragraph", "value": f"<p>{typed}</p><p><a href='javascript:{typed}'>x</a></p>"},
            {"type": "quote", "value": {"text": typed, "attribution": typed, "source_url": ""}},
        ],
    )
    CommitmentFactory(roadmap=page, title=typed, description=typed, period=typed[:120], cost=typed)
    reader = pdf_of(client, page)
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert not any("javascript" in link for link in links_of(reader))


@pytest.mark.parametrize("number", [10, 200])
def test_queries_do_not_grow(roadmap, number, count_queries, programme):
    ContactSettings.objects.get_or_create(site=roadmap.get_site())
    for _ in range(number - 2):
        StateChangeFactory(commitment=CommitmentFactory(roadmap=roadmap, programme=programme))
    assert count_queries(address(roadmap)) <= 12


def test_every_commitment_of_two_hundred_is_there(client, roadmap):
    for number in range(198):
        CommitmentFactory(roadmap=roadmap, title=f"Promesse numéro {number:03}", position=number)
    text = text_of(pdf_of(client, roadmap))
    assert all(f"numéro {number:03}" in text for number in range(198))

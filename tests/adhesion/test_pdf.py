"""The documents as such: tagged, titled, in their language, and with whatever was typed."""

import datetime
from io import BytesIO

import pytest
from django.template.loader import render_to_string
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from core.models import ContactSettings
from core.pdf import drawings, printing
from home.adhesion import pdf
from home.adhesion.forms.application import ApplicationForm
from home.adhesion.models import (
    AdhesionRequest,
    FeeCall,
    FeeSchedule,
    Membership,
    MembershipSettings,
    Organisation,
)
from tests.adhesion.factories import ENTITLEMENTS, FeeScheduleFactory, JoinPageFactory

HOSTILE = [
    '#import "@preview/x:1.0.0": *',
    "#panic()",
    "$ x^2 $ *gras* _penché_ `code` // rien",
    "\\u{1F600} \\ ] ) } ] #[",
    "\"guillemets\" 'apostrophes' <script>alert(1)</script> &amp;",
    "control \x08 \x00 \x1b signs",
    "emoji 🎉 👩‍🚀 1️⃣",
    "بلدية تونس", "עיריית תל אביב", "Δήμος Αθηναίων", "Москва", "東京都", "ไทย", "한국", "हिन्दी",
    "Łódź, Kraków, Iași, Győr, Ñuñoa, Århus",
    "x\u0301\u0323\u20e3 \u202e renversé \u200b\u00ad\ufeff",
    "half \ud800 pair \uffff \U0010fffd",
    "mot" * 700,
    "deux mille signes, " * 106,
    "une\n\n\nligne\nsur deux",
    "",
]  # fmt: skip


WORDS_OF_A_CALL = (
    *("to_complete", "draft", "siret", "addressee", "facts", "what", "how_much", "total"),
    *("to_pay", "by_transfer", "iban", "bic"),
)


@pytest.fixture
def schedule(locales):
    return FeeScheduleFactory()


def read(content: bytes) -> PdfReader:
    return PdfReader(BytesIO(content))


def text_of(content: bytes) -> str:
    return " ".join("\n".join(page.extract_text() for page in read(content).pages).split())


def a_call(**changes) -> FeeCall:
    request = AdhesionRequest(reference="ADH-2016-K7F3Q", year=2016, champion_name="Camille Martin")
    organisation = Organisation(name="Rennes Métropole", category="city", address="4 avenue Fréville")
    fields = {
        "membership": Membership(organisation=organisation, year=2016, request=request),
        "year": 2016,
        "number": 1,
        "issued_on": datetime.date(2016, 2, 1),
        "due_on": datetime.date(2016, 3, 17),
        "amount_cents": 500_000,
        "recipient_name": "Ville de Rennes",
        "recipient_address": "Hôtel de ville\n35000 Rennes",
        "recipient_siret": "73282932000074",
        "chorus_service_code": "SERV-FIN",
        "engagement_number": "EJ-42",
    }
    return FeeCall(**fields | changes)


def squeezed(text: str) -> str:
    """Without spaces: lines are broken, and raised letters set apart, wherever the page wants it."""
    return "".join(text.split())


def in_order(content: bytes, *facts: str):
    text, position = squeezed(text_of(content)), -1
    for fact in facts:
        found = text.find(squeezed(fact), position + 1)
        assert found > position, f"{fact!r} is missing, or stands too early, in {text!r}"
        position = found


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("name", ["grid", "form", "filled", "call"])
def test_documents_are_tagged_titled_and_say_their_language(schedule, name, language):
    with translation.override(language):
        content = {
            "grid": lambda: pdf.fee_grid(schedule),
            "form": lambda: pdf.membership_form(schedule),
            "filled": lambda: pdf.membership_form(schedule, {"organisation_name": "Région Bretagne"}),
            "call": lambda: pdf.fee_call(a_call()),
        }[name]()
    reader = read(content)
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == language
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert "/StructTreeRoot" in root
    assert "2016" in reader.metadata.title
    assert b"<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_data()
    assert all("/Tabs" in page for page in reader.pages if "/Annots" in page)


def test_same_data_make_the_same_bytes(schedule):
    assert printing.made(pdf.grid.TEMPLATE, pdf.grid.grid_data(schedule)) == pdf.fee_grid(schedule)
    assert pdf.fee_call(a_call()) == pdf.fee_call(a_call())
    assert pdf.fee_call(a_call()) != pdf.fee_call(a_call(number=2))


def test_grid_gives_the_facts_in_their_order_on_one_page(schedule, home):
    JoinPageFactory(parent=home, locale=home.locale)
    content = pdf.fee_grid(schedule)
    assert len(read(content).pages) == 1
    # The second column is read after the first.
    in_order(content, "2016", "5 000 €", "29 000 €", "Obligatoire pour", *ENTITLEMENTS, "testserver/adhesion")
    with translation.override("en"):
        assert "€5,000" in text_of(pdf.fee_grid(schedule))


def test_grid_without_a_former_fee_strikes_none(locales):
    schedule = FeeScheduleFactory(previous_amount_cents=None, conditions="", entitlements=[])
    text = text_of(pdf.fee_grid(schedule))
    assert "29" not in text
    assert "5 000 €" in text


def test_grid_of_each_year_is_its_own(schedule):
    FeeScheduleFactory(year=2017, amount_cents=600_000)
    assert "6 000 €" in text_of(pdf.fee_grid(FeeSchedule.objects.of_year(2017)))
    assert "5 000 €" in text_of(pdf.fee_grid(FeeSchedule.objects.of_year(2016)))


def test_what_is_published_since_is_printed(schedule):
    before = pdf.fee_grid(schedule)
    schedule.conditions = "Autre condition."
    assert "Autre condition." in text_of(pdf.fee_grid(schedule))
    assert pdf.fee_grid(schedule) != before


def test_form_asks_every_question_of_the_web_form_and_no_other(schedule):
    data = pdf.form.form_data(schedule)
    questions = [
        question for group in data["groups"] for part in group["parts"] for question in part["questions"]
    ]
    asked = [
        field
        for fieldset in ApplicationForm().fieldsets()
        for part in fieldset["parts"]
        for field in part["fields"]
    ]
    assert [question["label"] for question in questions] == [printing.printed(field.label) for field in asked]
    in_order(pdf.membership_form(schedule), *("".join(printing.printed(field.label)[0]) for field in asked))


def test_form_says_where_it_goes_and_what_becomes_of_the_data(schedule, home):
    ContactSettings.objects.create(
        site_id=home.get_site().pk,
        street="4 rue La Vacquerie",
        postal_code="75011",
        city="Paris",
        email="a@example.org",
    )
    text = text_of(pdf.membership_form(schedule))
    assert "4 rue La Vacquerie 75011 Paris a@example.org" in text
    notice = render_to_string("adhesion/components/notice.html", {"contact": printing.contact()})
    assert notice.count("<dt>") == len(pdf.form.form_data(schedule)["notice"]["paragraphs"])
    assert "CNIL" in text


def test_form_of_an_association_without_an_address_says_so(schedule):
    ContactSettings.objects.all().delete()
    with translation.override("en"):
        assert "to be completed" in text_of(pdf.membership_form(schedule))


def test_filled_form_shows_the_answers(schedule):
    answers = {
        "organisation_name": "Région Bretagne",
        "organisation_category": "region",
        "country": "BE",
        "siret": "73282932000074",
        "address": "283 avenue du Général Patton\n35000 Rennes",
        "payer_kind": "other",
        "decision_date": datetime.date(2016, 3, 24),
        "message": "Nous aimerions accueillir une résidence.",
        "listing_consent": True,
    }
    with translation.override("fr"):
        content = pdf.membership_form(schedule, answers)
    text = text_of(content)
    in_order(content, "Région Bretagne", "Belgique", "7 3 2", "283 avenue du Général Patton 35000 Rennes")
    assert "24/03/2016" in text
    assert text.count("×") == 3
    blank = text_of(pdf.membership_form(schedule))
    assert "×" not in blank
    assert "Bretagne" not in blank


def test_call_gives_the_facts_in_their_order_and_no_name_of_a_person(db):
    MembershipSettings.load()
    MembershipSettings.objects.update(
        siret="35600000000048",
        iban="FR7630006000011234567890189",
        bic="AGRIFRPP",
        legal_mention="TVA non applicable.",
    )
    content = pdf.fee_call(a_call())
    in_order(
        content,
        "356 000 000 00048",
        "Ville de Rennes",
        "35000 Rennes",
        "732 829 320 00074",
        "AC-2016-0001",
        "1er février 2016",
        "17 mars 2016",
        "Rennes Métropole",
        "ADH-2016-K7F3Q",
        "SERV-FIN",
        "EJ-42",
        "2016",
        "5 000 €",
        "AC-2016-0001",
        "FR76 3000 6000 0112 3456 7890 189",
        "AGRIFRPP",
        "TVA non applicable.",
    )
    assert "Camille Martin" not in text_of(content)


def test_unknown_accounts_are_marked_as_to_be_completed(db):
    with translation.override("en"):
        assert text_of(pdf.fee_call(a_call())).count("to be completed") == 3


def test_draft_is_marked_and_bears_no_number(db):
    with translation.override("en"):
        text = text_of(pdf.fee_call(a_call(number=None)))
    assert "AC-2016" not in text
    assert "Draft" in text


@pytest.mark.parametrize("typed", HOSTILE, ids=range(len(HOSTILE)))
def test_whatever_was_typed_is_printed_and_never_run(schedule, typed):
    answers = dict.fromkeys(
        ("organisation_name", "address", "champion_name", "payer_name", "message", "territory"), typed
    )
    for content in (
        pdf.membership_form(schedule, answers),
        pdf.fee_call(a_call(recipient_name=typed, recipient_address=typed, engagement_number=typed)),
    ):
        assert read(content).trailer["/Root"]["/MarkInfo"]["/Marked"]


@pytest.mark.parametrize("typed", HOSTILE[:5])
def test_markup_comes_out_as_it_was_typed(typed):
    in_order(pdf.fee_call(a_call(recipient_name=typed)), typed)


def test_sign_that_no_font_draws_is_a_square():
    assert "Ville de □□ Łódź" in text_of(pdf.fee_call(a_call(recipient_name="Ville de 東京 Łódź")))


@settings(max_examples=60)
@given(st.text(max_size=60))
def test_any_text_can_be_printed(typed):
    data = {
        "title": [["?"]],
        "footer": [[]],
        "mark": drawings.mark(),
        "organisation": {"name": printing.verbatim(typed), "lines": [printing.verbatim(typed)]},
        "words": {name: [["?"]] for name in WORDS_OF_A_CALL},
        "is_draft": True,
        "own_siret": [[]],
        "recipient": dict.fromkeys(("name", "address", "siret"), printing.verbatim(typed)),
        "rows": [{"label": [["?"]], "value": printing.verbatim(typed)}],
        "line": [["?"]],
        "amount": [["?"]],
        "iban": printing.verbatim(typed),
        "bic": [[]],
        "quote": [["?"]],
        "legal": printing.verbatim(typed),
    }
    assert printing.made(pdf.call.TEMPLATE, data).startswith(b"%PDF")


def test_fonts_are_small_and_licensed():
    folder = printing._FOLDER / "fonts"
    assert sum(font.stat().st_size for font in folder.glob("*.ttf")) < 300_000
    assert sorted(file.name for file in folder.glob("LICENSE*")) == [
        "LICENSE-bricolage",
        "LICENSE-public-sans",
    ]

"""A roadmap as data: what it holds, that its schema says so, that a spreadsheet can open it safely."""

import csv
import datetime
import io
import json

import jsonschema
import pytest
from django.utils import timezone, translation
from hypothesis import given
from hypothesis import strategies as st
from wagtail.models import PageViewRestriction

from blog import dataset
from blog.dataset_schema import schema
from blog.models import BudgetLine, Commitment, RoadmapPage, RoadmapPriority, StateChange
from blog.reading import commitments_of
from core.spreadsheets import FORMULA_SIGNS
from programmes.models import ProgrammePage
from tests.factories import (
    CommitmentFactory,
    ProgrammeIndexPageFactory,
    ProgrammePageFactory,
    RoadmapIndexPageFactory,
    RoadmapPageFactory,
    StateChangeFactory,
)

VALIDATOR = jsonschema.Draft202012Validator


@pytest.fixture
def roadmaps(home):
    return RoadmapIndexPageFactory(parent=home, slug="feuilles-de-route")


@pytest.fixture
def thin(roadmaps):
    """A roadmap of which nothing is known."""
    return RoadmapPageFactory(parent=roadmaps, title="Feuille de route 2015", year=2015, slug="2015")


@pytest.fixture
def programme(home):
    index = ProgrammeIndexPageFactory(parent=home, slug="programmes")
    return ProgrammePageFactory(parent=index, title="La Transfo", slug="la-transfo")


@pytest.fixture
def full(roadmaps, thin, programme):
    """A roadmap of which everything is known, between two others."""
    page = RoadmapPageFactory.build(
        title="Feuille de route 2016",
        slug="2016",
        year=2016,
        published_on=datetime.date(2015, 11, 26),
        fee=5000,
        previous_fee=29000,
        membership_target=50,
        budget_total=1_000_000,
        payroll=450_000,
        staff="7.5",
        budget_note="Dont 10 % d’imprévus & divers.",
    )
    page.priorities = [
        RoadmapPriority(
            title="Clarifier & simplifier", text="<p>Baisser les <b>barrières</b> &amp; coûts.</p>"
        )
    ]
    page.budget_lines = [
        BudgetLine(side="revenue", label="Adhésions", share="33.3", note="Dès 5 000 €"),
        BudgetLine(side="revenue", label="Autres", share="66.7"),
        BudgetLine(side="spending", label="Recherche-action", share=100),
    ]
    roadmaps.add_child(instance=page)
    page.save_revision().publish()
    earlier = CommitmentFactory(roadmap=thin, title="Penser La Transfo", state="postponed")
    commitment = CommitmentFactory(
        roadmap=page,
        title="Lancer « La Transfo »",
        description="Dix laboratoires d’innovation.",
        programme=programme,
        priority=1,
        period="Dès janvier",
        starts_on=datetime.date(2016, 1, 1),
        ends_on=datetime.date(2016, 12, 31),
        cost="40 à 50 000 €",
        cost_min=40_000,
        cost_max=50_000,
        carried_from=earlier,
        state_since=datetime.date(2015, 11, 26),
    )
    StateChangeFactory(
        commitment=commitment, state="postponed", on=datetime.date(2016, 1, 4), reason="Pas de <lieu>."
    )
    later = RoadmapPageFactory(parent=roadmaps, title="Feuille de route 2017", year=2017, slug="2017")
    CommitmentFactory(roadmap=later, title="Relancer La Transfo", carried_from=commitment)
    return RoadmapPage.objects.get(pk=page.pk)


@pytest.fixture
def in_english(locales, home, roadmaps, full):
    """The same roadmap for readers of English."""
    for page in (home, roadmaps):
        page.copy_for_translation(locales["en"]).save_revision().publish()
    page = full.copy_for_translation(locales["en"])
    page.title, page.slug = "Roadmap 2016", "2016"
    page.save_revision().publish()
    return page


def data(client, page, name="donnees.json"):
    response = client.get(f"{page.url}{name}")
    assert response.status_code == 200
    assert response["Content-Type"] == "application/json"
    return json.loads(response.content.decode("utf-8"))


def rows(client, page, name="donnees.csv"):
    response = client.get(f"{page.url}{name}")
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    text = response.content.decode("utf-8")
    assert text.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline="")))


# What the data say


def test_everything_that_is_known_is_told(client, full, programme):
    found = data(client, full)
    commitment, other_years = found["commitments"][0], Commitment.objects.exclude(roadmap=full)
    before, after = other_years.order_by("roadmap__year")
    assert (found["title"], found["year"], found["language"]) == ("Feuille de route 2016", 2016, "fr")
    assert found["url"] == "http://localhost/feuilles-de-route/2016/"
    assert found["licence"] == {
        "id": "etalab-2.0",
        "name": "Licence Ouverte 2.0",
        "url": "https://www.etalab.gouv.fr/licence-ouverte-open-licence/",
    }
    assert found["publisher"] == {"name": "La 27e Région", "url": "http://localhost"}
    assert found["published_on"] == "2015-11-26"
    assert found["priorities"] == [
        {"number": 1, "title": "Clarifier & simplifier", "text": "Baisser les barrières & coûts."}
    ]
    assert commitment == {
        "id": Commitment.objects.get(roadmap=full).pk,
        "language": "fr",
        "title": "Lancer « La Transfo »",
        "description": "Dix laboratoires d’innovation.",
        "area": {"code": "research", "label": str(Commitment.Area.RESEARCH.label)},
        "priority": {"number": 1, "title": "Clarifier & simplifier"},
        "programme": {"title": "La Transfo", "url": programme.full_url},
        "period": "Dès janvier",
        "starts_on": "2016-01-01",
        "ends_on": "2016-12-31",
        "cost": "40 à 50 000 €",
        "cost_min": 40_000,
        "cost_max": 50_000,
        "currency": "EUR",
        "state": {"code": "postponed", "label": str(Commitment.State.POSTPONED.label)},
        "state_since": "2016-01-04",
        "state_reason": "Pas de <lieu>.",
        "history": [
            {
                "state": {"code": "announced", "label": str(Commitment.State.ANNOUNCED.label)},
                "on": "2015-11-26",
                "reason": None,
            },
            {
                "state": {"code": "postponed", "label": str(Commitment.State.POSTPONED.label)},
                "on": "2016-01-04",
                "reason": "Pas de <lieu>.",
            },
        ],
        "carried_from": {"year": 2015, "id": before.pk, "title": "Penser La Transfo"},
        "carried_to": [{"year": 2017, "id": after.pk, "title": "Relancer La Transfo"}],
    }
    budget = found["budget"]
    lines = budget.pop("lines")
    assert budget == {
        "currency": "EUR",
        "total": 1_000_000,
        "payroll": 450_000,
        "staff_fte": 7.5,
        "fee": 5000,
        "previous_fee": 29000,
        "membership_target": 50,
        "note": "Dont 10 % d’imprévus & divers.",
    }
    assert [(line["side"]["code"], line["label"], line["share"], line["amount"]) for line in lines] == [
        ("revenue", "Adhésions", 33.3, 333_000),
        ("revenue", "Autres", 66.7, 667_000),
        ("spending", "Recherche-action", 100, 1_000_000),
    ]


def test_amounts_are_those_of_the_page(client, full):
    on_page = [
        row["amount"] for side in client.get(full.url).context["budget"]["sides"] for row in side["rows"]
    ]
    assert [line["amount"] for line in data(client, full)["budget"]["lines"]] == on_page


def test_what_is_not_public_is_not_told(client, full, thin, programme):
    programme.save_revision().publish()
    programme.refresh_from_db()
    programme.unpublish()
    thin.unpublish()
    (commitment,) = data(client, full)["commitments"]
    assert commitment["programme"] == {"title": "La Transfo", "url": None}
    assert commitment["carried_from"] is None
    (row,) = [row for row in rows(client, full) if row["kind"] == "commitment"]
    assert (row["programme.url"], row["carried_from.year"]) == ("", "")


@pytest.mark.parametrize("hide", ["draft", "restriction"])
def test_a_programme_that_is_not_for_all_is_not_named(client, full, programme, hide):
    if hide == "draft":
        ProgrammePage.objects.filter(pk=programme.pk).update(live=False, first_published_at=None)
    else:
        PageViewRestriction.objects.create(page=programme.get_parent(), restriction_type="login")
    ProgrammePage.objects.filter(pk=programme.pk).update(title="Affaire confidentielle")
    (commitment,) = data(client, full)["commitments"]
    assert commitment["programme"] is None
    assert "confidentielle" not in client.get(full.url).text


def test_what_is_not_for_all_is_kept_by_nobody(client, staff_client, full):
    PageViewRestriction.objects.create(page=full, restriction_type="login")
    for name in ("donnees.json", "donnees.csv"):
        response = staff_client.get(f"{full.url}{name}")
        assert response.status_code == 200
        assert response["Cache-Control"].startswith("private, no-store")


def test_a_change_of_state_is_a_new_version(client, full):
    before = data(client, full)["modified_at"]
    StateChangeFactory(
        commitment=Commitment.objects.get(roadmap=full),
        state="done",
        recorded_at=timezone.now() + datetime.timedelta(hours=1),
    )
    assert data(client, full)["modified_at"] > before


# Files


@pytest.mark.parametrize("name", ["donnees.json", "donnees.csv", "schema.json"])
def test_a_file_is_sent_again_only_where_it_has_changed(client, full, name):
    response = client.get(f"{full.url}{name}")
    assert response["Content-Language"] == "fr"
    assert "public" in response["Cache-Control"]
    assert response["Access-Control-Allow-Origin"] == "*"
    again = client.get(f"{full.url}{name}", headers={"if-none-match": response["ETag"]})
    assert (again.status_code, again.content) == (304, b"")

    if name != "schema.json":
        StateChangeFactory(commitment=Commitment.objects.get(roadmap=full), state="done")
        changed = client.get(f"{full.url}{name}", headers={"if-none-match": response["ETag"]})
        assert changed.status_code == 200


def test_json_holds_letters_and_no_entity(client, full):
    text = client.get(f"{full.url}donnees.json").content.decode("utf-8")
    assert "Adhésions" in text
    assert "&amp;" not in text
    assert "\\u" not in text


@pytest.mark.parametrize("name", ["donnees.json", "donnees.csv", "schema.json"])
def test_data_are_read_where_the_page_is(client, full, name):
    assert client.get(f"{full.url}{name}").status_code == 200
    restriction = PageViewRestriction.objects.create(page=full, restriction_type="login")
    assert client.get(f"{full.url}{name}").status_code == client.get(full.url).status_code != 200
    restriction.delete()
    url = full.url
    full.unpublish()
    assert client.get(url).status_code == client.get(f"{url}{name}").status_code == 404


@pytest.mark.parametrize("query", ["a=1&a=2", "format=" + "x" * 10_000, "a=%00", "a=%ff"])
def test_a_query_changes_nothing(client, full, query):
    plain = client.get(f"{full.url}donnees.csv").content
    assert client.get(f"{full.url}donnees.csv?{query}").content == plain


# Schema


@pytest.mark.parametrize("known", ["thin", "full"])
def test_the_data_are_what_their_schema_says(client, request, known):
    page = request.getfixturevalue(known)
    found, told = data(client, page), data(client, page, "schema.json")
    VALIDATOR.check_schema(told)
    assert found["$schema"] == told["$id"] == f"http://localhost{page.url}schema.json"
    VALIDATOR(told, format_checker=VALIDATOR.FORMAT_CHECKER).validate(found)


def test_in_english_too(client, in_english):
    found = data(client, in_english, "data.json")
    told = data(client, in_english, "schema.json")
    VALIDATOR(told, format_checker=VALIDATOR.FORMAT_CHECKER).validate(found)
    (commitment,) = found["commitments"]
    assert (found["language"], commitment["language"]) == ("en", "fr")
    assert commitment["state"] == {"code": "postponed", "label": "Postponed"}
    assert commitment["carried_from"]["year"] == 2015
    assert told["title"] == "Roadmap"
    assert client.get(f"{in_english.url}data.json")["Content-Language"] == "en"
    english = [row for row in rows(client, in_english, "data.csv") if row["kind"] == "budget"]
    assert english[-1]["side.label"] == "Spending"


def test_each_language_has_its_words(client, full, in_english):
    for page, other, own in (
        (full, "data.json", "donnees.json"),
        (full, "data.csv", "donnees.csv"),
        (in_english, "donnees.json", "data.json"),
    ):
        response = client.get(f"{page.url}{other}")
        assert (response.status_code, response.url) == (301, f"{page.url}{own}")


def test_a_programme_is_told_in_the_language_of_the_page(client, locales, in_english, programme):
    index = programme.get_parent().specific
    index.copy_for_translation(locales["en"]).save_revision().publish()
    translated = programme.copy_for_translation(locales["en"])
    translated.title = "The Transfo"
    translated.save_revision().publish()
    (commitment,) = data(client, in_english, "data.json")["commitments"]
    assert commitment["programme"] == {"title": "The Transfo", "url": translated.full_url}


def _drop_title(document):
    del document["commitments"][0]["title"]


def _add_author(document):
    document["commitments"][0]["recorded_by"] = "somebody"


def _write_state_out(document):
    document["commitments"][0]["state"]["code"] = "presque"


def _write_amount_out(document):
    document["budget"]["total"] = "un million"


def _write_day_out(document):
    document["commitments"][0]["state_since"] = "4 janvier 2016"


@pytest.mark.parametrize(
    "spoil", [_drop_title, _add_author, _write_state_out, _write_amount_out, _write_day_out]
)
def test_a_wrong_document_is_found_out(client, full, spoil):
    found, told = data(client, full), data(client, full, "schema.json")
    spoil(found)
    errors = list(VALIDATOR(told, format_checker=VALIDATOR.FORMAT_CHECKER).iter_errors(found))
    assert len(errors) == 1


def test_every_value_is_explained():
    def walk(definition):
        for name, value in definition.get("properties", {}).items():
            assert value["title"], name
            assert value["description"], name
            walk(value)
        if "items" in definition:
            walk(definition["items"])
        if "properties" in definition:
            assert definition["additionalProperties"] is False

    walk(schema("https://example.org/schema.json"))


# The table


def test_the_table_holds_commitments_then_the_budget(client, full):
    table = rows(client, full)
    assert [row["kind"] for row in table] == ["commitment"] + ["budget"] * 9
    commitment, *budget = table
    assert list(commitment) == dataset.COLUMNS
    assert commitment["title"] == "Lancer « La Transfo »"
    assert (commitment["state.code"], commitment["state_since"]) == ("postponed", "2016-01-04")
    assert (commitment["cost_min"], commitment["cost_max"]) == ("40000", "50000")
    assert {row["id"]: (row["value"], row["unit"]) for row in budget} == {
        "total": ("1000000", "EUR"),
        "payroll": ("450000", "EUR"),
        "staff_fte": ("7.5", "FTE"),
        "fee": ("5000", "EUR"),
        "previous_fee": ("29000", "EUR"),
        "membership_target": ("50", "memberships"),
        "line_1": ("33.3", "%"),
        "line_2": ("66.7", "%"),
        "line_3": ("100", "%"),
    }
    assert budget[-3]["amount"] == "333000"
    assert all(row["title"] for row in table)


def test_the_table_of_a_thin_roadmap_is_its_header(client, thin):
    assert rows(client, thin) == []


def test_no_cell_is_a_formula(client, full):
    commitment = Commitment.objects.get(roadmap=full)
    commitment.title = '=HYPERLINK("https://example.org";"ici")'
    commitment.save()
    StateChangeFactory(commitment=commitment, state="dropped", reason="@SUM(1+1)")
    row = rows(client, full)[0]
    assert row["title"] == '\'=HYPERLINK("https://example.org";"ici")'
    assert row["state_reason"] == "'@SUM(1+1)"


texts = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"])),
    st.text("=+-@\t\r\n;,\"'\0 à", max_size=12),
)


@given(title=texts, reason=texts, label=texts)
def test_whatever_was_typed_comes_back(title, reason, label):
    table = dataset.table(
        {
            "year": 2016,
            "language": "fr",
            "commitments": [{"title": title, "state_reason": reason, "state": {"code": "done"}}],
            "budget": {
                **dict.fromkeys(dataset.FIGURES),
                "lines": [
                    {
                        "label": label,
                        "side": {"code": "revenue", "label": "R"},
                        "share": 1,
                        "amount": -1,
                        "note": None,
                    }
                ],
            },
        }
    )
    text = table.decode("utf-8").removeprefix("\ufeff")
    commitment, line = csv.DictReader(io.StringIO(text, newline=""))
    for typed, cell in (
        (title, commitment["title"]),
        (reason, commitment["state_reason"]),
        (label, line["title"]),
    ):
        assert cell.removeprefix("'") == typed if typed.startswith(FORMULA_SIGNS) else cell == typed
        assert not cell.startswith(FORMULA_SIGNS)
    assert line["amount"] == "-1"


# What it costs


@pytest.mark.parametrize("name", ["donnees.json", "donnees.csv", "schema.json"])
def test_as_many_queries_for_ten_as_for_two_hundred(count_queries, home, full, programme, name):
    programmes = [programme, *(ProgrammePageFactory(parent=programme.get_parent()) for _number in range(9))]
    first = Commitment.objects.get(roadmap=full)

    def commit(number):
        for index in range(number):
            CommitmentFactory(
                roadmap=full, programme=programmes[index % 10], priority=1, carried_from=first.carried_from
            )

    commit(10)
    few = count_queries(f"{full.url}{name}")
    commit(190)
    assert count_queries(f"{full.url}{name}") == few <= 12


# What the page says of its data


def test_the_offer_describes_the_files(rf, full, django_assert_num_queries):
    from blog import opendata

    commitments = commitments_of(full)
    request = rf.get(full.url)
    full.get_url(request)
    with django_assert_num_queries(0):
        offer = opendata.offer(full, request, commitments)
    assert [(file.format, file.url) for file in offer.files] == [
        ("JSON", "/feuilles-de-route/2016/donnees.json"),
        ("CSV", "/feuilles-de-route/2016/donnees.csv"),
    ]
    assert offer.schema_url == "/feuilles-de-route/2016/schema.json"
    assert (offer.licence, offer.count) == ("Licence Ouverte 2.0", 1)
    assert offer.modified_on == datetime.date.today()


def test_the_page_tells_the_day_of_the_last_change(client, full):
    day = timezone.make_aware(datetime.datetime(2016, 1, 4, 12))
    RoadmapPage.objects.filter(pk=full.pk).update(last_published_at=day - datetime.timedelta(days=30))
    # As no code of the site can: history is written once.
    StateChange._base_manager.update(recorded_at=day)
    assert client.get(full.url).context["open_data"].modified_on == day.date()


def test_the_offer_is_printed(rf, full):
    from django.template.loader import render_to_string

    from blog import opendata

    commitments = commitments_of(full)
    offer = opendata.offer(full, rf.get(full.url), commitments)
    with translation.override("fr"):
        html = render_to_string("blog/components/open_data.html", {"offer": offer})
    for url in ("donnees.json", "donnees.csv", "schema.json"):
        assert f'href="/feuilles-de-route/2016/{url}"' in html
    assert 'rel="license"' in html

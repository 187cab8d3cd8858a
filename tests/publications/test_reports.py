"""Reports, notes and slides, with their files."""

import datetime
import json

import pytest
from bs4 import BeautifulSoup
from django.utils import translation
from wagtail.models import Site

from core.choices import Availability
from core.models import ContactSettings
from publications.models import ReportContributor, ReportPage
from tests.factories import (
    DocumentFactory,
    PartnerFactory,
    PersonFactory,
    PublicationIndexPageFactory,
    ReportPageFactory,
)


@pytest.fixture(autouse=True)
def _in_english():
    """Sentences are compared as they stand in the code."""
    with translation.override("en"):
        yield


@pytest.fixture
def index(home):
    return PublicationIndexPageFactory(parent=home, slug="publications")


@pytest.fixture
def report(index):
    return ReportPageFactory(
        parent=index,
        title="État des lieux des laboratoires",
        slug="etat-des-lieux",
        published_on=datetime.date(2016, 1, 4),
        document=DocumentFactory(title="Le rapport", language="fr"),
    )


def soup_of(client, page):
    response = client.get(page.url)
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def schema_of(client, page):
    return json.loads(soup_of(client, page).find("script", type="application/ld+json").string)["@graph"][0]


def test_all_files_are_listed_the_report_first(client, report):
    report.files.create(document=DocumentFactory(title="Annexes"), title="")
    report.files.create(document=DocumentFactory(title="Report", language="en"), title="En anglais")
    report.save()
    links = soup_of(client, report).select(".report-files .document-title a")
    assert [link.get_text() for link in links] == ["Le rapport", "Annexes", "En anglais"]
    assert links[2]["hreflang"] == "en"
    encodings = schema_of(client, report)["encoding"]
    assert [encoding["name"] for encoding in encodings] == ["Le rapport", "Annexes", "En anglais"]
    assert encodings[2]["inLanguage"] == "en"


def test_files_alone_are_enough(client, index):
    report = ReportPageFactory(parent=index)
    assert "to-complete" in str(soup_of(client, report))
    report.files.create(document=DocumentFactory(title="Diaporama"))
    report.save()
    soup = soup_of(client, report)
    assert "to-complete" not in str(soup)
    assert len(soup.select(".report-files .document")) == 1


def test_who_made_it_and_with_whom(client, report):
    report.contributors.create(person=PersonFactory(name="Anne Durand"))
    report.contributors.create(
        person=PersonFactory(name="Paul Blanc"), role=ReportContributor.Role.ILLUSTRATOR
    )
    report.partners.add(PartnerFactory(name="Conseil et Recherche"))
    report.save()
    facts = soup_of(client, report).select_one(".facts").get_text(" ", strip=True)
    for name in ("Anne Durand", "Paul Blanc", "Conseil et Recherche"):
        assert name in facts
    schema = schema_of(client, report)
    assert schema["author"] == [{"@type": "Person", "name": "Anne Durand"}]
    assert [maker["name"] for maker in schema["contributor"]] == ["Paul Blanc", "Conseil et Recherche"]
    assert "DURAND, Anne" in soup_of(client, report).select_one(".citing-reference").get_text()


def test_a_report_that_nobody_signs_is_of_the_association(client, report):
    [item] = json.loads(client.get(f"{report.url}reference.json").content)
    assert item["author"] == [{"literal": "La 27e Région"}]
    assert item["type"] == "report"


@pytest.mark.parametrize(
    ("city", "place"), [("Paris", "Paris : La 27e Région"), ("", "[S. l.] : La 27e Région")]
)
def test_the_association_publishes_in_its_town(client, report, city, place):
    ContactSettings.objects.create(site=Site.objects.get(), city=city)
    said = client.get(f"{report.url}reference.txt").content.decode()
    assert place in said.replace("\u202f", " ").replace("\xa0", " ")


def test_metadata_lead_to_the_report_itself(client, report):
    report.document = DocumentFactory(file__filename="rapport.pdf", file__data=b"%PDF-1.7\n")
    report.save()
    soup = soup_of(client, report)
    tags = {tag["name"]: tag["content"] for tag in soup.select("head meta[name]")}
    assert tags["citation_technical_report_institution"] == "La 27e Région"
    assert tags["citation_publication_date"] == "2016/01/04"
    assert tags["citation_pdf_url"].startswith("http")
    assert not soup.select("span.Z3988")


def test_other_formats_are_no_pdf(client, report):
    report.document = DocumentFactory(file__filename="rapport.odt", file__data=b"PK")
    report.save()
    assert not soup_of(client, report).select('meta[name="citation_pdf_url"]')


def test_the_language_cited_is_that_of_the_file(client, report):
    report.document = DocumentFactory(language="en")
    report.save()
    [item] = json.loads(client.get(f"{report.url}reference.json").content)
    assert item["language"] == "en"


def test_a_forthcoming_report_is_cited_as_such(client, index):
    report = ReportPageFactory(parent=index, availability=Availability.FORTHCOMING, date_text="2016")
    with translation.override("fr"):
        word = translation.gettext("forthcoming")
    assert word in soup_of(client, report).select_one(".citing-reference").get_text()
    assert "datePublished" not in schema_of(client, report)


def test_what_is_not_known_is_not_stated(client, index):
    schema = schema_of(client, ReportPageFactory(parent=index))
    assert not {"datePublished", "numberOfPages", "license", "sameAs", "encoding", "author"} & schema.keys()


def test_queries_do_not_grow_with_files(count_queries, report):
    def fill(count):
        for _number in range(count):
            report.files.create(document=DocumentFactory())
            report.contributors.create(person=PersonFactory())
            report.partners.add(PartnerFactory())
        report.save()

    fill(2)
    few = count_queries(report.url)
    fill(15)
    assert count_queries(report.url) == few
    assert few <= 12


def test_a_draft_with_half_of_everything_can_be_previewed(index):
    page = ReportPage(title="Brouillon", slug="brouillon", live=False, locale=index.locale)
    page.set_url_path(index)
    page.path, page.depth = f"{index.path}0009", index.depth + 1
    page.contributors = [ReportContributor(role="")]
    response = page.make_preview_request(preview_mode=page.default_preview_mode)
    response.render()
    assert "Brouillon" in response.content.decode()

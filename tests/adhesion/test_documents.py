"""The documents at their addresses: public ones by year, those of one visitor for that visitor alone."""

import datetime
from io import BytesIO

import pytest
from pypdf import PdfReader

from home.adhesion import fee_calls, links
from home.adhesion.forms.application import OrganisationForm
from home.adhesion.models import FeeSchedule
from tests.adhesion.applicant import ORGANISATION, answer_steps, open_path, part
from tests.adhesion.factories import (
    AdhesionRequestFactory,
    FeeScheduleFactory,
    JoinPageFactory,
    MembershipFactory,
    answers,
)
from uploads.weights import weight

GRID = "/adhesion/grille-2016.pdf"
FORM = "/adhesion/bulletin-2016.pdf"
DRAFTED = "/adhesion/demande/bulletin.pdf"


@pytest.fixture(autouse=True)
def _on_a_day_of_2016(settings):
    settings.PINNED_TODAY = datetime.date(2016, 1, 11)


@pytest.fixture
def schedule(locales):
    return FeeScheduleFactory()


@pytest.fixture
def join(home, schedule):
    return JoinPageFactory(parent=home, locale=home.locale)


@pytest.fixture
def english_join(join, locales, schedule):
    home = join.get_parent().specific.copy_for_translation(locales["en"])
    home.save_revision().publish()
    page = join.copy_for_translation(locales["en"])
    page.slug = "join"
    page.save_revision().publish()
    translated = schedule.copy_for_translation(locales["en"])
    translated.conditions = "Compulsory to take part in action research."
    translated.save()
    return page


def text_of(response) -> str:
    pages = PdfReader(BytesIO(response.content)).pages
    return " ".join("\n".join(page.extract_text() for page in pages).split())


def is_of_one_visitor(response) -> bool:
    return (
        response["Cache-Control"] == "private, no-store"
        and response["X-Robots-Tag"] == "noindex"
        and response["Referrer-Policy"] == "same-origin"
        and not response.has_header("ETag")
    )


@pytest.mark.parametrize(("url", "said"), [(GRID, "29 000 €"), (FORM, "SIRET")])
def test_public_documents_are_shown_and_kept_as_long_as_nothing_changes(client, join, schedule, url, said):
    response = client.get(url)
    assert response.status_code == 200
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == f'inline; filename="{url.rpartition("/")[2]}"'
    assert response["Cache-Control"] == "public, no-cache"
    assert "Content-Security-Policy" in response
    assert not response.cookies
    assert said in text_of(response)
    assert client.get(url, headers={"If-None-Match": response["ETag"]}).status_code == 304

    schedule.amount_cents = 510_000
    schedule.save()
    changed = client.get(url, headers={"If-None-Match": response["ETag"]})
    assert changed.status_code == 200
    assert "5 100 €" in text_of(changed)


@pytest.mark.parametrize(
    "url",
    [
        "/adhesion/grille-2015.pdf",
        "/adhesion/bulletin-2015.pdf",
        "/adhesion/grille-99999999999999999999.pdf",
        "/adhesion/grille-.pdf",
        "/adhesion/autre.pdf",
        "/grille-2016.pdf",
        "/adhesion/absente/grille-2016.pdf",
        "/autre.pdf",
    ],
)
def test_a_year_without_a_schedule_has_no_document(client, join, url):
    assert client.get(url).status_code == 404


def test_the_document_of_a_past_year_stays(client, join, settings):
    settings.PINNED_TODAY = datetime.date(2018, 5, 1)
    FeeScheduleFactory(year=2018, amount_cents=700_000)
    assert "5 000 €" in text_of(client.get(GRID))
    assert "7 000 €" in text_of(client.get("/adhesion/grille-2018.pdf"))
    assert "/adhesion/grille-2018.pdf" in client.get("/adhesion/").content.decode()


def test_each_language_has_its_own_address(client, english_join):
    grid = client.get("/en/join/fees-2016.pdf")
    assert "Compulsory to take part in action research." in text_of(grid)
    assert PdfReader(BytesIO(grid.content)).trailer["/Root"]["/Lang"] == "en"
    assert client.get("/en/join/grille-2016.pdf").url == "/en/join/fees-2016.pdf"
    assert client.get("/adhesion/form-2016.pdf").url == FORM
    assert client.get("/en/join/form-2016.pdf").status_code == 200


def test_unpublished_page_has_no_documents(client, join):
    join.unpublish()
    assert client.get(GRID).status_code == 404


def test_links_say_format_weight_and_language(client, join):
    page = client.get("/adhesion/").content.decode()
    for url in (GRID, FORM):
        assert f'href="{url}" type="application/pdf" hreflang="fr"' in page
    assert page.count("PDF, ") == 2
    assert page.count("français</p>") == 2
    assert f"PDF, {weight(len(client.get(GRID).content))}" in page


def test_page_without_a_schedule_offers_no_document(client, home):
    JoinPageFactory(parent=home, locale=home.locale)
    page = client.get("/adhesion/").content.decode()
    assert ".pdf" not in page
    assert client.get(GRID).status_code == 404
    assert client.get(DRAFTED).status_code == 404


def test_documents_cost_the_page_no_query_once_they_are_weighed(client, join, count_queries):
    with_documents = count_queries("/adhesion/")
    FeeSchedule.objects.all().delete()
    assert with_documents <= count_queries("/adhesion/") + 1


def test_document_asks_a_bounded_number_of_queries(client, join, django_assert_max_num_queries):
    for url in (GRID, FORM):
        client.get(url)
        with django_assert_max_num_queries(15):
            client.get(url)


def test_form_shows_what_was_answered_so_far_to_its_author_alone(client, join):
    token = open_path(client)
    client.post(ORGANISATION, part(OrganisationForm, answers()) | {"submission_token": token})
    response = client.get(DRAFTED)
    assert "Région Bretagne" in text_of(response)
    assert "Anne Le Goff" not in text_of(response)
    assert is_of_one_visitor(response)
    client.cookies.clear()
    blank = client.get(DRAFTED)
    assert blank.url == FORM
    assert blank["Cache-Control"] == "private, no-store"


def test_form_shows_all_the_answers_before_they_are_sent(client, join):
    answer_steps(client)
    text = text_of(client.get(DRAFTED))
    for said in ("Région Bretagne", "Anne Le Goff", "24/03/2016", "Nous aimerions accueillir une résidence."):
        assert said in text
    assert client.get("/adhesion/request/form.pdf").url == DRAFTED


def test_form_with_the_answers_of_a_request_needs_its_link(client, join):
    request = AdhesionRequestFactory(organisation_name="Région Bretagne")
    other = AdhesionRequestFactory()
    signature = links.follow_signature(request)
    url = join.followed_form_url(request.reference, signature)
    assert url.endswith("/bulletin.pdf")
    response = client.get(url)
    assert "Région Bretagne" in text_of(response)
    assert is_of_one_visitor(response)
    assert url in client.get(join.follow_url(request.reference, signature)).content.decode()
    for wrong in (
        join.followed_form_url(other.reference, signature),
        join.followed_form_url(request.reference, signature[:-1]),
        join.followed_form_url("ADH-2016-AAAAA", signature),
    ):
        assert client.get(wrong).status_code == 404


def test_fee_call_is_behind_the_link_of_its_request(client, join, manager):
    membership = MembershipFactory()
    request = membership.request
    url = join.followed_call_url(request.reference, links.follow_signature(request))
    assert client.get(url).status_code == 404
    call = fee_calls.issue(membership, actor=manager)
    response = client.get(url)
    assert response.content == bytes(call.pdf)
    assert response["Content-Disposition"] == 'inline; filename="AC-2016-0001.pdf"'
    assert is_of_one_visitor(response)
    fee_calls.cancel(call.pk, "Erreur", actor=manager)
    assert client.get(url).status_code == 404
    other = AdhesionRequestFactory()
    assert (
        client.get(join.followed_call_url(other.reference, links.follow_signature(request))).status_code
        == 404
    )

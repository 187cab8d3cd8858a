"""Requests that come on paper, and what the team corrects."""

import datetime

import pytest
from django.urls import reverse
from post_office.models import Email

from home.adhesion import transitions
from home.adhesion.models import AdhesionRequest
from tests.adhesion.factories import AdhesionRequestFactory, FeeScheduleFactory, answers

PAPER = reverse("adhesion_requests:paper")
INDEX = reverse("adhesion_requests:index")


def paper(**changes):
    own = {
        "language": "fr",
        "token": "a" * 32,
        "received_on": "06/01/2016",
        "year": "2016",
        "send_receipt": "on",
    }
    return answers() | own | changes


@pytest.fixture
def entering(client, reviewer):
    client.force_login(reviewer)
    return client


def test_paper_request_is_entered_and_assigned_to_the_one_who_enters(entering, reviewer, join_page):
    assert PAPER in entering.get(INDEX).content.decode()
    assert entering.get(PAPER).status_code == 200
    response = entering.post(PAPER, paper(), follow=True)
    request = AdhesionRequest.objects.get()
    assert response.redirect_chain == [(reverse("adhesion_requests:detail", args=[request.pk]), 302)]
    assert (request.source, request.state, request.assignee) == ("paper", "submitted", reviewer)
    assert (request.notice_version, request.year, request.amount_cents) == ("paper", 2016, 500_000)
    assert request.received_at.date() == datetime.date(2016, 1, 6)
    assert request.siret == "73282932000074"
    assert not request.suspect
    event = request.events.get()
    assert (event.what, event.actor, event.to_state) == ("filed", reviewer, "submitted")
    mail = request.mails.get()
    assert (mail.kind, mail.email.to) == ("receipt", ["anne.legoff@example.org"])
    assert request.reference in mail.email.message


@pytest.mark.parametrize("changes", [{"champion_email": ""}, {"send_receipt": ""}])
def test_nobody_is_written_to_without_an_address_or_a_wish(entering, changes):
    response = entering.post(PAPER, paper(**changes), follow=True)
    assert AdhesionRequest.objects.get().source == "paper"
    assert not Email.objects.exists()
    assert "personne n’a" in response.content.decode() or "nobody was written to" in response.content.decode()


def test_double_click_enters_one_request(entering, django_assert_max_num_queries):
    first = entering.post(PAPER, paper())
    again = entering.post(PAPER, paper(organisation_name="Région Bretagne, corrigée"), follow=True)
    request = AdhesionRequest.objects.get()
    assert (request.organisation_name, request.mails.count()) == ("Région Bretagne", 1)
    assert again.redirect_chain[0][0] == first["Location"]
    assert request.reference in "".join(str(message) for message in again.context["messages"])
    entering.post(PAPER, paper(token="b" * 32))
    assert AdhesionRequest.objects.count() == 2


def test_forms_opened_twice_are_two_requests(entering):
    tokens = [entering.get(PAPER).context["token"] for _turn in range(2)]
    assert tokens[0] != tokens[1]


def test_what_is_wrong_is_said_and_nothing_is_lost(entering):
    wrong = paper(
        organisation_name="", siret="123", received_on="12/01/2016", message="Un long message.", year="1999"
    )
    response = entering.post(PAPER, wrong)
    form = response.context["form"]
    assert {"organisation_name", "siret", "received_on", "year"} == set(form.errors)
    page = response.content.decode()
    assert "Un long message." in page
    assert 'href="#id_organisation_name"' in page
    assert f'value="{"a" * 32}"' in page
    assert not AdhesionRequest.objects.exists()


def test_hostile_text_is_stored_as_what_it_is(entering):
    entering.post(PAPER, paper(organisation_name="=HYPERLINK(1)\n<script>\x08", champion_email=""))
    assert AdhesionRequest.objects.get().organisation_name == "=HYPERLINK(1) <script>"
    assert "<script>\x08" not in entering.get(INDEX).content.decode()


def test_fee_is_the_one_of_the_year_of_the_membership(entering, locales):
    FeeScheduleFactory(year=2015, amount_cents=2_900_000)
    FeeScheduleFactory(year=2016)
    entering.post(PAPER, paper(year="2015"))
    assert AdhesionRequest.objects.get().amount_cents == 2_900_000


def test_paper_and_correction_are_for_those_who_review(client, editor):
    request = AdhesionRequestFactory()
    correction = reverse("adhesion_requests:correct", args=[request.pk])
    client.force_login(editor)
    for url in (PAPER, correction, reverse("adhesion_requests:correct", args=[99999])):
        assert client.get(url).status_code == 403
        assert client.post(url, paper(version="1")).status_code == 403
    request.refresh_from_db()
    assert (request.version, AdhesionRequest.objects.count()) == (1, 1)


def corrected_with(request, **changes):
    stated = {
        name: value if not isinstance(value, bool) else ("on" if value else "")
        for name, value in {
            "organisation_name": request.organisation_name,
            "organisation_category": request.organisation_category,
            "country": request.country,
            "siret": request.siret,
            "siret_missing": request.siret_missing,
            "address": request.address,
            "champion_name": request.champion_name,
            "champion_email": request.champion_email,
            "payer_kind": request.payer_kind,
            "decision_stage": request.decision_stage,
            "version": request.version,
        }.items()
    }
    return stated | changes


@pytest.fixture
def filed(db):
    return AdhesionRequestFactory(organisation_name="Région Bretagne", champion_email="anne@example.org")


@pytest.fixture
def correction(filed):
    return reverse("adhesion_requests:correct", args=[filed.pk])


def test_team_corrects_what_was_stated(entering, reviewer, filed, correction):
    page = entering.get(correction)
    assert page.context["form"]["organisation_name"].value() == "Région Bretagne"
    response = entering.post(
        correction,
        corrected_with(
            filed, organisation_name="Conseil régional", siret="732 829 320 00074", siret_missing=""
        ),
    )
    assert response["Location"] == reverse("adhesion_requests:detail", args=[filed.pk])
    filed.refresh_from_db()
    assert (filed.organisation_name, filed.siret, filed.siret_missing, filed.version) == (
        "Conseil régional",
        "73282932000074",
        False,
        2,
    )
    event = filed.events.last()
    assert (event.what, event.actor) == ("corrected", reviewer)
    assert "Région Bretagne → Conseil régional" in event.note
    assert not Email.objects.exists()


def test_storing_the_same_writes_no_history(entering, filed, correction):
    entering.post(correction, corrected_with(filed))
    filed.refresh_from_db()
    assert (filed.version, filed.events.count()) == (1, 1)


def test_second_correction_learns_who_was_faster_and_keeps_what_was_typed(
    client, manager, reviewer, filed, correction
):
    client.force_login(manager)
    client.post(correction, corrected_with(filed, organisation_name="Conseil régional"))
    client.force_login(reviewer)
    stale = corrected_with(filed, champion_name="Anne Le Goff")
    response = client.post(correction, stale)
    page = response.content.decode()
    assert response.status_code == 409
    assert "Manager Durand" in page
    # What was typed stands in the form, what is stored stands beside it.
    assert response.context["form"]["champion_name"].value() == "Anne Le Goff"
    assert [words for _label, words in response.context["now_stated"]] == [
        "Conseil régional",
        "Camille Martin",
    ]
    filed.refresh_from_db()
    assert filed.champion_name == "Camille Martin"
    assert response.context["form"]["version"].value() == 2
    client.post(correction, stale | {"version": 2, "organisation_name": "Conseil régional"})
    filed.refresh_from_db()
    assert (filed.organisation_name, filed.champion_name) == ("Conseil régional", "Anne Le Goff")


def test_decided_request_is_not_corrected(client, manager, filed, correction):
    transitions.perform(
        transitions.TRANSITIONS["close"], filed.pk, actor=manager, version=1, cause="no_answer", reason=""
    )
    client.force_login(manager)
    assert client.get(correction).status_code == 409
    response = client.post(correction, corrected_with(filed, version=2, champion_name="X Y"))
    assert response.status_code == 409
    filed.refresh_from_db()
    assert filed.champion_name == "Camille Martin"


def test_paper_request_stays_without_an_address_when_corrected(entering):
    request = AdhesionRequestFactory(source="paper", champion_email="")
    url = reverse("adhesion_requests:correct", args=[request.pk])
    entering.post(url, corrected_with(request, champion_name="Anne Le Goff"))
    request.refresh_from_db()
    assert (request.champion_name, request.champion_email) == ("Anne Le Goff", "")


def test_request_of_the_site_keeps_an_address(entering, filed, correction):
    response = entering.post(correction, corrected_with(filed, champion_email=""))
    assert "champion_email" in response.context["form"].errors


def test_programmes_that_are_no_longer_offered_stay_stated(entering, filed, correction):
    AdhesionRequest.objects.filter(pk=filed.pk).update(programmes=["Un ancien programme"])
    page = entering.get(correction).content.decode()
    assert "Un ancien programme" in page
    entering.post(correction, corrected_with(filed, programmes=["Un ancien programme"], champion_name="Anne"))
    filed.refresh_from_db()
    assert (filed.programmes, filed.champion_name) == (["Un ancien programme"], "Anne")

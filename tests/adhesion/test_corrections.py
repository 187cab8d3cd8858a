"""Answers corrected while a request is open: what is written, told and refused."""

import datetime
import threading

import pytest
from django.db import connection

from home.adhesion import transitions
from home.adhesion.corrections import correct, stated
from home.adhesion.models import AdhesionRequest, RequestEvent
from home.adhesion.models.history import EventKind, MailKind
from home.adhesion.models.requests import State
from home.adhesion.transitions import TRANSITIONS, TransitionRefused
from tests.adhesion.factories import AdhesionRequestFactory


@pytest.fixture
def filed(join_page, settings):
    settings.ADHESION_TEAM_EMAILS = ["team@example.org"]
    return AdhesionRequestFactory(
        state=State.IN_REVIEW,
        organisation_name="Région Bretagne",
        siret="73282932000074",
        siret_missing=False,
        address="283 avenue du Général Patton\n35000 Rennes",
        champion_email="anne@example.org",
    )


def test_event_says_what_each_answer_was_and_is(filed):
    correct(
        filed.pk,
        {
            "organisation_name": "Région Bretagne",
            "siret": "35600000049837",
            "address": "1 place\nde Rennes",
            "payer_kind": "unknown",
            "decision_date": datetime.date(2016, 3, 24),
            "programmes": ["La Transfo", "Le Nuancier"],
            "listing_consent": True,
            "country": "BE",
        },
    )
    event = filed.events.get(what=EventKind.CORRECTED)
    assert (event.from_state, event.to_state, event.actor_name) == (State.IN_REVIEW, State.IN_REVIEW, "")
    lines = event.note.split("\n")
    assert len(lines) == 7
    assert any("732 829 320 00074 → 356 000 000 49837" in line for line in lines)
    assert any("283 avenue du Général Patton 35000 Rennes → 1 place de Rennes" in line for line in lines)
    assert any("→ 24 mars 2016" in line for line in lines)
    assert any("→ La Transfo, Le Nuancier" in line for line in lines)
    assert any("Non → Oui" in line for line in lines)
    assert any("France → Belgique" in line for line in lines)
    assert not any("Région Bretagne" in line for line in lines)


def test_answers_are_written_and_the_version_counted(filed):
    corrected = correct(filed.pk, {"champion_name": "Yann Kervella", "champion_role": "Directeur"})
    filed.refresh_from_db()
    assert (filed.champion_name, filed.champion_role) == ("Yann Kervella", "Directeur")
    assert filed.version == corrected.version == 2
    assert filed.state == State.IN_REVIEW


def test_nothing_changed_is_nothing_written(filed):
    correct(filed.pk, {"champion_name": filed.champion_name, "programmes": [], "decision_date": None})
    filed.refresh_from_db()
    assert filed.version == 1
    assert not filed.events.filter(what=EventKind.CORRECTED).exists()
    assert not filed.mails.exists()


def test_only_answers_are_written(filed):
    correct(filed.pk, {"state": State.ACCEPTED, "suspect": True, "territory": "Bretagne"})
    filed.refresh_from_db()
    assert (filed.state, filed.suspect, filed.territory) == (State.IN_REVIEW, False, "Bretagne")


def test_team_is_told_of_what_the_applicant_corrects(filed, manager):
    correct(filed.pk, {"territory": "Bretagne"})
    email = filed.mails.get(kind=MailKind.CORRECTED).email
    assert email.to == ["team@example.org"]
    assert "→ Bretagne" in email.message
    assert f"/admin/adhesion/{filed.pk}/" in email.message


def test_assignee_is_told_first(filed, manager):
    filed.assignee = manager
    filed.save()
    correct(filed.pk, {"territory": "Bretagne"})
    assert filed.mails.get(kind=MailKind.CORRECTED).email.to == [manager.email]


def test_team_is_not_told_of_what_it_corrects(filed, manager):
    correct(filed.pk, {"territory": "Bretagne"}, actor=manager, version=1)
    assert filed.events.get(what=EventKind.CORRECTED).actor == manager
    assert not filed.mails.exists()


def test_new_address_gets_the_new_link_and_the_former_one_is_told(filed):
    correct(filed.pk, {"champion_email": "yann@example.org"})
    told = {mail.email.to[0]: mail.email.message for mail in filed.mails.filter(kind=MailKind.LINK)}
    assert set(told) == {"anne@example.org", "yann@example.org"}
    assert "/demande/suivi/" in told["yann@example.org"]
    assert "http" not in told["anne@example.org"]
    assert "yann" not in told["anne@example.org"]


def test_capitals_alone_move_no_link(filed):
    correct(filed.pk, {"champion_email": "Anne@example.org"})
    assert not filed.mails.filter(kind=MailKind.LINK).exists()


def test_doubtful_request_mails_no_address(filed):
    AdhesionRequest.objects.update(suspect=True)
    correct(filed.pk, {"champion_email": "yann@example.org"})
    assert {mail.kind for mail in filed.mails.all()} == {MailKind.CORRECTED}


@pytest.mark.parametrize("state", [State.DECLINED, State.CLOSED, State.ACCEPTED])
def test_what_is_decided_or_closed_is_not_corrected(join_page, state):
    request = AdhesionRequestFactory(state=state)
    with pytest.raises(TransitionRefused):
        correct(request.pk, {"territory": "Bretagne"})
    request.refresh_from_db()
    assert (request.territory, request.version) == ("", 1)


@pytest.mark.parametrize("state", [State.SUBMITTED, State.IN_REVIEW, State.TO_COMPLETE])
def test_what_is_open_is_corrected(join_page, state):
    request = AdhesionRequestFactory(state=state)
    assert correct(request.pk, {"territory": "Bretagne"}).state == state


def test_another_version_is_refused_with_who_and_when(filed, manager):
    correct(filed.pk, {"territory": "Bretagne"}, actor=manager, version=1)
    with pytest.raises(TransitionRefused, match="Manager Durand"):
        correct(filed.pk, {"territory": "Finistère"}, version=1)


def test_decision_prepared_before_a_correction_is_refused(filed, manager):
    correct(filed.pk, {"territory": "Bretagne"})
    with pytest.raises(TransitionRefused):
        transitions.perform(TRANSITIONS["decline"], filed.pk, actor=manager, version=1, reason="Non.")
    filed.refresh_from_db()
    assert filed.state == State.IN_REVIEW


@pytest.mark.django_db(transaction=True)
def test_a_correction_and_a_decision_at_once_make_one_of_them(locales, manager):
    request = AdhesionRequestFactory(state=State.IN_REVIEW)
    outcomes, barrier = [], threading.Barrier(2)

    def attempt(act):
        try:
            barrier.wait()
            act()
            outcomes.append("done")
        except TransitionRefused as refusal:
            outcomes.append(str(refusal))
        finally:
            connection.close()

    acts = (
        lambda: correct(request.pk, {"territory": "Bretagne"}, version=1),
        lambda: transitions.perform(
            TRANSITIONS["decline"], request.pk, actor=manager, version=1, reason="Non."
        ),
    )
    threads = [threading.Thread(target=attempt, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(outcome == "done" for outcome in outcomes) == [False, True]
    request.refresh_from_db()
    assert request.version == 2
    kinds = set(RequestEvent.objects.filter(request=request).values_list("what", flat=True))
    assert kinds == {EventKind.FILED, EventKind.CORRECTED if request.territory else EventKind.DECLINED}
    assert (request.state == State.DECLINED) == (not request.territory)


def rows_of(request, name) -> dict:
    rows = next(group.rows for group in stated(request) if group.name == name)
    return {answer.label: answer.words for answer in rows}


def test_only_answers_that_apply_are_stated(join_page):
    french = AdhesionRequestFactory()
    assert list(rows_of(french, "organisation").values()).count("Pas sous la main") <= 1
    assert "Identifiant dans votre pays" not in rows_of(french, "organisation")
    assert len(rows_of(french, "invoicing")) == 3
    abroad = AdhesionRequestFactory(organisation_category="european", country="BE", siret_missing=False)
    assert "SIRET" not in rows_of(abroad, "organisation")
    other = AdhesionRequestFactory(
        payer_kind="other", payer_name="Ville de Rennes", payer_email="f@example.org"
    )
    assert "Ville de Rennes" in rows_of(other, "invoicing").values()

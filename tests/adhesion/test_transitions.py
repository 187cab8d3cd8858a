"""The table of states: who may do what from where, what it needs, whom it tells."""

import datetime
import threading

import pytest
from django.db import connection
from django.urls import reverse
from post_office.models import Email

from home.adhesion import links, matching, memberships, transitions
from home.adhesion.models import AdhesionRequest, Membership, Message, Organisation
from home.adhesion.models.requests import ClosingCause, State
from tests.adhesion.factories import AdhesionRequestFactory, MembershipFactory, OrganisationFactory
from tests.factories import UserFactory

#: The specification, row by row: transition → (from which states, to which, which permission).
TABLE = {
    "take": ({"submitted"}, "in_review", "review"),
    "ask": ({"in_review"}, "to_complete", "review"),
    "complete": ({"to_complete"}, "in_review", "review"),
    "accept": ({"in_review"}, "accepted", "decide"),
    "decline": ({"in_review", "to_complete"}, "declined", "decide"),
    "close": ({"submitted", "in_review", "to_complete"}, "closed", "review"),
    "reopen": ({"declined", "closed"}, "in_review", "decide"),
    "undo_acceptance": ({"accepted"}, "in_review", "decide"),
}
ANSWERS = {"reason": "Un motif.", "cause": "no_answer", "organisation": "new"}
SIRET = "73282932000074"


def url(request, action):
    return reverse("adhesion_requests:decision", args=[request.pk, action])


def in_state(state, **fields):
    if state == "accepted":
        return MembershipFactory(request__champion_email="anne@example.org", **fields).request
    return AdhesionRequestFactory(state=state, champion_email="anne@example.org", **fields)


def kinds(request):
    return sorted(mail.kind for mail in request.mails.all())


@pytest.fixture
def do(client, manager):
    """Posts a transition as the manager and gives the request as it stands afterwards."""
    client.force_login(manager)

    def post(request, action, **answers):
        request.refresh_from_db()
        response = client.post(url(request, action), {"version": request.version} | answers)
        assert response.status_code == 302, response.context["form"].errors
        return AdhesionRequest.objects.get(pk=request.pk)

    return post


def test_every_row_of_the_table_is_there():
    assert {
        name: (set(row.sources), row.target, row.permission) for name, row in transitions.TRANSITIONS.items()
    } == TABLE


@pytest.mark.parametrize("role", ["manager", "reviewer", "editor"])
@pytest.mark.parametrize("action", TABLE)
@pytest.mark.parametrize("state", State.values)
def test_every_state_transition_and_role(client, request, state, action, role):
    filed = in_state(state)
    client.force_login(request.getfixturevalue(role))
    sources, target, permission = TABLE[action]
    may = role == "manager" or (role == "reviewer" and permission == "review")
    expected = 403 if not may else (302 if state in sources else 409)

    response = client.post(url(filed, action), {"version": 1} | ANSWERS)
    assert response.status_code == expected
    filed.refresh_from_db()
    if expected == 302:
        assert (filed.state, filed.version) == (target, 2)
        event = filed.events.last()
        assert (event.from_state, event.to_state, event.actor_name) == (
            state,
            target,
            f"{role.title()} Durand",
        )
    else:
        assert (filed.state, filed.version) == (state, 1)
        assert filed.events.count() == 1
        assert not Email.objects.exists()


def test_taking_makes_the_one_who_takes_the_assignee(client, reviewer, manager):
    filed = AdhesionRequestFactory(assignee=manager)
    client.force_login(reviewer)
    client.post(url(filed, "take"), {"version": 1})
    filed.refresh_from_db()
    assert filed.assignee == reviewer
    assert not Email.objects.exists()


def test_asking_needs_a_message_and_sends_it_with_a_link_that_works(do, client, join_page):
    filed = in_state("in_review")
    response = client.post(url(filed, "ask"), {"version": 1, "reason": " \n"})
    assert response.context["form"].errors.keys() == {"reason"}
    preview = client.post(url(filed, "ask"), {"version": 1, "reason": "Il manque le SIRET.", "preview": "1"})
    assert "Il manque le SIRET." in preview.context["drafts"][0].body
    assert not Email.objects.exists()

    filed = do(filed, "ask", reason="Il manque le SIRET.")
    mail = filed.mails.get()
    assert (mail.kind, mail.email.to) == ("to_complete", ["anne@example.org"])
    assert "Il manque le SIRET." in mail.email.message
    link = next(word for word in mail.email.message.split() if word.startswith("http"))
    assert links.read_follow_link(*link.rstrip("/").split("/")[-2:]) == filed
    message = Message.objects.get()
    assert (message.text, message.author_name, message.mail) == (
        "Il manque le SIRET.",
        "Manager Durand",
        mail,
    )


def test_completion_by_the_team_tells_nobody(do):
    filed = do(in_state("to_complete"), "complete")
    assert filed.state == "in_review"
    assert not Email.objects.exists()


def test_completion_by_the_applicant_tells_the_assignee_and_keeps_what_was_said(manager):
    manager.email = "manager@example.org"
    manager.save()
    filed = in_state("to_complete", assignee=manager)
    transitions.perform_as_applicant("complete", filed.pk, message="Voici le SIRET.")
    filed.refresh_from_db()
    event = filed.events.last()
    assert (filed.state, filed.assignee, event.what, event.actor) == ("in_review", manager, "completed", None)
    mail = filed.mails.get()
    assert (mail.kind, mail.email.to) == ("completed", ["manager@example.org"])
    message = filed.messages.get()
    assert (message.author, message.author_name, message.text) == (None, "", "Voici le SIRET.")


def test_withdrawal_by_the_applicant_tells_both():
    filed = in_state("submitted")
    transitions.perform_as_applicant("close", filed.pk, message="Le budget est refusé.")
    filed.refresh_from_db()
    assert (filed.state, filed.closing_cause) == ("closed", "withdrawn")
    assert kinds(filed) == ["closed", "withdrawn"]
    assert filed.mails.get(kind="withdrawn").email.to == ["adhesions@example.org"]


@pytest.mark.parametrize(
    ("state", "action"), [("submitted", "complete"), ("accepted", "close"), ("closed", "close")]
)
def test_applicant_does_nothing_out_of_turn(state, action):
    filed = in_state(state)
    with pytest.raises(transitions.TransitionRefused):
        transitions.perform_as_applicant(action, filed.pk, message="Bonjour.")
    assert not Email.objects.exists()
    assert not Message.objects.exists()


def test_accepting_creates_the_organisation_and_its_membership(do):
    filed = in_state(
        "in_review",
        organisation_name="Région Bretagne",
        organisation_category="region",
        siret=SIRET,
        siret_missing=False,
        listing_consent=True,
    )
    filed = do(filed, "accept", organisation="new")
    body = filed.organisation
    assert (body.name, body.category, body.siret) == ("Région Bretagne", "region", SIRET)
    member = Membership.objects.get()
    assert (member.organisation, member.year, member.request, member.is_listed) == (body, 2016, filed, True)
    assert filed.purge_on == datetime.date(2019, 12, 31)
    assert kinds(filed) == ["accepted"]


def test_accepting_matches_the_organisation_that_is_known_by_its_siret(do):
    known = OrganisationFactory(name="Conseil régional de Bretagne", siret=SIRET)
    filed = in_state("in_review", organisation_name="Bretagne", siret=SIRET, siret_missing=False)
    filed = do(filed, "accept", organisation="new")
    assert filed.organisation == known
    assert Organisation.objects.count() == 1


def test_acceptance_page_offers_the_likely_organisations(client, manager):
    same_siret = OrganisationFactory(name="Conseil régional", siret=SIRET)
    similar = OrganisationFactory(name="REGION BRETAGNE")
    stranger = OrganisationFactory(name="Région Normandie")
    filed = in_state("in_review", organisation_name="Région Bretagne", siret=SIRET, siret_missing=False)
    client.force_login(manager)
    form = client.get(url(filed, "accept")).context["form"]
    choices = [key for key, _label in form.fields["organisation"].choices]
    assert choices == [str(same_siret.pk), str(similar.pk), "other", "new"]
    assert form["organisation"].value() == str(same_siret.pk)
    assert stranger in form.fields["other_organisation"].queryset

    alone = in_state("in_review", organisation_name="Métropole de Lyon", siret_missing=True)
    form = client.get(url(alone, "accept")).context["form"]
    assert [key for key, _label in form.fields["organisation"].choices] == ["other", "new"]
    assert form["organisation"].value() == "new"


def test_an_organisation_that_is_merely_similar_has_to_be_chosen_or_not(client, manager):
    OrganisationFactory(name="Métropole du Rhône")
    filed = in_state("in_review", organisation_name="Département du Rhône")
    client.force_login(manager)
    assert client.get(url(filed, "accept")).context["form"]["organisation"].value() is None
    response = client.post(url(filed, "accept"), {"version": 1})
    assert response.context["form"].errors.keys() == {"organisation"}
    filed.refresh_from_db()
    assert filed.state == "in_review"


def test_any_known_organisation_can_be_chosen(do, client):
    known = OrganisationFactory(name="Une tout autre appellation")
    filed = in_state("in_review")
    response = client.post(url(filed, "accept"), {"version": 1, "organisation": "other"})
    assert response.context["form"].errors.keys() == {"other_organisation"}
    filed = do(filed, "accept", organisation="other", other_organisation=known.pk)
    assert filed.organisation == known


def test_the_siret_that_staff_found_is_kept_with_request_and_organisation(do, client):
    filed = in_state("in_review", siret_missing=True)
    response = client.post(url(filed, "accept"), {"version": 1, "organisation": "new", "siret": "123"})
    assert response.context["form"].errors.keys() == {"siret"}
    filed = do(filed, "accept", organisation="new", siret="732 829 320 00074")
    assert (filed.siret, filed.siret_missing, filed.organisation.siret) == (SIRET, False, SIRET)


def test_a_siret_is_not_given_to_a_second_organisation(client, manager):
    OrganisationFactory(name="Région Bretagne", siret=SIRET)
    other = OrganisationFactory(name="Ville de Rennes")
    filed = in_state("in_review", siret_missing=True)
    client.force_login(manager)
    answers = {"organisation": "other", "other_organisation": other.pk, "siret": SIRET}
    response = client.post(url(filed, "accept"), {"version": 1} | answers)
    assert "Région Bretagne" in response.context["form"].errors["siret"][0]
    other.refresh_from_db()
    assert other.siret == ""


def test_a_known_siret_completes_the_request_that_had_none(do):
    known = OrganisationFactory(siret=SIRET, name="Région Bretagne")
    filed = in_state("in_review", siret_missing=True, organisation_name="Bretagne")
    filed = do(filed, "accept", organisation=known.pk)
    assert (filed.siret, filed.siret_missing) == (SIRET, False)


def test_one_membership_an_organisation_and_year(client, manager):
    member = MembershipFactory(request__organisation_name="Région Bretagne")
    filed = in_state("in_review", organisation_name="Région Bretagne")
    client.force_login(manager)
    response = client.post(url(filed, "accept"), {"version": 1, "organisation": member.organisation.pk})
    assert response.status_code == 409
    assert member.request.reference in response.content.decode()
    filed.refresh_from_db()
    assert (filed.state, filed.organisation) == ("in_review", None)
    assert Membership.objects.count() == 1
    assert not Email.objects.exists()


def test_a_later_membership_keeps_the_earlier_request_longer(do):
    earlier = MembershipFactory(request__organisation_name="Région Bretagne")
    later = in_state("in_review", organisation_name="Région Bretagne", year=2017)
    do(later, "accept", organisation=earlier.organisation.pk)
    earlier.request.refresh_from_db()
    assert earlier.request.purge_on == datetime.date(2020, 12, 31)


def test_payer_is_told_with_the_notice_and_without_the_champion_s_link(do, join_page):
    filed = in_state(
        "in_review", payer_kind="other", payer_name="Ville de Rennes", payer_email="finances@example.org"
    )
    filed = do(filed, "accept", organisation="new")
    to_champion = filed.mails.get(kind="accepted").email
    to_payer = filed.mails.get(kind="accepted_payer").email
    assert to_payer.to == ["finances@example.org"]
    assert "CNIL" in to_payer.message
    assert "Camille Martin" in to_payer.message
    assert links.follow_url(filed).rpartition("/")[0].rsplit("/", 1)[0] in to_champion.message
    assert filed.reference in to_payer.message
    assert "/suivi/" not in to_payer.message


@pytest.mark.parametrize(
    ("cause", "mails"), [("withdrawn", 1), ("duplicate", 1), ("no_answer", 1), ("spam", 0)]
)
def test_closing_says_why_except_to_spam(do, cause, mails):
    filed = do(in_state("in_review"), "close", cause=cause)
    assert (filed.closing_cause, filed.mails.count()) == (cause, mails)
    days = 30 if cause == "spam" else 366
    assert filed.purge_on == datetime.date(2016, 1, 11) + datetime.timedelta(days=days)
    assert filed.events.last().note_text == ClosingCause(cause).label


def test_closing_page_says_that_the_mail_depends_on_the_answer(client, manager):
    filed = in_state("in_review")
    client.force_login(manager)
    assert client.get(url(filed, "close")).context["drafts"] == []
    for cause, mails in (("duplicate", 1), ("spam", 0)):
        response = client.post(url(filed, "close"), {"version": 1, "cause": cause, "preview": "1"})
        assert len(response.context["drafts"]) == mails


def test_a_doubtful_request_that_is_closed_writes_to_nobody(do):
    filed = do(in_state("submitted", suspect=True), "close", cause="no_answer")
    assert not filed.mails.exists()


def test_an_answer_takes_the_doubt_away(do):
    filed = do(in_state("in_review", suspect=True), "ask", reason="Qui êtes-vous ?")
    assert not filed.suspect


def test_reopening_needs_a_reason_and_stops_the_erasure(do, client):
    filed = in_state("closed", closing_cause="no_answer", purge_on=datetime.date(2017, 1, 1))
    response = client.post(url(filed, "reopen"), {"version": 1, "reason": ""})
    assert response.context["form"].errors.keys() == {"reason"}
    filed = do(filed, "reopen", reason="Nouvelle délibération.")
    assert (filed.closing_cause, filed.purge_on) == ("", None)
    assert "Nouvelle délibération." in filed.mails.get().email.message


def test_undoing_an_acceptance_takes_the_membership_back_and_says_so(do):
    filed = in_state("accepted")
    filed = do(filed, "undo_acceptance", reason="Erreur de notre part.")
    assert not Membership.objects.exists()
    assert (filed.organisation, filed.purge_on) == (None, None)
    mail = filed.mails.get()
    assert mail.kind == "reopened"
    assert "Erreur de notre part." in mail.email.message
    assert do(filed, "accept", organisation="new").state == "accepted"


def test_an_acceptance_whose_fee_was_called_is_not_undone(client, manager, monkeypatch):
    def refuse(request):
        raise memberships.FeeCallIssued("L’appel de cotisation AC-2016-0001 est émis.")

    filed = in_state("accepted")
    monkeypatch.setattr(memberships, "withdraw", refuse)
    client.force_login(manager)
    response = client.post(url(filed, "undo_acceptance"), {"version": 1, "reason": "Motif."})
    assert response.status_code == 409
    assert "AC-2016-0001" in response.content.decode()
    filed.refresh_from_db()
    assert filed.state == "accepted"


def test_nothing_is_decided_about_an_erased_request(client, manager):
    filed = in_state(
        "closed", anonymised_at=datetime.datetime(2016, 1, 10, 12, tzinfo=datetime.UTC), champion_name=""
    )
    client.force_login(manager)
    assert client.get(url(filed, "reopen")).status_code == 409
    response = client.post(url(filed, "reopen"), {"version": 1, "reason": "Motif."})
    assert response.status_code == 409
    assert "10 janvier 2016" in response.content.decode()


def test_every_mail_is_in_the_applicant_s_language(do, join_page):
    filed = in_state("in_review", language="en")
    do(filed, "ask", reason="The council decision.")
    do(filed, "complete")
    do(filed, "decline", reason="No decision was taken.")
    do(filed, "reopen", reason="It was taken.")
    do(filed, "accept", organisation="new")
    do(filed, "undo_acceptance", reason="Our mistake.")
    do(filed, "close", cause="duplicate")
    mails = list(filed.mails.all())
    assert len(mails) == 6
    for mail in mails:
        assert "Hello" in mail.email.message
        assert "Bonjour" not in mail.email.message


# Two at once, over the real database.


def at_once(*calls):
    """What each call answered: the request, or the sentence of the refusal."""
    outcomes, barrier = [None] * len(calls), threading.Barrier(len(calls))

    def run(place, call):
        try:
            barrier.wait()
            outcomes[place] = call()
        except transitions.TransitionRefused as refusal:
            outcomes[place] = str(refusal)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(calls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


@pytest.mark.django_db(transaction=True)
def test_accepting_and_declining_at_once_make_one_decision_and_one_mail():
    actors = [UserFactory(is_superuser=True, first_name=name, last_name="Durand") for name in ("Ada", "Bob")]
    filed = AdhesionRequestFactory(state="in_review")

    def decide(actor, name):
        return lambda: transitions.perform(
            transitions.TRANSITIONS[name], filed.pk, actor=actor, version=1, reason="Motif."
        )

    outcomes = at_once(decide(actors[0], "accept"), decide(actors[1], "decline"))
    filed.refresh_from_db()
    winner = 0 if filed.state == "accepted" else 1
    assert outcomes[winner] == filed
    assert f"{actors[winner].first_name} Durand" in outcomes[1 - winner]
    assert "11 janvier 2016" in outcomes[1 - winner]
    assert (filed.version, filed.events.count(), Email.objects.count()) == (2, 2, 1)
    assert Membership.objects.count() == (1 if winner == 0 else 0)


@pytest.mark.django_db(transaction=True)
def test_two_requests_of_one_siret_accepted_at_once_make_one_organisation_and_one_member():
    actor = UserFactory(is_superuser=True)
    pair = AdhesionRequestFactory.create_batch(2, state="in_review", siret=SIRET, siret_missing=False)

    def accept(request):
        return lambda: transitions.perform(
            transitions.TRANSITIONS["accept"], request.pk, actor=actor, version=1, organisation=matching.NEW
        )

    outcomes = at_once(*map(accept, pair))
    assert Organisation.objects.count() == Membership.objects.count() == 1
    assert sorted(isinstance(outcome, str) for outcome in outcomes) == [False, True]
    assert Email.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_years_of_one_new_organisation_accepted_at_once_make_one_organisation():
    actor = UserFactory(is_superuser=True)
    fields = {"state": "in_review", "siret": SIRET, "siret_missing": False}
    pair = [AdhesionRequestFactory(year=year, **fields) for year in (2016, 2017)]

    def accept(request):
        return lambda: transitions.perform(
            transitions.TRANSITIONS["accept"], request.pk, actor=actor, version=1, organisation=matching.NEW
        )

    outcomes = at_once(*map(accept, pair))
    assert {request.pk for request in outcomes} == {request.pk for request in pair}
    assert Organisation.objects.count() == 1
    assert Membership.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_withdrawal_and_acceptance_at_once_make_one_end():
    actor = UserFactory(is_superuser=True)
    filed = AdhesionRequestFactory(state="in_review")
    outcomes = at_once(
        lambda: transitions.perform(transitions.TRANSITIONS["accept"], filed.pk, actor=actor, version=1),
        lambda: transitions.perform_as_applicant("close", filed.pk),
    )
    assert sorted(isinstance(outcome, str) for outcome in outcomes) == [False, True]
    assert filed.events.count() == 2

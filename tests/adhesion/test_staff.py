"""The team: reads, handles, decides."""

import threading

import pytest
from django.db import connection
from django.urls import reverse
from post_office.models import STATUS, Email
from wagtail.models import ReferenceIndex
from wagtail.search.index import class_is_indexed

from home.adhesion import transitions
from home.adhesion.models import AdhesionRequest, RequestEvent, RequestMail
from home.adhesion.models.history import AppendOnlyError
from tests.adhesion.factories import AdhesionRequestFactory

INDEX = reverse("adhesion_requests:index")


def detail(request):
    return reverse("adhesion_requests:detail", args=[request.pk])


def decision(request, action):
    return reverse("adhesion_requests:decision", args=[request.pk, action])


@pytest.fixture
def filed(db):
    return AdhesionRequestFactory(organisation_name="Région Bretagne", champion_email="anne@example.org")


def urls(filed):
    actions = [decision(filed, name) for name in transitions.TRANSITIONS]
    return [INDEX, INDEX + "results/", INDEX + "?export=xlsx", detail(filed), *actions]


def test_editor_without_permission_is_refused_everywhere(client, editor, filed):
    client.force_login(editor)
    for url in [*urls(filed), INDEX + "99999/"]:
        assert client.get(url).status_code == 403, url
        assert client.post(url).status_code == 403, url
        assert "Région Bretagne" not in client.get(url).content.decode()
    assert INDEX not in client.get(reverse("wagtailadmin_home")).content.decode()


def test_visitor_is_led_to_the_login(client, filed):
    for url in urls(filed):
        assert client.get(url).status_code == 302, url


def test_superuser_and_manager_read(client, manager, superuser, filed):
    for user in (manager, superuser):
        client.force_login(user)
        assert "Région Bretagne" in client.get(INDEX).content.decode()
        assert "anne@example.org" in client.get(detail(filed)).content.decode()


def test_nothing_is_added_copied_deleted_or_exported(client, superuser, filed):
    client.force_login(superuser)
    for action in ("new", "edit", "delete", "copy", "usage", "history"):
        assert client.get(f"{INDEX}{action}/").status_code == 404
        assert client.get(f"{INDEX}{filed.pk}/{action}/").status_code == 404
    assert client.get(INDEX + "?export=xlsx")["Content-Type"].startswith("text/html")


@pytest.mark.parametrize("query", ["bretagne", "anne@example", "ADH-2016", "Camille", "732 829 320 00074"])
def test_search_finds_by_name_mail_reference_and_siret(client, manager, query):
    AdhesionRequestFactory(
        organisation_name="Région Bretagne",
        champion_email="anne@example.org",
        siret="73282932000074",
        siret_missing=False,
    )
    client.force_login(manager)
    assert "Région Bretagne" in client.get(INDEX, {"q": query}).content.decode()
    assert "Région Bretagne" not in client.get(INDEX, {"q": "introuvable"}).content.decode()


def test_list_is_filtered_by_state_category_and_year(client, manager, filed):
    AdhesionRequestFactory(organisation_name="Ville ancienne", organisation_category="city", year=2015)
    client.force_login(manager)
    for query, shown in (
        ({"year": 2015}, "Ville ancienne"),
        ({"organisation_category": "department"}, "Bretagne"),
    ):
        page = client.get(INDEX, query).content.decode()
        assert shown in page
        assert ("Ville ancienne" in page) != ("Région Bretagne" in page)
    assert "Bretagne" not in client.get(INDEX, {"state": "accepted"}).content.decode()


def test_accepting_changes_state_writes_history_and_mails(client, manager, filed):
    client.force_login(manager)
    preview = client.get(decision(filed, "accept"))
    assert "anne@example.org" in preview.content.decode()
    assert not Email.objects.exists()

    response = client.post(decision(filed, "accept"), {"version": 1}, follow=True)
    assert response.redirect_chain == [(detail(filed), 302)]
    filed.refresh_from_db()
    assert (filed.state, filed.version, filed.assignee) == ("accepted", 2, manager)
    event = filed.events.last()
    assert (event.what, event.actor, event.actor_name) == ("accepted", manager, "Manager Durand")
    assert (event.from_state, event.to_state) == ("submitted", "accepted")
    mail = RequestMail.objects.get()
    assert (mail.kind, mail.email.to, mail.email.status) == ("accepted", ["anne@example.org"], STATUS.queued)


def test_accepting_tells_the_paying_body_with_the_notice_for_data_it_did_not_give(client, manager):
    request = AdhesionRequestFactory(
        payer_kind="other", payer_name="Ville de Rennes", payer_email="finances@example.org"
    )
    client.force_login(manager)
    client.post(decision(request, "accept"), {"version": 1})
    mail = request.mails.get(kind="accepted_payer")
    assert mail.email.to == ["finances@example.org"]
    assert "CNIL" in mail.email.message
    assert request.mails.count() == 2


def test_declining_without_reason_is_blocked(client, manager, filed):
    client.force_login(manager)
    response = client.post(decision(filed, "decline"), {"version": 1, "reason": "  "})
    assert response.context["form"].errors.keys() == {"reason"}
    filed.refresh_from_db()
    assert filed.state == "submitted"
    assert not Email.objects.exists()


def test_declining_carries_the_reason_word_for_word(client, manager, filed):
    reason = "L'objet social n'est pas public : « association » & <commerce> {{ x }}.\n\nDésolés."
    client.force_login(manager)
    preview = client.post(decision(filed, "decline"), {"version": 1, "reason": reason, "preview": "1"})
    assert "objet social" in preview.context["drafts"][0].body
    assert not Email.objects.exists()
    client.post(decision(filed, "decline"), {"version": 1, "reason": reason})
    filed.refresh_from_db()
    assert filed.state == "declined"
    assert reason in RequestMail.objects.get().email.message
    assert filed.events.last().note == reason


def test_taking_makes_the_assignee_and_tells_nobody(client, reviewer, filed):
    client.force_login(reviewer)
    client.post(decision(filed, "take"), {"version": 1})
    filed.refresh_from_db()
    assert (filed.state, filed.assignee) == ("in_review", reviewer)
    assert not Email.objects.exists()


def test_reviewer_does_not_decide(client, reviewer, filed):
    client.force_login(reviewer)
    assert decision(filed, "accept") not in client.get(detail(filed)).content.decode()
    for action in ("accept", "decline", "reopen"):
        assert client.get(decision(filed, action)).status_code == 403
        assert client.post(decision(filed, action), {"version": 1, "reason": "x"}).status_code == 403
    filed.refresh_from_db()
    assert filed.state == "submitted"


@pytest.mark.parametrize(("cause", "mails"), [("withdrawn", 1), ("spam", 0)])
def test_closing_says_why_except_to_spam(client, reviewer, filed, cause, mails):
    client.force_login(reviewer)
    client.post(decision(filed, "close"), {"version": 1, "cause": cause})
    filed.refresh_from_db()
    assert (filed.state, filed.closing_cause) == ("closed", cause)
    assert Email.objects.count() == mails


def test_reopening_a_decision_needs_a_reason(client, manager):
    request = AdhesionRequestFactory(state="declined")
    client.force_login(manager)
    client.post(decision(request, "reopen"), {"version": 1, "reason": ""})
    request.refresh_from_db()
    assert request.state == "declined"
    client.post(decision(request, "reopen"), {"version": 1, "reason": "Nouvelle délibération."})
    request.refresh_from_db()
    assert request.state == "in_review"
    assert "Nouvelle délibération." in request.mails.get().email.message


def test_second_decision_learns_who_was_faster_and_keeps_what_was_typed(client, manager, superuser, filed):
    transitions.perform(transitions.TRANSITIONS["accept"], filed.pk, actor=manager, version=1)
    client.force_login(superuser)
    response = client.post(decision(filed, "decline"), {"version": 1, "reason": "Un long motif."})
    page = response.content.decode()
    assert response.status_code == 409
    assert "Manager Durand" in page
    assert "Un long motif." in page
    filed.refresh_from_db()
    assert filed.state == "accepted"
    assert Email.objects.count() == 1


def test_decision_on_an_older_version_is_refused_then_possible(client, manager, reviewer, filed):
    transitions.perform(transitions.TRANSITIONS["take"], filed.pk, actor=reviewer, version=1)
    client.force_login(manager)
    stale = client.post(decision(filed, "accept"), {"version": 1})
    assert stale.status_code == 409
    assert stale.context["form"]["version"].value() == 2
    client.post(decision(filed, "accept"), {"version": 2})
    filed.refresh_from_db()
    assert filed.state == "accepted"


@pytest.mark.django_db(transaction=True)
def test_simultaneous_decisions_make_one():
    from tests.factories import UserFactory

    actors = [UserFactory(is_superuser=True) for _actor in range(2)]
    request = AdhesionRequestFactory()
    outcomes, barrier = [], threading.Barrier(2)

    def decide(actor, name):
        try:
            barrier.wait()
            transitions.perform(
                transitions.TRANSITIONS[name], request.pk, actor=actor, version=1, reason="Motif."
            )
            outcomes.append("done")
        except transitions.TransitionRefused as refusal:
            outcomes.append(str(refusal))
        finally:
            connection.close()

    threads = [
        threading.Thread(target=decide, args=pair) for pair in zip(actors, ("accept", "decline"), strict=True)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcome == "done" for outcome in outcomes) == [False, True]
    assert any(actor.username in "".join(outcomes) for actor in actors)
    assert Email.objects.count() == 1


def test_one_accepted_request_a_siret_and_year(client, manager):
    member = AdhesionRequestFactory(siret="73282932000074", siret_missing=False, state="accepted")
    other = AdhesionRequestFactory(siret="73282932000074", siret_missing=False)
    client.force_login(manager)
    response = client.post(decision(other, "accept"), {"version": 1})
    assert response.status_code == 409
    assert member.reference in response.content.decode()
    other.refresh_from_db()
    assert other.state == "submitted"


def test_failed_mail_is_seen_in_list_and_detail(client, manager, filed):
    transitions.perform(transitions.TRANSITIONS["accept"], filed.pk, actor=manager, version=1)
    client.force_login(manager)
    assert not AdhesionRequest.objects.with_mail_failures().get().mail_failures
    Email.objects.update(status=STATUS.failed)
    Email.objects.get().logs.create(status=STATUS.failed, message="550 no such user")
    assert AdhesionRequest.objects.with_mail_failures().get().mail_failures == 1
    assert "550 no such user" in client.get(detail(filed)).content.decode()


def test_history_is_append_only(filed):
    event = filed.events.get()
    event.note = "otherwise"
    for attempt in (
        event.save,
        event.delete,
        filed.events.all().delete,
        lambda: filed.events.update(note="x"),
    ):
        with pytest.raises(AppendOnlyError):
            attempt()


def test_event_keeps_its_author_when_the_account_goes(filed, reviewer):
    transitions.perform(transitions.TRANSITIONS["take"], filed.pk, actor=reviewer, version=1)
    reviewer.delete()
    event = filed.events.last()
    assert event.actor is None
    assert event.actor_name == "Reviewer Durand"


def test_reference_is_the_only_name_a_log_can_hold(filed):
    assert str(filed) == filed.reference
    assert filed.reference.startswith("ADH-2016-")


@pytest.mark.parametrize("number", [1, 30])
def test_list_and_detail_ask_a_bounded_number_of_queries(
    client, manager, number, django_assert_max_num_queries
):
    requests = AdhesionRequestFactory.create_batch(number, assignee=manager)
    client.force_login(manager)
    client.get(INDEX)
    with django_assert_max_num_queries(15):
        client.get(INDEX)
    for _turn in range(number):
        transitions.perform(
            transitions.TRANSITIONS["accept" if requests[0].state != "accepted" else "reopen"],
            requests[0].pk,
            actor=manager,
            version=requests[0].version,
            reason="Motif.",
        )
        requests[0].refresh_from_db()
    with django_assert_max_num_queries(15):
        client.get(detail(requests[0]))


def test_requests_are_in_no_index():
    for model in (AdhesionRequest, RequestEvent, RequestMail):
        assert not class_is_indexed(model)
        assert not ReferenceIndex.model_is_indexable(model)

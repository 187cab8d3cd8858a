"""The team: reads, handles, decides."""

import pytest
from django.urls import reverse
from post_office.models import STATUS, Email
from wagtail.models import ReferenceIndex
from wagtail.search.index import class_is_indexed

from core.append_only import AppendOnlyError
from home.adhesion import casework, transitions
from home.adhesion.models import AdhesionRequest, RequestEvent, RequestMail
from tests.adhesion.factories import AdhesionRequestFactory

INDEX = reverse("adhesion_requests:index")


def detail(request):
    return reverse("adhesion_requests:detail", args=[request.pk])


def decision(request, action):
    return reverse("adhesion_requests:decision", args=[request.pk, action])


@pytest.fixture
def filed(db):
    return AdhesionRequestFactory(organisation_name="Région Bretagne", champion_email="anne@example.org")


def in_review(request):
    AdhesionRequest.objects.filter(pk=request.pk).update(state="in_review")


def urls(filed):
    actions = [decision(filed, name) for name in transitions.TRANSITIONS]
    casework = [decision(filed, name) for name in ("note", "assign", "message", "genuine")]
    again = reverse("adhesion_requests:send_again", args=[filed.pk, 1])
    return [INDEX, INDEX + "results/", INDEX + "?export=xlsx", detail(filed), again, *casework, *actions]


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
    in_review(filed)
    client.force_login(manager)
    preview = client.get(decision(filed, "accept"))
    assert "anne@example.org" in preview.content.decode()
    assert not Email.objects.exists()

    response = client.post(decision(filed, "accept"), {"version": 1, "organisation": "new"}, follow=True)
    assert response.redirect_chain == [(detail(filed), 302)]
    filed.refresh_from_db()
    assert (filed.state, filed.version, filed.assignee) == ("accepted", 2, manager)
    event = filed.events.last()
    assert (event.what, event.actor, event.actor_name) == ("accepted", manager, "Manager Durand")
    assert (event.from_state, event.to_state) == ("in_review", "accepted")
    mail = RequestMail.objects.get()
    assert (mail.kind, mail.email.to, mail.email.status) == ("accepted", ["anne@example.org"], STATUS.queued)


def test_what_leaves_is_what_was_previewed(client, manager, filed):
    in_review(filed)
    client.force_login(manager)
    for action, typed in (("ask", {"reason": "Il manque le SIRET."}), ("close", {"cause": "duplicate"})):
        filed.refresh_from_db()
        posted = {"version": filed.version} | typed
        (draft,) = client.post(decision(filed, action), posted | {"preview": "1"}).context["drafts"]
        client.post(decision(filed, action), posted)
        email = filed.mails.last().email
        assert (email.subject, email.message, tuple(email.to)) == (draft.subject, draft.body, draft.to)


def test_declining_without_reason_is_blocked(client, manager, filed):
    in_review(filed)
    client.force_login(manager)
    response = client.post(decision(filed, "decline"), {"version": 1, "reason": "  "})
    assert response.context["form"].errors.keys() == {"reason"}
    filed.refresh_from_db()
    assert filed.state == "in_review"
    assert not Email.objects.exists()


def test_declining_carries_the_reason_word_for_word(client, manager, filed):
    reason = "L'objet social n'est pas public : « association » & <commerce> {{ x }}.\n\nDésolés."
    in_review(filed)
    client.force_login(manager)
    preview = client.post(decision(filed, "decline"), {"version": 1, "reason": reason, "preview": "1"})
    assert "objet social" in preview.context["drafts"][0].body
    assert not Email.objects.exists()
    client.post(decision(filed, "decline"), {"version": 1, "reason": reason})
    filed.refresh_from_db()
    assert filed.state == "declined"
    assert reason in RequestMail.objects.get().email.message
    assert filed.events.last().note == reason


def test_reviewer_does_not_decide(client, reviewer, filed):
    client.force_login(reviewer)
    assert decision(filed, "accept") not in client.get(detail(filed)).content.decode()
    for action in ("accept", "decline", "reopen"):
        assert client.get(decision(filed, action)).status_code == 403
        assert client.post(decision(filed, action), {"version": 1, "reason": "x"}).status_code == 403
    filed.refresh_from_db()
    assert filed.state == "submitted"


def test_second_decision_learns_who_was_faster_and_keeps_what_was_typed(client, manager, superuser, filed):
    in_review(filed)
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


def test_one_who_decides_twice_learns_that_it_is_done(client, manager, filed):
    in_review(filed)
    client.force_login(manager)
    answers = {"version": 1, "organisation": "new"}
    client.post(decision(filed, "accept"), answers)
    again = client.post(decision(filed, "accept"), answers)
    assert again.status_code == 409
    assert "Manager Durand" not in again.context["conflict"]
    assert Email.objects.count() == 1


def test_decision_on_an_older_version_is_refused_then_possible(client, manager, reviewer, filed):
    transitions.perform(transitions.TRANSITIONS["take"], filed.pk, actor=reviewer, version=1)
    client.force_login(manager)
    stale = client.post(decision(filed, "accept"), {"version": 1, "organisation": "new"})
    assert stale.status_code == 409
    assert "Reviewer Durand" in stale.context["conflict"]
    assert stale.context["form"]["version"].value() == 2
    client.post(decision(filed, "accept"), {"version": 2, "organisation": "new"})
    filed.refresh_from_db()
    assert filed.state == "accepted"


def test_failed_mail_is_seen_in_list_and_detail(client, manager, filed):
    in_review(filed)
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
@pytest.mark.parametrize("last", ["reopen", "accept"])
def test_detail_asks_a_bounded_number_of_queries(
    client, manager, number, last, django_assert_max_num_queries
):
    requests = AdhesionRequestFactory.create_batch(number, assignee=manager, organisation_name="Lyon")
    filed = requests[0]
    client.force_login(manager)
    client.get(detail(filed))
    in_review(filed)
    actions = ["decline", "reopen"] * number + (["accept"] if last == "accept" else [])
    for name in actions:
        filed.refresh_from_db()
        row = transitions.TRANSITIONS[name]
        transitions.perform(row, filed.pk, actor=manager, version=filed.version, reason="Motif.")
        casework.write_note(filed.pk, f"Note {filed.version}", actor=manager)
        casework.write_message(filed.pk, f"Message {filed.version}", actor=manager)
    with django_assert_max_num_queries(15):
        client.get(detail(filed))


def test_requests_are_in_no_index():
    for model in (AdhesionRequest, RequestEvent, RequestMail):
        assert not class_is_indexed(model)
        assert not ReferenceIndex.model_is_indexable(model)

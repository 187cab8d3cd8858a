"""What the team does without deciding: notes, messages, mails sent again, assignment; and what it sees."""

import datetime
import threading

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test import Client
from django.urls import reverse
from post_office.models import STATUS, Email
from post_office.utils import create_attachments

from home.adhesion import casework, links, outbox
from home.adhesion.models import AdhesionRequest, InternalNote, Message, RequestMail
from home.adhesion.models.history import EventKind, MailKind
from tests.adhesion.factories import AdhesionRequestFactory, MembershipFactory
from tests.factories import UserFactory

SIRET = "73282932000074"


def url(request, name, *arguments):
    return reverse(f"adhesion_requests:{name}", args=[request.pk, *arguments])


def page(client, request):
    response = client.get(url(request, "detail"))
    assert response.status_code == 200
    return response.content.decode()


@pytest.fixture
def filed(db):
    return AdhesionRequestFactory(
        organisation_name="Région Bretagne", champion_email="anne@example.org", state="in_review"
    )


@pytest.fixture
def erased(db):
    return AdhesionRequestFactory(
        state="closed", anonymised_at=datetime.datetime(2016, 1, 10, 12, tzinfo=datetime.UTC), suspect=True
    )


@pytest.fixture
def staff(client, reviewer):
    client.force_login(reviewer)
    return client


def send_receipt(request, status=STATUS.sent):
    mail = outbox.queue(request, outbox.compose(request, MailKind.RECEIPT))
    Email.objects.filter(pk=mail.email_id).update(status=status)
    return mail


# Notes


def test_a_note_is_kept_for_the_team_and_never_sent(staff, filed):
    response = staff.post(url(filed, "note"), {"text": "Rappelé lundi :\x08 <b>accord</b> de principe."})
    assert response.status_code == 302
    note = InternalNote.objects.get()
    assert (note.text, note.author_name) == ("Rappelé lundi : <b>accord</b> de principe.", "Reviewer Durand")
    assert "&lt;b&gt;accord" in page(staff, filed)
    assert not Email.objects.exists()


def test_an_empty_or_long_note_comes_back_with_what_was_typed(staff, filed):
    assert staff.post(url(filed, "note"), {"text": " \n "}).status_code == 422
    response = staff.post(url(filed, "note"), {"text": "à" * 2001})
    assert response.status_code == 422
    assert "2000" in response.context["note_form"].errors["text"][0]
    assert "à" * 2001 in response.content.decode()
    assert not InternalNote.objects.exists()


def test_a_note_sent_twice_is_one(staff, filed):
    for _click in range(2):
        staff.post(url(filed, "note"), {"text": "Rappelé."})
    assert InternalNote.objects.count() == 1


# Messages


def test_a_message_is_previewed_sent_once_and_kept(staff, filed, reviewer):
    text = "Votre conseil s’est-il réuni ?\n\nBien à vous, {{ x }} <b>"
    preview = staff.post(url(filed, "message"), {"text": text, "preview": "1"})
    (draft,) = preview.context["drafts"]
    assert text in draft.body
    assert not Email.objects.exists()

    assert staff.post(url(filed, "message"), {"text": text}).status_code == 302
    mail = RequestMail.objects.get()
    assert (mail.kind, mail.email.to, mail.email.message) == ("message", ["anne@example.org"], draft.body)
    message = Message.objects.get()
    assert (message.text, message.author, message.mail) == (text, reviewer, mail)
    assert filed.events.last().what == EventKind.WRITTEN_TO

    again = staff.post(url(filed, "message"), {"text": text})
    assert again.status_code == 409
    assert text.splitlines()[0] in again.content.decode()
    assert Email.objects.count() == Message.objects.count() == 1


def test_what_the_applicant_answers_is_shown(staff, filed):
    Message.objects.create(request=filed, text="Le conseil se réunit en mars.")
    assert "Le conseil se réunit en mars." in page(staff, filed)


def test_nobody_is_written_to_without_an_address(staff):
    paper = AdhesionRequestFactory(source="paper", champion_email="", state="in_review")
    assert url(paper, "message") not in page(staff, paper)
    assert staff.get(url(paper, "message")).status_code == 409
    assert staff.post(url(paper, "message"), {"text": "Bonjour."}).status_code == 409
    assert not Message.objects.exists()


# Mails sent again


def test_a_mail_is_sent_again_to_the_address_of_today_with_a_link_that_works(staff, filed, join_page):
    sent = send_receipt(filed)
    filed.champion_email = "anne.legoff@example.org"
    filed.save()
    assert "anne.legoff@example.org" in page(staff, filed)
    assert staff.post(url(filed, "send_again", sent.pk)).status_code == 302
    copy = filed.mails.exclude(pk=sent.pk).get()
    assert (copy.kind, copy.email.to, copy.email.status) == (
        "receipt",
        ["anne.legoff@example.org"],
        STATUS.queued,
    )
    assert copy.email.subject == sent.email.subject
    assert copy.email.message_id != sent.email.message_id
    link = next(word for word in copy.email.message.split() if word.startswith("http"))
    assert links.read_follow_link(*link.rstrip("/").split("/")[-2:]) == filed
    event = filed.events.last()
    assert (event.what, event.note_text) == ("sent_again", "Accusé de réception")


def test_the_copy_of_a_mail_has_its_documents(staff, filed):
    sent = send_receipt(filed)
    sent.email.attachments.add(*create_attachments({"appel.pdf": ContentFile(b"%PDF-1.7")}))
    staff.post(url(filed, "send_again", sent.pk))
    copy = filed.mails.exclude(pk=sent.pk).get()
    assert [attachment.name for attachment in copy.email.attachments.all()] == ["appel.pdf"]


@pytest.mark.parametrize("status", [STATUS.queued, STATUS.requeued])
def test_a_mail_that_waits_is_not_sent_again(staff, filed, status):
    waiting = send_receipt(filed, status)
    assert url(filed, "send_again", waiting.pk) not in page(staff, filed)
    staff.post(url(filed, "send_again", waiting.pk))
    assert Email.objects.count() == 1


def test_two_clicks_send_one_copy(staff, filed):
    sent = send_receipt(filed, STATUS.failed)
    for _click in range(2):
        staff.post(url(filed, "send_again", sent.pk))
    assert Email.objects.count() == 2


def test_a_mail_of_another_request_or_without_text_is_not_sent_again(staff, filed):
    other = send_receipt(AdhesionRequestFactory())
    assert staff.post(url(filed, "send_again", other.pk)).status_code == 404
    cleaned = RequestMail.objects.create(request=filed, kind=MailKind.RECEIPT, email=None)
    staff.post(url(filed, "send_again", cleaned.pk))
    assert Email.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_simultaneous_clicks_send_one_copy():
    actor = UserFactory()
    filed = AdhesionRequestFactory()
    sent = send_receipt(filed)
    refusals, barrier = [], threading.Barrier(3)

    def click():
        try:
            barrier.wait()
            casework.send_again(filed.pk, sent.pk, actor=actor)
        except casework.CaseworkRefused as refusal:
            refusals.append(refusal)
        finally:
            connection.close()

    threads = [threading.Thread(target=click) for _click in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(refusals) == 2
    assert Email.objects.count() == 2


# Doubt


def test_a_doubtful_request_held_for_genuine_gets_its_receipt_once(staff):
    doubtful = AdhesionRequestFactory(suspect=True, champion_email="anne@example.org")
    (draft,) = staff.get(url(doubtful, "genuine")).context["drafts"]
    assert staff.post(url(doubtful, "genuine")).status_code == 302
    doubtful.refresh_from_db()
    assert not doubtful.suspect
    mail = doubtful.mails.get()
    assert (mail.kind, mail.email.message) == ("receipt", draft.body)
    assert staff.post(url(doubtful, "genuine")).status_code == 409
    assert doubtful.mails.count() == 1


# Assignment


def test_a_request_is_handed_to_a_colleague_who_may_review(staff, filed, manager, editor):
    form = staff.get(url(filed, "assign")).context["form"]
    assert editor not in form.fields["assignee"].queryset
    assert staff.post(url(filed, "assign"), {"assignee": editor.pk}).status_code == 200
    filed.refresh_from_db()
    assert filed.assignee is None

    assert staff.post(url(filed, "assign"), {"assignee": manager.pk}).status_code == 302
    filed.refresh_from_db()
    event = filed.events.last()
    assert (filed.assignee, filed.version) == (manager, 1)
    assert (event.what, event.note, event.actor_name) == ("assigned", "Manager Durand", "Reviewer Durand")
    staff.post(url(filed, "assign"), {"assignee": manager.pk})
    assert filed.events.count() == 2
    assert not Email.objects.exists()


def test_a_colleague_who_left_is_not_offered(staff, filed, manager):
    manager.is_active = False
    manager.save()
    staff.post(url(filed, "assign"), {"assignee": manager.pk})
    filed.refresh_from_db()
    assert filed.assignee is None


# What the page shows


def test_likely_duplicates_are_shown_with_their_state(staff, filed):
    AdhesionRequest.objects.filter(pk=filed.pk).update(siret=SIRET, siret_missing=False)
    same_siret = AdhesionRequestFactory(siret=SIRET, siret_missing=False, year=2014, state="declined")
    same_champion = AdhesionRequestFactory(champion_email="Anne@Example.org", organisation_name="Autre")
    same_name = AdhesionRequestFactory(organisation_name="CONSEIL REGIONAL DE BRETAGNE")
    AdhesionRequestFactory(organisation_name="Région Bretagne", year=2014, siret="", champion_email="x@x.fr")
    AdhesionRequestFactory(organisation_name="Région Normandie")
    response = staff.get(url(filed, "detail"))
    found = {lookalike.request.pk for lookalike in response.context["lookalikes"]}
    assert found == {same_siret.pk, same_champion.pk, same_name.pk}
    assert url(same_siret, "detail") in response.content.decode()


def test_the_day_of_erasure_is_shown_and_those_who_decide_may_hasten_it(client, reviewer, manager):
    closed = AdhesionRequestFactory(state="closed", purge_on=datetime.date(2017, 1, 11))
    erasure = reverse("adhesion_personal_data:erase", args=[closed.pk])
    for user, may in ((reviewer, False), (manager, True)):
        client.force_login(user)
        content = page(client, closed)
        assert "11 janvier 2017" in content
        assert (erasure in content) == may


def test_an_erased_request_says_so_and_offers_nothing(staff, erased):
    content = page(staff, erased)
    assert "10 janvier 2016" in content
    for name in ("note", "message", "assign", "genuine", "correct"):
        assert f'"{url(erased, name)}"' not in content
    for name, data in (
        ("note", {"text": "Rappelé."}),
        ("message", {"text": "Bonjour."}),
        ("genuine", {}),
        ("assign", {"assignee": UserFactory().pk}),
    ):
        assert staff.post(url(erased, name), data).status_code in {200, 302, 409}
    assert not Email.objects.exists()
    assert not InternalNote.objects.exists()
    assert not Message.objects.exists()
    erased.refresh_from_db()
    assert erased.assignee is None


def test_an_accepted_request_shows_what_it_has_become(staff):
    member = MembershipFactory(request__organisation_name="Région Bretagne")
    content = page(staff, member.request)
    assert "Région Bretagne" in content
    assert 'id="membership' in content


def test_pages_of_requests_are_kept_by_no_cache(staff, filed):
    for name in ("detail", "message", "assign"):
        assert "no-store" in staff.get(url(filed, name))["Cache-Control"]


def test_casework_is_posted_with_a_token_of_the_site(filed, reviewer):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(reviewer)
    for name in ("note", "message", "assign", "genuine"):
        assert strict.post(url(filed, name), {"text": "Bonjour."}).status_code == 403
    assert strict.get(url(filed, "note")).status_code == 405

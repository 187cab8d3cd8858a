"""Front door: somebody asks to join."""

import threading

import pytest
from django.db import connection
from django.urls import reverse
from post_office.models import STATUS, Email
from wagtail.models import Locale

from core.typography import typeset
from home.adhesion import filing
from home.adhesion.models import AdhesionRequest, FeeSchedule, RequestEvent, RequestMail
from tests.adhesion.factories import JoinPageFactory, answers

FORM = "/adhesion/demande/"


def test_page_says_what_it_costs_and_gives(client, join_page):
    response = client.get("/adhesion/")
    page = response.content.decode()
    assert "5\u202f000\u202f€" in page
    assert "<s>29\u202f000\u202f€</s>" in page
    assert page.count("<strong>") >= 7
    assert f'href="{FORM}"' in page


def test_page_sets_no_cookie(client, join_page):
    response = client.get("/adhesion/")
    assert not response.cookies
    assert "csrfmiddlewaretoken" not in response.content.decode()


def test_page_stands_without_a_fee_schedule(client, home):
    JoinPageFactory(parent=home)
    assert client.get("/adhesion/").status_code == 200


def test_request_is_stored_mailed_and_confirmed(client, join_page, token):
    response = client.post(FORM, answers(submission_token=token), follow=True)

    request = AdhesionRequest.objects.get()
    assert request.organisation_name == "Région Bretagne"
    assert request.siret == "73282932000074"
    assert request.champion_telephone == "02 99 00 00 00 (standard)"
    assert request.amount_cents == 500_000
    assert request.notice_version == filing.NOTICE_VERSION
    assert (request.state, request.year, request.language) == ("submitted", 2016, "fr")
    assert not request.suspect

    receipt, alert = RequestMail.objects.order_by("pk")
    assert receipt.kind == "receipt"
    assert receipt.email.to == ["anne.legoff@example.org"]
    assert request.reference in receipt.email.subject + receipt.email.message
    assert alert.email.to == ["adhesions@example.org"]
    assert reverse("adhesion_requests:detail", args=[request.pk]) in alert.email.message
    assert {receipt.email.status, alert.email.status} == {STATUS.queued}

    event = RequestEvent.objects.get()
    assert (event.what, event.from_state, event.to_state) == ("filed", "", "submitted")

    assert response.redirect_chain[-1][1] == 302
    shown = response.content.decode()
    assert request.reference in shown
    assert "anne.legoff" not in shown + response.redirect_chain[-1][0]
    assert response["Cache-Control"] == "private, no-store"


def test_errors_are_said_and_nothing_is_lost(client, join_page, token):
    sent = answers(submission_token=token, siret="732829320000745", champion_email="", message="Gardez-moi.")
    response = client.post(FORM, sent)
    page = response.content.decode()
    assert not AdhesionRequest.objects.exists()
    assert response.context["form"].errors.keys() == {"siret", "champion_email"}
    for kept in ("Région Bretagne", "732829320000745", "Gardez-moi.", "24/03/2016", token):
        assert kept in page
    title = page[page.index("<title>") : page.index("</title>")]
    assert title.startswith(("<title>Erreur", "<title>Error"))
    for error in response.context["form"].errors.values():
        # In the summary and at the field.
        assert page.count(typeset(error[0])) == 2
    assert 'tabindex="-1"' in page
    assert "autofocus" in page
    assert 'href="#id_siret"' in page


def test_empty_form_asks_only_for_what_is_needed(client, join_page, token):
    errors = client.post(FORM, {"submission_token": token}).context["form"].errors
    assert set(errors) == {
        "organisation_name",
        "organisation_category",
        "country",
        "address",
        "champion_name",
        "champion_email",
        "payer_kind",
        "decision_stage",
    }


@pytest.mark.parametrize(
    ("changes", "wrong"),
    [
        ({"siret": ""}, {"siret"}),
        ({"siret": "", "siret_missing": "on"}, set()),
        ({"siret": "", "organisation_category": "european", "country": "BE"}, set()),
        ({"siret": "", "organisation_category": "foreign", "country": "CA"}, set()),
        ({"siret": "", "organisation_category": "european", "country": "FR"}, set()),
        ({"payer_kind": "other"}, {"payer_name", "payer_email"}),
        ({"payer_kind": "other", "payer_name": "Ville de Rennes", "payer_email": "fin@example.org"}, set()),
        ({"payer_kind": "unknown"}, set()),
        ({"payer_kind": "same", "payer_siret": "12", "payer_email": "nobody"}, set()),
        ({"payer_kind": "unknown", "payer_siret": "12"}, {"payer_siret"}),
        ({"champion_email": '"a,b"@example.org'}, {"champion_email"}),
        ({"champion_email": "not an address"}, {"champion_email"}),
        ({"decision_date": "le 31 février"}, {"decision_date"}),
        ({"country": "XX"}, {"country"}),
    ],
)
def test_what_is_asked_depends_on_the_answers(client, join_page, token, changes, wrong):
    response = client.post(FORM, answers(submission_token=token, **changes))
    found = set(response.context["form"].errors) if response.status_code == 200 else set()
    assert found == wrong
    assert AdhesionRequest.objects.exists() == (not wrong)


def test_siret_not_at_hand_is_flagged(client, join_page, token):
    client.post(FORM, answers(submission_token=token, siret="", siret_missing="on"))
    request = AdhesionRequest.objects.get()
    assert (request.siret, request.siret_missing) == ("", True)


def test_five_posts_of_one_form_make_one_request_and_one_receipt(client, join_page, token):
    targets = {client.post(FORM, answers(submission_token=token)).url.split("?")[0] for _click in range(5)}
    assert len(targets) == 1
    assert AdhesionRequest.objects.count() == 1
    assert RequestMail.objects.filter(kind="receipt").count() == 1


def test_one_form_sent_by_two_people_makes_two_requests(client, join_page, token):
    client.post(FORM, answers(submission_token=token, champion_email="camille@example.org"))
    client.post(FORM, answers(submission_token=token, champion_email="dominique@example.org"))
    emails = AdhesionRequest.objects.values_list("champion_email", flat=True)
    assert set(emails) == {"camille@example.org", "dominique@example.org"}


@pytest.mark.django_db(transaction=True)
def test_simultaneous_filings_of_one_form_make_one_request(locales):
    answer = answers()
    cleaned = {
        name: answer[name] for name in ("organisation_name", "champion_name", "champion_email", "address")
    }
    cleaned |= {"organisation_category": "region", "payer_kind": "same", "decision_stage": "planned"}
    submission = filing.Submission("one-token")
    made, barrier = [], threading.Barrier(5)

    def click():
        try:
            barrier.wait()
            made.append(filing.file_request(cleaned, submission, language="fr")[1])
        finally:
            connection.close()

    clicks = [threading.Thread(target=click) for _click in range(5)]
    for thread in clicks:
        thread.start()
    for thread in clicks:
        thread.join()
    assert sorted(made) == [False] * 4 + [True]
    assert AdhesionRequest.objects.count() == 1
    assert Email.objects.count() == 2


def test_second_sending_says_that_nothing_was_sent_twice(client, join_page, token):
    client.post(FORM, answers(submission_token=token))
    again = client.post(FORM, answers(submission_token=token))
    assert again.url.endswith("?again")
    assert client.get(again.url).context["sent_again"]


@pytest.mark.parametrize("doubt", ["honeypot", "quick", "altered", "missing"])
def test_doubt_is_stored_and_told_to_the_team_without_a_receipt(client, join_page, token, doubt):
    sent = {
        "honeypot": answers(submission_token=token, fax_confirmation="http://spam.example"),
        "quick": answers(submission_token=filing.new_submission_token()),
        "altered": answers(submission_token=token + "x"),
        "missing": answers(),
    }[doubt]
    response = client.post(FORM, sent)
    request = AdhesionRequest.objects.get()
    assert response.status_code == 302
    assert request.suspect
    assert request.events.get().note
    assert [mail.kind for mail in request.mails.all()] == ["alert"]


def test_altered_confirmation_link_shows_nothing(client, join_page, token):
    link = client.post(FORM, answers(submission_token=token)).url
    reference = AdhesionRequest.objects.get().reference
    assert client.get(link).status_code == 200
    for altered in (
        link[:-2] + "/",
        link.replace(reference, "ADH-2016-AAAAA"),
        f"{FORM}recue/{reference}/x/",
    ):
        response = client.get(altered)
        assert response.status_code == 404
        assert response.context["filed"] is None
        assert reference not in response.content.decode()


HOSTILE = {
    "formula": '=HYPERLINK("http://example.org";"x")',
    "newline": "Région\r\nBcc: everyone@example.org",
    "backspace": "Région\x08 Bre\x00tagne",
    "script": "<script>alert(1)</script>",
    "template": "{{ settings.SECRET_KEY }} {% boom %}",
    "emoji": "Région 👩🏽‍🚒🫨",
    "arabic": "مدينة تونس",
    "override": "Région \u202egnp.exe",
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_text_is_stored_safely_and_mailed(client, join_page, token, text, manager, mailoutbox):
    from post_office import mail

    sent = answers(submission_token=token, organisation_name=text, champion_name=text, message=text)
    assert client.post(FORM, sent).status_code == 302
    request = AdhesionRequest.objects.get()
    for stored in (request.organisation_name, request.champion_name):
        assert "\n" not in stored
        assert "\r" not in stored
        assert not set(stored) & {"\x00", "\x08", "\u202e"}
    if text in (HOSTILE["emoji"], HOSTILE["arabic"], HOSTILE["template"], HOSTILE["formula"]):
        assert request.organisation_name == text

    mail.send_queued()
    assert len(mailoutbox) == 2
    assert all("\n" not in message.subject for message in mailoutbox)
    assert any(request.organisation_name in message.body for message in mailoutbox)

    client.force_login(manager)
    for url in (reverse("adhesion_requests:index"), reverse("adhesion_requests:detail", args=[request.pk])):
        response = client.get(url)
        assert response.status_code == 200
        assert "<script>alert(1)" not in response.content.decode()


def test_beyond_a_limit_the_message_says_the_limit(client, join_page, token):
    response = client.post(
        FORM, answers(submission_token=token, organisation_name="é" * 10_000, message="m" * 2001)
    )
    errors = response.context["form"].errors
    assert "200" in errors["organisation_name"][0]
    assert "10000" in errors["organisation_name"][0].replace("\u202f", "").replace("\u00a0", "")
    assert "2000" in errors["message"][0]
    assert "maxlength" not in response.content.decode()


def test_limit_counts_a_newline_once(client, join_page, token):
    client.post(FORM, answers(submission_token=token, message="a\r\n" * 999 + "aa"))
    assert len(AdhesionRequest.objects.get().message) == 2000


def test_mail_server_down_loses_neither_request_nor_mail(client, join_page, token, settings, monkeypatch):
    """Also where mail leaves at once, as in development."""
    from django.core.mail.backends.locmem import EmailBackend
    from post_office import mail

    def refuse(self, messages):
        raise ConnectionRefusedError("no server")

    monkeypatch.setattr(EmailBackend, "send_messages", refuse)
    response = client.post(FORM, answers(submission_token=token))
    assert response.status_code == 302
    mail.send_queued()
    assert {email.status for email in Email.objects.all()} == {STATUS.requeued}
    monkeypatch.undo()
    Email.objects.update(scheduled_time=None)
    mail.send_queued()
    assert {email.status for email in Email.objects.all()} == {STATUS.sent}


def test_mail_leaves_after_commit_where_it_leaves_at_once(
    client, join_page, token, settings, mailoutbox, django_capture_on_commit_callbacks
):
    settings.POST_OFFICE = settings.POST_OFFICE | {"DEFAULT_PRIORITY": "now"}
    with django_capture_on_commit_callbacks(execute=True):
        client.post(FORM, answers(submission_token=token))
        assert not mailoutbox
    assert len(mailoutbox) == 2


def test_english_page_has_its_own_paths_and_mails(client, home, join_page, token):
    english_home = home.copy_for_translation(Locale.objects.get(language_code="en"))
    english_home.save_revision().publish()
    english = join_page.copy_for_translation(Locale.objects.get(language_code="en"))
    english.slug = "join"
    english.save_revision().publish()

    form = client.get("/en/join/request/")
    assert form.status_code == 200
    assert "Your organisation" in form.content.decode()
    assert client.get("/en/join/demande/").url == "/en/join/request/"
    assert client.get("/adhesion/request/").url == FORM

    response = client.post("/en/join/request/", answers(submission_token=token))
    assert response.url.startswith("/en/join/request/received/")
    request = AdhesionRequest.objects.get()
    assert request.language == "en"
    assert "Hello" in request.mails.get(kind="receipt").email.message


@pytest.mark.parametrize("url", ["/adhesion/", FORM])
def test_a_visit_asks_a_bounded_number_of_queries(client, join_page, url, django_assert_max_num_queries):
    fee = FeeSchedule.current()
    fee.entitlements = [("entitlement", {"title": f"Droit {number}"}) for number in range(70)]
    fee.save()
    client.get(url)  # fills caches that live as long as the process
    with django_assert_max_num_queries(12):
        assert client.get(url).status_code == 200

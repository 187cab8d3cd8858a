"""Front door: somebody asks to join."""

import datetime
import re
import threading

import hypothesis
import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from post_office.models import STATUS, Email

from core.clock import now
from home.adhesion import filing
from home.adhesion.models import AdhesionRequest, FilingTrace, JoinPage, RequestEvent, RequestMail
from home.adhesion.models.applying import HONEYPOT
from home.adhesion.models.history import Doubt
from tests.adhesion.applicant import (
    CHECK,
    ENGLISH_CHECK,
    ENGLISH_STEPS,
    FORM,
    INVOICING,
    STEPS,
    answer_steps,
    hidden_token,
    part,
    send,
    walk,
)
from tests.adhesion.factories import AdhesionRequestFactory, JoinPageFactory, answers


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


def test_request_is_stored_mailed_and_confirmed(client, join_page):
    sent = walk(client)
    response = client.get(sent.url)

    request = AdhesionRequest.objects.get()
    assert request.organisation_name == "Région Bretagne"
    assert request.siret == "73282932000074"
    assert request.champion_telephone == "02 99 00 00 00 (standard)"
    assert request.decision_date == datetime.date(2016, 3, 24)
    assert request.amount_cents == 500_000
    assert request.notice_version == filing.NOTICE_VERSION
    assert (request.state, request.year, request.language) == ("submitted", 2016, "fr")
    assert not request.suspect

    receipt, alert = RequestMail.objects.order_by("pk")
    assert receipt.kind == "receipt"
    assert receipt.email.to == ["anne.legoff@example.org"]
    assert request.reference in receipt.email.subject
    assert request.reference in receipt.email.message
    assert alert.email.to == ["adhesions@example.org"]
    assert reverse("adhesion_requests:detail", args=[request.pk]) in alert.email.message
    assert {receipt.email.status, alert.email.status} == {STATUS.queued}

    event = RequestEvent.objects.get()
    assert (event.what, event.from_state, event.to_state) == ("filed", "", "submitted")

    assert sent.status_code == 302
    shown = response.content.decode()
    assert request.reference in shown
    assert "anne.legoff" not in shown + sent.url
    assert response["Cache-Control"] == "private, no-store"


def test_receipt_leads_to_the_request(client, join_page):
    walk(client)
    request = AdhesionRequest.objects.get()
    link = re.search(r"http://testserver(/\S+)", request.mails.get(kind="receipt").email.message)[1]
    page = client.get(link)
    assert page.status_code == 200
    assert request.reference in page.content.decode()


def test_an_applicant_who_is_european_or_foreign_invents_no_siret(client, join_page):
    for category, country, name in (
        ("european", "BE", "Commission européenne"),
        ("european", "FR", "Parlement européen, Strasbourg"),
        ("foreign", "CA", "Gouvernement du Québec"),
    ):
        response = walk(
            client, organisation_category=category, country=country, organisation_name=name, siret=""
        )
        assert response.status_code == 302
        request = AdhesionRequest.objects.get(organisation_name=name)
        assert (request.siret, request.siret_missing) == ("", False)
        assert client.get(FORM).status_code == 302  # begins another one


@pytest.mark.parametrize(
    ("changes", "wrong"),
    [
        ({"siret": ""}, {"siret"}),
        ({"siret": "", "siret_missing": "on"}, set()),
        ({"siret": "356 000 000 49837"}, set()),
        ({"payer_kind": "other"}, {"payer_name", "payer_email"}),
        ({"payer_kind": "other", "payer_name": "Ville de Rennes", "payer_email": "fin@example.org"}, set()),
        ({"payer_kind": "unknown"}, set()),
        ({"payer_kind": "same", "payer_siret": "12", "payer_email": "nobody"}, set()),
        ({"payer_kind": "unknown", "payer_siret": "12", "payer_email": "nobody"}, set()),
        ({"payer_kind": "", "payer_email": "nobody"}, {"payer_kind"}),
        (
            {
                "payer_kind": "other",
                "payer_name": "Ville",
                "payer_email": "a@example.org",
                "payer_siret": "12",
            },
            {"payer_siret"},
        ),
        ({"champion_email": '"a,b"@example.org'}, {"champion_email"}),
        ({"champion_email": "not an address"}, {"champion_email"}),
        ({"decision_date": "le 31 février"}, {"decision_date"}),
        ({"country": "XX"}, {"country"}),
    ],
)
def test_what_is_asked_depends_on_the_answers(client, join_page, changes, wrong):
    response = walk(client, **changes)
    found = set(response.context["form"].errors) if response.status_code == 200 else set()
    assert found == wrong
    assert AdhesionRequest.objects.exists() == (not wrong)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("732829320000745", "15"),
        ("00000000000000", "zéros"),
        ("73282932000075", "n’existe pas"),
        ("7328293200007A", "chiffres"),
    ],
)
def test_each_mistake_in_a_siret_is_told_at_the_door(client, join_page, typed, words):
    error = walk(client, siret=typed).context["form"].errors["siret"][0]
    assert words in error
    assert not AdhesionRequest.objects.exists()


def test_siret_with_hyphens_is_accepted(client, join_page):
    walk(client, siret="732-829-320-00074")
    assert AdhesionRequest.objects.get().siret == "73282932000074"


def test_payer_that_is_not_asked_for_is_not_stored(client, join_page):
    walk(client, payer_kind="unknown", payer_name="Ville de Rennes", payer_email="fin@example.org")
    request = AdhesionRequest.objects.get()
    assert (request.payer_name, request.payer_email) == ("", "")


def test_siret_not_at_hand_is_flagged(client, join_page):
    walk(client, siret="", siret_missing="on")
    request = AdhesionRequest.objects.get()
    assert (request.siret, request.siret_missing) == ("", True)


def test_five_posts_of_one_check_page_make_one_request_and_one_receipt(client, join_page):
    answer_steps(client)
    posted = {"submission_token": hidden_token(client.get(CHECK))}
    targets = [client.post(CHECK, posted).url for _click in range(5)]
    assert len({target.removesuffix("?again") for target in targets}) == 1
    assert [target.endswith("?again") for target in targets] == [False] + [True] * 4
    assert client.get(targets[-1]).context["sent_again"]
    assert AdhesionRequest.objects.count() == 1
    assert RequestMail.objects.filter(kind="receipt").count() == 1


@pytest.mark.django_db(transaction=True)
def test_five_simultaneous_posts_of_one_check_page_make_one_request_and_one_receipt(client, join_page):
    answer_steps(client)
    posted = {"submission_token": hidden_token(client.get(CHECK))}
    targets, barrier = [], threading.Barrier(5)

    def click():
        other = Client()
        other.cookies = client.cookies.copy()
        try:
            barrier.wait()
            targets.append(other.post(CHECK, posted).url)
        finally:
            connection.close()

    clicks = [threading.Thread(target=click) for _click in range(5)]
    for thread in clicks:
        thread.start()
    for thread in clicks:
        thread.join()
    assert len(targets) == 5
    assert len({target.removesuffix("?again") for target in targets}) == 1
    assert sum(not target.endswith("?again") for target in targets) == 1
    assert AdhesionRequest.objects.count() == 1
    assert Email.objects.count() == 2
    assert FilingTrace.objects.count() == 1


@pytest.mark.parametrize("doubt", ["trap at a step", "trap at the check", "quick", "altered", "missing"])
def test_doubt_is_stored_and_told_to_the_team_without_a_receipt(client, join_page, doubt):
    trap = {HONEYPOT: "http://spam.example"}
    answer_steps(client, minutes_ago=-9 if doubt == "quick" else 1)
    if doubt == "trap at a step":
        client.post(INVOICING, part(STEPS[INVOICING], answers()) | trap)
    changes = {
        "trap at the check": trap,
        "altered": {"submission_token": "altered"},
        "missing": {"submission_token": ""},
    }
    response = send(client, **changes.get(doubt, {}))
    request = AdhesionRequest.objects.get()
    assert response.status_code == 302
    assert client.get(response.url).status_code == 200
    assert request.suspect
    assert request.events.get().note in Doubt.values
    assert [mail.kind for mail in request.mails.all()] == ["alert"]


def test_sixth_request_within_an_hour_from_one_place_is_doubted_never_refused(join_page):
    for number in range(6):
        filed = walk(Client(REMOTE_ADDR="203.0.113.7"), champion_email=f"a{number}@example.org")
        assert filed.status_code == 302
    walk(Client(REMOTE_ADDR="203.0.113.8"), champion_email="elsewhere@example.org")
    doubted = AdhesionRequest.objects.get(suspect=True)
    assert doubted.champion_email == "a5@example.org"
    assert doubted.events.get().note == Doubt.MANY_FROM_ORIGIN
    assert not doubted.mails.filter(kind="receipt").exists()
    assert FilingTrace.objects.count() == 7
    assert "203.0.113" not in "".join(FilingTrace.objects.values_list("origin", flat=True))


def test_fourth_request_within_an_hour_with_one_address_is_doubted(join_page):
    for number in range(4):
        origin = f"203.0.113.{number}"
        walk(
            Client(REMOTE_ADDR=origin),
            champion_email="Camille@Example.org" if number else "camille@example.org",
        )
    doubted = AdhesionRequest.objects.get(suspect=True)
    assert doubted == AdhesionRequest.objects.order_by("pk").last()
    assert doubted.events.get().note == Doubt.MANY_FROM_EMAIL


def test_old_traces_are_forgotten_and_no_longer_count(client, join_page):
    for _time in range(6):
        FilingTrace.objects.leave("127.0.0.1")
    FilingTrace.objects.update(at=now() - datetime.timedelta(hours=25))
    walk(client)
    assert not AdhesionRequest.objects.get().suspect
    assert FilingTrace.objects.count() == 1


def test_requests_of_before_this_hour_do_not_count(client, join_page):
    for _time in range(5):
        AdhesionRequestFactory(champion_email="anne.legoff@example.org")
        FilingTrace.objects.leave("127.0.0.1")
    hour_ago = now() - datetime.timedelta(minutes=61)
    AdhesionRequest.objects.update(received_at=hour_ago)
    FilingTrace.objects.update(at=hour_ago)
    walk(client)
    assert not AdhesionRequest.objects.latest("pk").suspect


def test_altered_confirmation_link_shows_nothing(client, join_page):
    link = walk(client).url
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
def test_hostile_text_is_stored_safely_and_mailed(client, join_page, text, manager, mailoutbox):
    from post_office import mail

    answer_steps(client, organisation_name=text, champion_name=text, message=text)
    shown = client.get(CHECK).content.decode()
    assert "<script>alert(1)" not in shown
    assert send(client).status_code == 302
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


@hypothesis.settings(max_examples=12, suppress_health_check=list(hypothesis.HealthCheck))
@given(text=st.text(max_size=60), lines=st.text(max_size=120))
def test_whatever_is_typed_is_filed_or_answered_with_a_sentence(home, text, lines):
    if not JoinPage.objects.exists():
        JoinPageFactory(parent=home)
    visitor = Client()
    response = walk(
        visitor, organisation_name=text, champion_name=text, address=lines, message=lines, territory=text
    )
    if response.status_code == 200:
        assert all(errors[0] for errors in response.context["form"].errors.values())
        return
    assert visitor.get(response.url).status_code == 200
    filed = AdhesionRequest.objects.latest("pk")
    assert filed.organisation_name
    assert not any(sign in filed.organisation_name for sign in "\r\n\x00\x08\u202e")
    assert "\x00" not in filed.address + filed.message


def test_beyond_a_limit_the_message_says_the_limit(client, join_page):
    response = walk(client, organisation_name="é" * 10_000)
    error = response.context["form"].errors["organisation_name"][0]
    assert "200" in error
    assert "10000" in error.replace("\u202f", "").replace("\u00a0", "")
    assert "é" * 10_000 in response.content.decode()
    assert "maxlength" not in response.content.decode()
    assert "2000" in walk(client, message="m" * 2001).context["form"].errors["message"][0]


def test_limit_counts_a_newline_once(client, join_page):
    walk(client, message="a\r\n" * 999 + "aa")
    assert len(AdhesionRequest.objects.get().message) == 2000


def test_mail_server_down_loses_neither_request_nor_mail(client, join_page, monkeypatch):
    """Also where mail leaves at once, as in development."""
    from django.core.mail.backends.locmem import EmailBackend
    from post_office import mail

    def refuse(self, messages):
        raise ConnectionRefusedError("no server")

    monkeypatch.setattr(EmailBackend, "send_messages", refuse)
    response = walk(client)
    assert response.status_code == 302
    assert client.get(response.url).status_code == 200
    mail.send_queued()
    assert {email.status for email in Email.objects.all()} == {STATUS.requeued}
    monkeypatch.undo()
    Email.objects.update(scheduled_time=None)
    mail.send_queued()
    assert {email.status for email in Email.objects.all()} == {STATUS.sent}


def test_mail_leaves_after_commit_where_it_leaves_at_once(
    client, join_page, settings, mailoutbox, django_capture_on_commit_callbacks
):
    settings.POST_OFFICE = settings.POST_OFFICE | {"DEFAULT_PRIORITY": "now"}
    with django_capture_on_commit_callbacks(execute=True):
        walk(client)
        assert not mailoutbox
    assert len(mailoutbox) == 2


def test_english_page_has_its_own_paths_and_mails(client, english_join_page):
    assert client.get("/en/join/request/").url == "/en/join/request/organisation/"
    form = client.get("/en/join/request/organisation/")
    assert form.status_code == 200
    assert "Step 2 of 6" in form.content.decode()
    assert client.get("/en/join/demande/vous/").url == "/en/join/request/you/"
    assert client.get("/adhesion/request/check/").url == CHECK

    response = walk(client, steps=ENGLISH_STEPS, check=ENGLISH_CHECK)
    assert response.url.startswith("/en/join/request/received/")
    request = AdhesionRequest.objects.get()
    assert request.language == "en"
    assert "Hello" in request.mails.get(kind="receipt").email.message

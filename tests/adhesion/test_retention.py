"""Nobody is named for longer than needed; what is counted stays."""

import datetime

import pytest
from django.apps import apps
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.db import connection, models
from django.urls import reverse
from post_office import mail
from post_office.models import STATUS, Attachment, Email

from core.clock import now
from home.adhesion import erasure, fee_calls, outbox, purge, retention
from home.adhesion.models import (
    AdhesionRequest,
    FeeCall,
    FilingTrace,
    InternalNote,
    Membership,
    Message,
    RequestEvent,
    RequestMail,
)
from home.adhesion.models.history import EventKind, MailKind
from home.adhesion.models.requests import State
from tests.adhesion.factories import AdhesionRequestFactory, MembershipFactory

NAME = "Zébulon Quatremer"
DAY = datetime.date(2016, 1, 11)


def on(settings, day):
    settings.PINNED_TODAY = day


def named_everywhere(**changes):
    """A request that holds one name wherever a request can hold it, and what went with it."""
    request = AdhesionRequestFactory(
        **{
            "state": "declined",
            "organisation_name": "Région Bretagne",
            "siret": "73282932000074",
            "siret_missing": False,
            "territory": "Bretagne",
            "champion_name": NAME,
            "champion_role": f"Secrétariat de {NAME}",
            "champion_email": "zebulon.quatremer@example.org",
            "champion_telephone": f"demander {NAME}",
            "address": f"À l’attention de {NAME}\n35000 Rennes",
            "payer_kind": "other",
            "payer_name": "Rennes Métropole",
            "payer_contact": NAME,
            "payer_email": "quatremer@example.org",
            "chorus_service_code": f"Service {NAME}",
            "engagement_number": "Quatremer-7",
            "message": f"Demandez {NAME}.",
            "purge_on": DAY,
            "purge_announced_on": DAY - datetime.timedelta(days=14),
        }
        | changes
    )
    InternalNote.objects.create(request=request, text=f"{NAME} a appelé.")
    email = outbox.queue(
        request,
        outbox.Draft(
            kind=MailKind.RECEIPT,
            to=("zebulon.quatremer@example.org",),
            subject=f"Pour {NAME}",
            body=f"Bonjour {NAME}",
            reply_to="quatremer@example.org",
            attachments=((f"{NAME}.pdf", NAME.encode()),),
        ),
    )
    email.email.logs.create(status=1, message=f"550 {NAME}")
    Message.objects.create(request=request, text=f"Bonjour {NAME}", mail=email)
    RequestEvent.objects.create(
        request=request, what=EventKind.CORRECTED, to_state=request.state, note=f"Nom : {NAME} → X"
    )
    return request


def columns():
    """(table, column) of every column of the database, whatever its type."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            for column in connection.introspection.get_table_description(cursor, table):
                yield table, column.name


def places_of(needle):
    found = []
    quote = connection.ops.quote_name
    with connection.cursor() as cursor:
        for table, column in columns():
            cursor.execute(f"SELECT {quote(column)} FROM {quote(table)}")  # noqa: S608
            if any(needle.casefold() in as_text(value).casefold() for (value,) in cursor.fetchall()):
                found.append(f"{table}.{column}")
    return found


def as_text(value):
    return bytes(value).decode(errors="replace") if isinstance(value, bytes | memoryview) else str(value)


@pytest.fixture
def yearly_counts(client, manager):
    def count():
        counts = AdhesionRequest.objects.values("year", "organisation_category", "state")
        return sorted(
            tuple(row.values()) for row in counts.annotate(number=models.Count("pk")).order_by("year")
        )

    return count


def test_name_is_found_nowhere_after_the_purge_and_counts_are_the_same(
    client, manager, yearly_counts, caplog, django_capture_on_commit_callbacks
):
    caplog.set_level("DEBUG")
    request = named_everywhere()
    AdhesionRequestFactory(state="declined", year=2015)
    attachment = Attachment.objects.get()
    storage, path = attachment.file.storage, attachment.file.name
    counts = yearly_counts()
    # The probe sees what it is to see.
    assert len(places_of("Quatremer")) > 15
    client.force_login(manager)
    assert "Région Bretagne" in client.get(reverse("adhesion_requests:index"), {"q": NAME}).content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        call_command("purge_requests", verbosity=0)

    assert places_of("Quatremer") == []
    assert not storage.exists(path)
    assert yearly_counts() == counts
    assert "quatremer" not in caplog.text.casefold()
    page = client.get(reverse("adhesion_requests:index"), {"q": NAME}).content.decode()
    assert "Région Bretagne" not in page
    request.refresh_from_db()
    assert request.anonymised_at is not None
    # What is counted by is still there.
    assert (request.organisation_name, request.siret, request.territory, request.payer_name) == (
        "Région Bretagne",
        "73282932000074",
        "Bretagne",
        "Rennes Métropole",
    )
    assert [event.what for event in request.events.all()] == ["filed", "corrected", "erased"]
    assert RequestMail.objects.get(request=request).email is None
    assert not Email.objects.exists()
    assert not Attachment.objects.exists()
    detail = client.get(reverse("adhesion_requests:detail", args=[request.pk]))
    assert detail.status_code == 200


def test_spam_is_erased_with_the_body_that_it_claims():
    request = named_everywhere(state="closed", closing_cause="spam", organisation_name=NAME)
    assert erasure.anonymise(request)
    request.refresh_from_db()
    assert (request.organisation_name, request.siret, request.territory, request.payer_name) == ("",) * 4
    assert (request.year, request.organisation_category) == (2016, "department")
    assert places_of("Quatremer") == []


def test_erasing_twice_changes_nothing_more():
    request = named_everywhere()
    assert erasure.anonymise(request)
    events = request.events.count()
    assert not erasure.anonymise(request)
    assert request.events.count() == events


def test_open_request_is_not_erased():
    request = AdhesionRequestFactory()
    with pytest.raises(erasure.StillOpen):
        erasure.anonymise(request)
    request.refresh_from_db()
    assert request.champion_name == "Camille Martin"


def test_attachment_of_another_mail_too_is_kept():
    request = named_everywhere()
    other = mail.send(recipients=["x@example.org"], subject="Autre", message="Autre", priority="medium")
    attachment = Attachment.objects.get()
    attachment.emails.add(other)
    erasure.anonymise(request)
    assert attachment.emails.get() == other


@pytest.mark.parametrize(
    ("state", "cause", "date"),
    [
        ("submitted", "", None),
        ("in_review", "", None),
        ("to_complete", "", None),
        ("declined", "", datetime.date(2017, 1, 11)),
        ("closed", "withdrawn", datetime.date(2017, 1, 11)),
        ("closed", "spam", datetime.date(2016, 2, 10)),
        ("accepted", "", datetime.date(2019, 12, 31)),
    ],
)
def test_date_of_erasure_depends_on_what_became_of_the_request(state, cause, date):
    request = AdhesionRequestFactory(state=state, closing_cause=cause)
    assert retention.purge_date(request) == date


def test_a_year_after_the_29th_of_february_exists(settings):
    on(settings, datetime.date(2016, 2, 29))
    assert retention.purge_date(AdhesionRequestFactory(state="declined")) == datetime.date(2017, 3, 1)


def test_new_membership_keeps_the_earlier_requests_as_long():
    first = MembershipFactory(year=2016, request__purge_on=datetime.date(2019, 12, 31)).request
    AdhesionRequest.objects.filter(pk=first.pk).update(purge_announced_on=DAY)
    later = AdhesionRequestFactory(state="accepted", year=2018, organisation=first.organisation)
    Membership.objects.create(organisation=first.organisation, year=2018, request=later)
    retention.reschedule(first.organisation)
    first.refresh_from_db()
    later.refresh_from_db()
    assert first.purge_on == later.purge_on == datetime.date(2021, 12, 31)
    assert first.purge_announced_on is None


def test_nothing_is_erased_that_was_not_announced_two_weeks_before(settings):
    request = AdhesionRequestFactory(state="declined", purge_on=DAY + datetime.timedelta(days=14))
    far = AdhesionRequestFactory(state="declined", purge_on=DAY + datetime.timedelta(days=15))
    AdhesionRequestFactory()
    call_command("purge_requests", verbosity=0)
    email = Email.objects.get()
    assert email.to == ["adhesions@example.org"]
    assert request.reference in email.message
    assert far.reference not in email.message
    assert "Camille" not in email.subject + email.message
    assert "département" not in (email.subject + email.message).casefold()
    call_command("purge_requests", verbosity=0)
    assert Email.objects.count() == 1

    on(settings, DAY + datetime.timedelta(days=13))
    call_command("purge_requests", verbosity=0)
    request.refresh_from_db()
    assert request.anonymised_at is None
    on(settings, DAY + datetime.timedelta(days=14))
    call_command("purge_requests", verbosity=0)
    request.refresh_from_db()
    far.refresh_from_db()
    assert request.champion_name == ""
    assert far.champion_name == "Camille Martin"


def test_overdue_request_waits_for_its_announcement(settings):
    request = AdhesionRequestFactory(state="declined", purge_on=DAY - datetime.timedelta(days=300))
    call_command("purge_requests", verbosity=0)
    request.refresh_from_db()
    assert (request.anonymised_at, request.purge_announced_on) == (None, DAY)
    assert "25 janvier 2016" in Email.objects.get().message
    on(settings, DAY + datetime.timedelta(days=14))
    call_command("purge_requests", verbosity=0)
    request.refresh_from_db()
    assert request.anonymised_at is not None


def test_request_closed_before_dates_were_kept_is_given_one():
    request = AdhesionRequestFactory(state="declined")
    AdhesionRequestFactory()
    call_command("purge_requests", verbosity=0)
    request.refresh_from_db()
    assert request.purge_on == datetime.date(2017, 1, 11)
    assert AdhesionRequest.objects.filter(purge_on=None).count() == 1


def test_reopened_request_is_not_erased():
    request = named_everywhere()
    planned = purge.plan()
    AdhesionRequest.objects.filter(pk=request.pk).update(state="in_review", purge_on=None)
    purge.carry_out(planned)
    request.refresh_from_db()
    assert (request.anonymised_at, request.champion_name) == (None, NAME)


def test_dry_run_says_everything_and_changes_nothing(capsys):
    due = named_everywhere()
    coming = AdhesionRequestFactory(state="declined", purge_on=DAY + datetime.timedelta(days=3))
    undated = AdhesionRequestFactory(state="declined")
    FilingTrace.objects.create(origin="x", at=now() - datetime.timedelta(days=2))
    emails = Email.objects.count()
    call_command("purge_requests", "--dry-run")
    said = capsys.readouterr().out
    assert due.reference in said
    assert coming.reference in said
    assert "Traces of filings to delete: 1" in said
    assert "Zébulon" not in said
    for request in (due, coming, undated):
        request.refresh_from_db()
    assert (due.champion_name, coming.purge_announced_on, undated.purge_on) == (NAME, None, None)
    assert (FilingTrace.objects.count(), Email.objects.count()) == (1, emails)

    call_command("purge_requests")
    said = capsys.readouterr().out
    assert due.reference in said
    assert "Traces of filings deleted: 1" in said
    assert not FilingTrace.objects.exists()
    call_command("purge_requests")
    assert due.reference not in capsys.readouterr().out


def test_team_without_an_address_is_those_who_decide(settings, manager, reviewer, editor, capsys):
    settings.ADHESION_TEAM_EMAILS = []
    type(manager).objects.update(email="")
    AdhesionRequestFactory(state="declined", purge_on=DAY)
    call_command("purge_requests", "--dry-run")
    assert "ADHESION_TEAM_EMAILS" in capsys.readouterr().err
    manager.email = "manager@example.org"
    manager.save()
    call_command("purge_requests", verbosity=0)
    assert Email.objects.get().to == ["manager@example.org"]


def fee_call(issued_on, number):
    return FeeCall.objects.create(
        membership=MembershipFactory(),
        year=issued_on.year,
        number=number,
        issued_on=issued_on,
        amount_cents=500_000,
        recipient_name="Rennes Métropole",
        recipient_address=f"À l’attention de {NAME}",
        engagement_number="Quatremer-7",
        payment_reference="VIR Quatremer",
        pdf=NAME.encode(),
    )


@pytest.mark.parametrize(("day", "erased"), [((2025, 12, 30), False), ((2025, 12, 31), True)])
def test_accounting_documents_are_emptied_after_ten_years(settings, day, erased):
    call = fee_call(datetime.date(2015, 1, 2), 1)
    later = fee_call(datetime.date(2016, 1, 2), 2)
    on(settings, datetime.date(*day))
    call_command("purge_requests", verbosity=0)
    call.refresh_from_db()
    later.refresh_from_db()
    assert (call.recipient_name == "") is erased
    assert (bytes(call.pdf) == b"") is erased
    assert (call.payment_reference == "") is erased
    assert (str(call), call.amount_cents) == ("AC-2015-0001", 500_000)
    assert later.recipient_name == "Rennes Métropole"


def test_erasing_a_member_leaves_the_accounting_alone():
    call = fee_call(datetime.date(2016, 1, 2), 1)
    erasure.anonymise(call.membership.request)
    call.refresh_from_db()
    assert call.recipient_name == "Rennes Métropole"
    assert call.membership.request.state == State.ACCEPTED


def test_old_traces_and_sessions_go(settings, client, manager):
    settings.PINNED_TODAY = None
    client.force_login(manager)
    for origin, hours in (("old", 25), ("new", 2)):
        FilingTrace.objects.create(origin=origin, at=now() - datetime.timedelta(hours=hours))
    over = now() - datetime.timedelta(days=1)
    Session.objects.create(session_key="dead", session_data="x", expire_date=over)
    call_command("purge_requests", verbosity=0)
    assert [trace.origin for trace in FilingTrace.objects.all()] == ["new"]
    assert not Session.objects.filter(session_key="dead").exists()
    assert Session.objects.exists()


def test_old_attempts_to_log_in_go(settings):
    settings.PINNED_TODAY = None
    attempts = apps.get_model("axes", "AccessAttempt").objects
    for username, days in (("old", 366), ("new", 300)):
        attempts.create(username=username, user_agent="x", failures_since_start=1)
        at = now() - datetime.timedelta(days=days)
        attempts.filter(username=username).update(attempt_time=at)
    call_command("purge_requests", verbosity=0)
    assert [attempt.username for attempt in attempts.all()] == ["new"]


def test_where_nobody_can_be_told_nothing_is_announced_hence_nothing_erased(settings):
    settings.ADHESION_TEAM_EMAILS = []
    request = AdhesionRequestFactory(state="declined", purge_on=DAY)
    call_command("purge_requests", verbosity=0)
    on(settings, DAY + datetime.timedelta(days=30))
    call_command("purge_requests", verbosity=0)
    request.refresh_from_db()
    assert (request.purge_announced_on, request.anonymised_at) == (None, None)


def test_what_is_written_after_an_erasure_names_nobody(superuser, locales):
    member = MembershipFactory()
    call = fee_calls.issue(member, actor=superuser, send=False)
    erasure.anonymise(member.request)
    fee_calls.record_payment(call.pk, DAY, f"VIR {NAME}", actor=superuser)
    assert NAME not in "".join(member.request.events.values_list("note", flat=True))


def test_address_of_a_body_goes_with_the_last_of_those_who_spoke_for_it():
    first = MembershipFactory()
    organisation = first.organisation
    other = AdhesionRequestFactory(state="accepted", organisation=organisation, year=2017)
    erasure.anonymise(first.request)
    organisation.refresh_from_db()
    assert organisation.address
    erasure.anonymise(other)
    organisation.refresh_from_db()
    assert organisation.address == ""


def test_mails_of_no_request_leave_the_outbox_a_month_after_they_left():
    for status in (STATUS.sent, STATUS.queued):
        mail.send(recipients=["colleague@example.org"], subject="Mot de passe", message="Un lien.")
        Email.objects.filter(status=STATUS.queued).update(status=status)
    Email.objects.update(last_updated=now() - datetime.timedelta(days=31))
    call_command("purge_requests", verbosity=0)
    assert Email.objects.get().status == STATUS.queued

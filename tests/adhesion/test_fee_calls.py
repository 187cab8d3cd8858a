"""Fee calls: numbers without a gap, documents that stay, payments, and who sees them."""

import datetime
import threading
from io import BytesIO

import pytest
from django.conf import settings as django_settings
from django.core.files.storage import storages
from django.db import IntegrityError, connection, transaction
from post_office.models import Attachment, Email
from pypdf import PdfReader

from home.adhesion import fee_calls, memberships
from home.adhesion.models import FeeCall, FeeCallSequence, MembershipSettings, RequestMail
from home.adhesion.models.history import EventKind, MailKind
from home.adhesion.models.requests import State
from tests.adhesion.factories import AdhesionRequestFactory, FeeScheduleFactory, MembershipFactory
from tests.factories import UserFactory


@pytest.fixture(autouse=True)
def _on_a_day_of_2016(settings):
    settings.PINNED_TODAY = datetime.date(2016, 1, 11)


@pytest.fixture
def membership(locales):
    return MembershipFactory(
        request__organisation_name="Région Bretagne", request__champion_email="anne@example.org"
    )


def paid_by_another(**changes):
    return MembershipFactory(
        request__organisation_name="Rennes Métropole",
        request__champion_email="anne@example.org",
        request__payer_kind="other",
        request__payer_name="Ville de Rennes",
        request__payer_siret="73282932000074",
        request__payer_contact="Dominique Payeur",
        request__payer_email="finances@example.org",
        **changes,
    )


def set_accounting(**values):
    MembershipSettings.objects.update_or_create(pk=MembershipSettings.load().pk, defaults=values)


def text_of(pdf) -> str:
    return " ".join("\n".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages).split())


def events_of(call):
    return list(call.membership.request.events.values_list("what", "actor_name", "note"))[1:]


def test_issuing_numbers_freezes_stores_sends_and_writes_down(membership, manager):
    set_accounting(siret="73282932000074", iban="FR7630006000011234567890189")
    call = fee_calls.issue(membership, actor=manager)
    assert str(call) == "AC-2016-0001"
    assert (call.amount_cents, call.issued_on, call.due_on) == (500_000, datetime.date(2016, 1, 11), None)
    assert (call.recipient_name, call.recipient_address) == ("Région Bretagne", "1 place de la Préfecture")
    call.refresh_from_db()
    assert call.sent_at
    assert "AC-2016-0001" in text_of(call.pdf)
    assert membership.request.reference in text_of(call.pdf)
    assert events_of(call) == [(EventKind.FEE_CALLED, "Manager Durand", "AC-2016-0001")]
    mail = RequestMail.objects.get()
    assert (mail.kind, mail.email.to) == (MailKind.FEE_CALL, ["anne@example.org"])
    assert "AC-2016-0001" in mail.email.subject
    attachment = mail.email.attachments.get()
    assert (attachment.name, attachment.mimetype) == ("AC-2016-0001.pdf", "application/pdf")
    assert attachment.file.read() == bytes(call.pdf)


def test_document_names_no_person(manager, locales):
    call = fee_calls.issue(paid_by_another(), actor=manager)
    for name in ("Camille Martin", "Dominique Payeur", "anne@example.org", "finances@example.org", "Manager"):
        assert name not in text_of(call.pdf)
    assert "Ville de Rennes" in text_of(call.pdf)
    assert "Rennes Métropole" in text_of(call.pdf)


def test_attachment_is_out_of_reach(membership, manager, client):
    fee_calls.issue(membership, actor=manager)
    attachment = Attachment.objects.get()
    assert attachment.file.storage == storages["private"]
    assert not storages["default"].exists(attachment.file.name)
    assert client.get(f"{django_settings.MEDIA_URL}{attachment.file.name}").status_code == 404


def test_due_date_follows_the_days_to_pay(membership, manager):
    set_accounting(payment_days=45)
    assert fee_calls.issue(membership, actor=manager).due_on == datetime.date(2016, 2, 25)


def test_amount_falls_back_to_the_schedule_of_the_year(membership, manager):
    membership.request.amount_cents = None
    membership.request.save()
    with pytest.raises(fee_calls.FeeCallRefused, match="2016"):
        fee_calls.issue(membership, actor=manager)
    FeeScheduleFactory(amount_cents=450_000)
    assert fee_calls.issue(membership, actor=manager).amount_cents == 450_000


def test_recipient_can_be_corrected_before_issuing(membership, manager):
    call = fee_calls.issue(membership, actor=manager, engagement_number="EJ-42", recipient_name="SGAR")
    assert (call.engagement_number, call.recipient_name) == ("EJ-42", "SGAR")
    assert "EJ-42" in text_of(call.pdf)


def test_unsent_call_is_sent_later(membership, manager):
    call = fee_calls.issue(membership, actor=manager, send=False)
    assert call.sent_at is None
    assert not Email.objects.exists()
    assert fee_calls.send(call.pk, actor=manager)
    call.refresh_from_db()
    assert call.sent_at
    assert Email.objects.get().attachments.get().file.read() == bytes(call.pdf)


def test_call_without_an_address_is_issued_and_not_sent(membership, manager):
    membership.request.champion_email = ""
    membership.request.save()
    call = fee_calls.issue(membership, actor=manager)
    assert call.sent_at is None
    assert not fee_calls.remind(call.pk)


def test_paying_body_gets_the_call_with_the_notice_unless_it_had_it(manager, locales):
    call = fee_calls.issue(paid_by_another(), actor=manager)
    email = RequestMail.objects.get().email
    assert email.to == ["finances@example.org"]
    assert "CNIL" in email.message
    assert "Camille Martin" in email.message
    fee_calls.remind(call.pk, actor=manager)
    assert "CNIL" not in RequestMail.objects.get(kind=MailKind.FEE_REMINDER).email.message


def test_what_was_typed_reaches_the_mail_as_it_was_typed(manager, locales):
    fee_calls.issue(paid_by_another(request__champion_name="Anne L'Hôte <&> {{ x }}"), actor=manager)
    assert "Anne L'Hôte <&> {{ x }}" in Email.objects.get().message


def test_notice_follows_a_corrected_address(manager, locales):
    membership = paid_by_another()
    call = fee_calls.issue(membership, actor=manager)
    membership.request.payer_email = "comptabilite@example.org"
    membership.request.save()
    fee_calls.remind(call.pk, actor=manager)
    reminder = RequestMail.objects.get(kind=MailKind.FEE_REMINDER).email
    assert reminder.to == ["comptabilite@example.org"]
    assert "CNIL" in reminder.message


def test_champion_who_pays_needs_no_such_notice(membership, manager):
    fee_calls.issue(membership, actor=manager)
    assert "CNIL" not in Email.objects.get().message


def test_one_standing_call_a_membership(membership, manager):
    first = fee_calls.issue(membership, actor=manager)
    with pytest.raises(fee_calls.FeeCallRefused, match="AC-2016-0001"):
        fee_calls.issue(membership, actor=manager)
    first.pk, first.number = None, 99
    with pytest.raises(IntegrityError), transaction.atomic():
        first.save()


def test_cancelled_number_stays_and_the_next_call_takes_the_next_one(membership, manager):
    first = fee_calls.issue(membership, actor=manager)
    fee_calls.cancel(first.pk, "Numéro d’engagement manquant", actor=manager)
    second = fee_calls.issue(membership, actor=manager)
    assert [str(call) for call in FeeCall.objects.order_by("number")] == ["AC-2016-0001", "AC-2016-0002"]
    assert list(FeeCall.objects.standing()) == [second]
    assert events_of(first)[1][::2] == (
        EventKind.FEE_VOIDED,
        "AC-2016-0001\u00a0: Numéro d’engagement manquant",
    )
    with pytest.raises(fee_calls.FeeCallRefused):
        fee_calls.cancel(first.pk, "encore", actor=manager)
    assert not fee_calls.remind(first.pk, actor=manager)
    with pytest.raises(fee_calls.FeeCallRefused):
        fee_calls.record_payment(first.pk, datetime.date(2016, 1, 10), actor=manager)


def test_payment_is_recorded_and_can_be_taken_back(membership, manager):
    call = fee_calls.issue(membership, actor=manager)
    fee_calls.record_payment(call.pk, datetime.date(2016, 1, 10), "VIR 1234", actor=manager)
    call.refresh_from_db()
    assert (call.paid_on, call.payment_reference) == (datetime.date(2016, 1, 10), "VIR 1234")
    for refused in (
        lambda: fee_calls.cancel(call.pk, "x", actor=manager),
        lambda: fee_calls.record_payment(call.pk, datetime.date(2016, 1, 11), actor=manager),
    ):
        with pytest.raises(fee_calls.FeeCallRefused):
            refused()
    assert not fee_calls.remind(call.pk, actor=manager)

    fee_calls.withdraw_payment(call.pk, "Mauvaise ligne du relevé", actor=manager)
    call.refresh_from_db()
    assert (call.paid_on, call.payment_reference) == (None, "")
    kinds = [what for what, _who, _note in events_of(call)]
    assert kinds == [EventKind.FEE_CALLED, EventKind.PAID, EventKind.CORRECTED]
    assert "Mauvaise ligne du relevé" in events_of(call)[2][2]
    with pytest.raises(fee_calls.FeeCallRefused):
        fee_calls.withdraw_payment(call.pk, "encore", actor=manager)


def test_the_database_itself_refuses_a_paid_and_cancelled_call(membership, manager):
    call = fee_calls.issue(membership, actor=manager)
    fee_calls.record_payment(call.pk, datetime.date(2016, 1, 10), actor=manager)
    with pytest.raises(IntegrityError), transaction.atomic():
        FeeCall.objects.update(cancelled_at=datetime.datetime(2016, 1, 11, tzinfo=datetime.UTC))


def test_reminder_carries_the_document_that_was_issued(membership, manager):
    call = fee_calls.issue(membership, actor=manager)
    membership.organisation.name = "Un autre nom"
    membership.organisation.save()
    set_accounting(iban="FR7630006000011234567890189")
    assert fee_calls.remind(call.pk)
    reminder = RequestMail.objects.get(kind=MailKind.FEE_REMINDER).email
    assert reminder.attachments.get().file.read() == bytes(call.pdf)
    what, who, note = events_of(call)[1]
    assert (what, note) == (EventKind.REMINDED, "AC-2016-0001")
    assert who  # a blank name would be the applicant's
    call.refresh_from_db()
    assert call.reminded_at


def test_overdue_from_the_day_after(membership, manager, settings):
    set_accounting(payment_days=30)
    call = fee_calls.issue(membership, actor=manager)
    for day, overdue in ((call.due_on, 0), (call.due_on + datetime.timedelta(1), 1)):
        settings.PINNED_TODAY = day
        assert FeeCall.objects.overdue().count() == overdue
        assert call.is_overdue == bool(overdue)
    fee_calls.record_payment(call.pk, settings.PINNED_TODAY, actor=manager)
    assert not FeeCall.objects.overdue().exists()


def test_acceptance_is_not_undone_once_a_call_is_issued(membership, manager):
    fee_calls.issue(membership, actor=manager)
    with pytest.raises(memberships.FeeCallIssued):
        memberships.withdraw(membership.request)
    assert membership.request.membership


def test_each_year_counts_from_one(locales, manager, settings):
    fee_calls.issue(MembershipFactory(), actor=manager)
    settings.PINNED_TODAY = datetime.date(2017, 1, 2)
    late, new = MembershipFactory(), MembershipFactory(request__year=2017)
    assert [str(fee_calls.issue(each, actor=manager)) for each in (late, new)] == [
        "AC-2017-0001",
        "AC-2017-0002",
    ]


def test_failure_gives_its_number_back(membership, manager, monkeypatch):
    def fail(*args):
        raise OSError("disk full")

    with monkeypatch.context() as patched:
        patched.setattr(fee_calls.outbox, "queue", fail)
        with pytest.raises(OSError, match="disk full"):
            fee_calls.issue(membership, actor=manager)
    assert not FeeCall.objects.exists()
    assert not membership.request.events.filter(what=EventKind.FEE_CALLED).exists()
    assert fee_calls.issue(membership, actor=manager).number == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("first_of_the_year", [True, False])
def test_numbers_have_no_gap_when_several_issue_at_once_and_one_fails(monkeypatch, first_of_the_year):
    actor = UserFactory(is_superuser=True)
    all_memberships = MembershipFactory.create_batch(6)
    unlucky = all_memberships[2].request.pk
    if not first_of_the_year:
        FeeCallSequence.objects.create(year=2016, last_number=10)
    barrier, outcomes = threading.Barrier(len(all_memberships)), []
    queue = fee_calls.outbox.queue

    def queue_or_fail(request, draft):
        if request.pk == unlucky:
            raise OSError("disk full")
        return queue(request, draft)

    monkeypatch.setattr(fee_calls.outbox, "queue", queue_or_fail)

    def issue(membership):
        try:
            barrier.wait()
            outcomes.append(fee_calls.issue(membership, actor=actor).number)
        except OSError as error:
            outcomes.append(str(error))
        finally:
            connection.close()

    threads = [threading.Thread(target=issue, args=[membership]) for membership in all_memberships]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert outcomes.count("disk full") == 1
    start = 1 if first_of_the_year else 11
    assert sorted(FeeCall.objects.values_list("number", flat=True)) == list(range(start, start + 5))
    assert FeeCallSequence.objects.get().last_number == start + 4
    assert Email.objects.count() == 5


@pytest.mark.django_db(transaction=True)
def test_five_clicks_issue_one_call():
    actor = UserFactory(is_superuser=True)
    membership = MembershipFactory()
    barrier, outcomes = threading.Barrier(5), []

    def issue():
        try:
            barrier.wait()
            outcomes.append(str(fee_calls.issue(membership, actor=actor)))
        except fee_calls.FeeCallRefused as refusal:
            outcomes.append(str(refusal))
        finally:
            connection.close()

    threads = [threading.Thread(target=issue) for _click in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert outcomes.count("AC-2016-0001") == 1
    assert all("AC-2016-0001" in outcome for outcome in outcomes)
    assert Email.objects.count() == 1
    assert membership.request.state == State.ACCEPTED


def test_call_speaks_the_language_of_the_request(locales, manager):
    request = AdhesionRequestFactory(state=State.ACCEPTED, language="en")
    MembershipSettings.load()
    MembershipSettings.objects.update(
        legal_mention="TVA non applicable.", legal_mention_in_english="VAT does not apply."
    )
    call = fee_calls.issue(MembershipFactory(request=request), actor=manager)
    assert PdfReader(BytesIO(call.pdf)).trailer["/Root"]["/Lang"] == "en"
    assert "€5,000" in text_of(call.pdf)
    assert "VAT does not apply." in text_of(call.pdf)
    assert "TVA" not in text_of(call.pdf)

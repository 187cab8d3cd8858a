"""Reminders: few, spaced out, and none of what is answered."""

import datetime
import io
import threading

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from post_office.models import Email

from core.clock import now, today
from home.adhesion import reminders
from home.adhesion.models import (
    AdhesionRequest,
    FeeCall,
    InternalNote,
    Message,
    Renewal,
    RequestEvent,
    RequestMail,
)
from tests.adhesion.factories import AdhesionRequestFactory, MembershipFactory


def days_ago(days):
    return now() - datetime.timedelta(days=days)


def run(**options) -> str:
    printed = io.StringIO()
    call_command("send_reminders", stdout=printed, **options)
    return printed.getvalue()


def asked(days, **changes) -> AdhesionRequest:
    request = AdhesionRequestFactory(**{"state": "to_complete"} | changes)
    RequestEvent.objects.create(request=request, what="asked", to_state="to_complete", at=days_ago(days))
    mail = RequestMail.objects.create(request=request, kind="to_complete", queued_at=days_ago(days))
    Message.objects.create(request=request, text="Il manque la délibération.", mail=mail, author_name="Anne")
    InternalNote.objects.create(request=request, text="Ne répond jamais.", author_name="Anne")
    return request


def invited(days, year=2016, **changes) -> Renewal:
    membership = MembershipFactory(request=AdhesionRequestFactory(state="accepted", year=year - 1, **changes))
    return Renewal.objects.create(membership=membership, year=year, sent_at=days_ago(days))


@pytest.mark.parametrize(("days", "mails"), [(13, 0), (14, 1), (40, 1)])
def test_completion_is_reminded_of_after_two_weeks(join_page, days, mails):
    request = asked(days, champion_email="anne@example.org")
    run()
    run()
    assert Email.objects.count() == mails
    if mails:
        mail = request.mails.get(kind="completion_due").email
        assert mail.to == ["anne@example.org"]
        assert "Il manque la délibération." in mail.message
        assert "Ne répond jamais." not in mail.message
        assert request.reference in mail.message
        assert "http" in mail.message
        request.refresh_from_db()
        assert request.reminded_at is not None
        event = request.events.last()
        assert (event.what, event.actor, event.to_state) == ("reminded", None, "to_complete")


def test_completion_asked_again_counts_from_the_last_time():
    request = asked(40)
    RequestEvent.objects.create(request=request, what="asked", to_state="to_complete", at=days_ago(3))
    run()
    assert not Email.objects.exists()


@pytest.mark.parametrize(
    "change",
    [
        {"state": "in_review"},
        {"state": "closed"},
        {"state": "declined"},
        {"anonymised_at": datetime.datetime(2016, 1, 1, tzinfo=datetime.UTC)},
        {"champion_email": ""},
    ],
)
def test_nobody_is_reminded_of_a_request_that_goes_on_or_has_ended(change):
    asked(40, **change)
    run()
    assert not Email.objects.exists()


@pytest.mark.parametrize(("days", "mails"), [(29, 0), (30, 1)])
def test_invitation_is_reminded_of_once_after_a_month(join_page, days, mails):
    renewal = invited(days, champion_email="anne@example.org")
    run()
    run()
    assert Email.objects.count() == mails
    if mails:
        request = renewal.membership.request
        assert request.mails.get().kind == "renewal_due"
        assert "/demande/renouveler/" in Email.objects.get().message
        assert request.events.last().what == "reminded"
        renewal.refresh_from_db()
        assert renewal.reminded_at is not None


def test_invitation_is_not_reminded_of_once_answered_or_over_or_by_post():
    invited(40, year=2015)
    invited(40, champion_email="")
    invited(40, anonymised_at=now())
    renewal = invited(40)
    renewal.request = AdhesionRequestFactory()
    renewal.save()
    run()
    assert not Email.objects.exists()


def test_the_team_reminds_of_an_invitation_before_its_day_but_once(manager):
    renewal = invited(3)
    assert reminders.remind_of_renewal(renewal.pk, actor=manager)
    assert not reminders.remind_of_renewal(renewal.pk, actor=manager)
    assert Email.objects.count() == 1
    assert renewal.membership.request.events.last().actor == manager


def test_dry_run_tells_and_sends_nothing():
    asked(20)
    invited(40)
    printed = run(dry_run=True)
    assert printed.splitlines() == [
        "completions: 1 to remind of",
        "renewals: 1 to remind of",
        "fee calls: 0 to remind of",
    ]
    assert not Email.objects.exists()
    assert run().splitlines()[:2] == ["completions: 1 reminded of", "renewals: 1 reminded of"]


def test_one_failure_keeps_none_of_the_others_and_is_told(monkeypatch, caplog):
    first, second = asked(20), asked(20)
    compose = reminders.outbox.compose

    def broken_once(request, *args, **kwargs):
        if request == first:
            raise RuntimeError
        return compose(request, *args, **kwargs)

    monkeypatch.setattr(reminders.outbox, "compose", broken_once)
    with pytest.raises(CommandError):
        run()
    assert [mail.request for mail in RequestMail.objects.filter(kind="completion_due")] == [second]
    first.refresh_from_db()
    assert first.reminded_at is None
    assert first.champion_name not in caplog.text
    assert first.champion_email not in caplog.text


@pytest.mark.django_db(transaction=True)
def test_two_runs_at_once_remind_once():
    asked(20)
    invited(40)
    unpaid(due_on=datetime.date(2016, 1, 1))
    barrier = threading.Barrier(2)

    def remind():
        try:
            barrier.wait()
            run()
        finally:
            connection.close()

    threads = [threading.Thread(target=remind) for _turn in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(RequestMail.objects.exclude(kind="to_complete").values_list("kind", flat=True)) == [
        "completion_due",
        "fee_reminder",
        "renewal_due",
    ]
    assert RequestEvent.objects.filter(what="reminded").count() == 3


@pytest.fixture
def on(settings):
    """Runs the reminders on another day of 2016."""

    def run_on(month, day):
        settings.PINNED_TODAY = datetime.date(2016, month, day)
        run()
        return RequestMail.objects.filter(kind="fee_reminder").count()

    return run_on


def unpaid(**changes) -> FeeCall:
    membership = MembershipFactory(
        request=AdhesionRequestFactory(state="accepted", champion_email="anne@example.org")
    )
    issued = {"year": 2016, "number": 1, "issued_on": today(), "amount_cents": 500_000}
    return FeeCall.objects.create(
        **issued | {"membership": membership, "recipient_name": "Région", "pdf": b"%PDF-1.7"} | changes
    )


def test_fee_is_reminded_of_once_its_day_has_passed_every_month_three_times(on):
    call = unpaid(due_on=datetime.date(2016, 2, 10))
    assert [on(2, 10), on(2, 11), on(2, 11), on(3, 11), on(3, 12)] == [0, 1, 1, 1, 2]
    assert [on(4, 11), on(5, 11), on(6, 10), on(12, 31)] == [3, 3, 3, 3]
    request = call.membership.request
    mail = request.mails.filter(kind="fee_reminder").first().email
    assert mail.to == ["anne@example.org"]
    assert mail.attachments.count() == 1
    assert request.events.filter(what="reminded").count() == 3


def test_fee_without_a_due_date_is_reminded_of_after_a_month(on):
    unpaid()
    assert [on(2, 9), on(2, 10)] == [0, 1]


def test_each_call_has_its_own_reminders(on):
    first = unpaid(due_on=datetime.date(2016, 1, 12))
    assert [on(1, 13), on(2, 13), on(3, 14)] == [1, 2, 3]
    FeeCall.objects.update(cancelled_at=now())
    unpaid(number=2, membership=first.membership, due_on=datetime.date(2016, 5, 1))
    assert on(5, 2) == 4


@pytest.mark.parametrize(
    "change",
    [
        lambda call: FeeCall.objects.update(paid_on=today()),
        lambda call: FeeCall.objects.update(cancelled_at=now()),
        lambda call: AdhesionRequest.objects.update(anonymised_at=now()),
        lambda call: AdhesionRequest.objects.update(champion_email=""),
    ],
)
def test_fee_that_is_settled_is_not_reminded_of(on, change):
    change(unpaid(due_on=datetime.date(2016, 1, 12)))
    assert on(6, 1) == 0


@pytest.mark.parametrize("number", [2, 20])
def test_who_is_due_is_found_in_three_queries(number, django_assert_num_queries):
    for position in range(1, number + 1):
        asked(20)
        invited(40)
        unpaid(number=position, due_on=datetime.date(2016, 1, 1))
    with django_assert_num_queries(3):
        assert [len(kind.due()) for kind in reminders.KINDS] == [number] * 3

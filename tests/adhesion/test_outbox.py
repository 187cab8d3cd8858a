"""Mail leaves once: whatever the mail server does, and wherever the worker is killed."""

import os
import signal
import socket
import subprocess
import sys
import threading
from pathlib import Path

import pytest
import time_machine
from django.conf import settings as django_settings
from django.db import connection
from django.urls import reverse
from django.utils import timezone
from post_office.models import STATUS, Email

from core import mail
from home.adhesion import outbox
from home.adhesion.models import AdhesionRequest
from home.adhesion.models.history import MailKind
from tests.adhesion.factories import AdhesionRequestFactory
from tests.smtp import MailSink

ROOT = Path(__file__).parents[2]


@pytest.fixture
def smtp(settings):
    """Mail leaves for real, to the port that the test names."""

    def towards(port):
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
        settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
        settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
        settings.POST_OFFICE = settings.POST_OFFICE | {
            "BACKENDS": {"default": "django.core.mail.backends.smtp.EmailBackend"}
        }

    return towards


@pytest.fixture
def closed_port():
    """A port where nobody listens for the time being."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def queue_mails(number):
    for request in AdhesionRequestFactory.create_batch(number):
        outbox.queue(request, outbox.compose(request, MailKind.DECLINED, reason="Motif."))


def recipients(sink):
    return sorted(message["To"] for message in sink.accepted)


def expected():
    return sorted(email.to[0] for email in Email.objects.all())


def minutes_later(minutes):
    return time_machine.travel(timezone.now() + timezone.timedelta(minutes=minutes), tick=True)


def test_mail_server_refusing_for_an_hour_costs_nothing_but_the_hour(client, manager, smtp, closed_port):
    request = AdhesionRequestFactory()
    for kind in (MailKind.RECEIPT, MailKind.ALERT):
        outbox.queue(request, outbox.compose(request, kind))
    smtp(closed_port)
    for minutes in (0, 16, 32, 48):
        with minutes_later(minutes):
            assert mail.deliver_queued() == (0, 2)
            assert mail.deliver_queued() == (0, 0)
    assert AdhesionRequest.objects.with_mail_failures().get().mail_failures == 2
    client.force_login(manager)
    page = client.get(reverse("adhesion_requests:detail", args=[request.pk])).content.decode()
    assert page.count("Connection refused") == 2

    with MailSink(closed_port) as sink:
        with minutes_later(64):
            assert mail.deliver_queued() == (2, 0)
            assert mail.deliver_queued() == (0, 0)
        assert recipients(sink) == expected()
    assert {email.status for email in Email.objects.all()} == {STATUS.sent}
    page = client.get(reverse("adhesion_requests:detail", args=[request.pk])).content.decode()
    assert "Connection refused" not in page


def test_outage_longer_than_all_retries_loses_nothing(smtp, closed_port, settings):
    settings.POST_OFFICE = settings.POST_OFFICE | {"MAX_RETRIES": 1}
    smtp(closed_port)
    queue_mails(2)
    for attempt in range(4):
        with minutes_later(16 * attempt):
            mail.deliver_queued()
    with MailSink(closed_port) as sink, minutes_later(80):
        mail.deliver_queued()
        assert recipients(sink) == expected()


def test_one_refused_address_holds_no_other_mail_back(smtp, caplog, settings):
    settings.POST_OFFICE = settings.POST_OFFICE | {"MAX_RETRIES": 1}
    queue_mails(3)
    first = Email.objects.order_by("pk").first()
    with MailSink(refused=first.to[0]) as sink:
        smtp(sink.port)
        assert mail.deliver_queued() == (2, 1)
        first.refresh_from_db()
        assert first.status == STATUS.requeued
        assert "nobody here" in first.logs.get(status=STATUS.failed).message
        with minutes_later(16):
            assert mail.deliver_queued() == (0, 1)
        first.refresh_from_db()
        assert first.status == STATUS.failed
        assert len(sink.accepted) == 2
    assert first.to[0] not in caplog.text


def test_mail_that_is_not_due_stays(smtp):
    queue_mails(2)
    later, expired = Email.objects.order_by("pk")
    Email.objects.filter(pk=later.pk).update(scheduled_time=timezone.now() + timezone.timedelta(hours=1))
    Email.objects.filter(pk=expired.pk).update(expires_at=timezone.now() - timezone.timedelta(hours=1))
    with MailSink() as sink:
        smtp(sink.port)
        assert mail.deliver_queued() == (0, 0)


# The worker as it runs in production, in a process of its own, over the database of the test.


def worker(port):
    name = connection.settings_dict
    url = (
        f"sqlite:///{name['NAME']}"
        if connection.vendor == "sqlite"
        else f"postgres://{name['USER']}:{name['PASSWORD']}@{name['HOST']}:{name['PORT']}/{name['NAME']}"
    )
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "config.settings.production",
        "SECRET_KEY": django_settings.SECRET_KEY,
        "ALLOWED_HOSTS": "testserver",
        "BASE_URL": "http://testserver",
        "DATABASE_URL": url,
        "EMAIL_URL": f"smtp://127.0.0.1:{port}",
    }
    return subprocess.Popen(
        [sys.executable, "manage.py", "send_queued_mail"],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def kill_when_silent(sink, process):
    try:
        assert sink.silence.wait(60), process.communicate(timeout=1)
        process.send_signal(signal.SIGKILL)
        assert process.wait(10) == -signal.SIGKILL
    finally:
        process.kill()
        process.communicate()


def run_to_the_end(process):
    output = process.communicate(timeout=60)
    assert process.returncode == 0, output


def let_the_lease_run_out():
    for email in Email.objects.exclude(scheduled_time=None):
        Email.objects.filter(pk=email.pk).update(scheduled_time=email.scheduled_time - mail.LEASE)


@pytest.mark.django_db(transaction=True)
def test_worker_killed_in_mid_send_loses_no_mail_and_repeats_none():
    queue_mails(7)
    with MailSink(silent_after=3) as sink:
        kill_when_silent(sink, worker(sink.port))
        assert Email.objects.filter(status=STATUS.sent).count() == 3
        sink.silent_after = None
        sink.end_of_silence.set()

        run_to_the_end(worker(sink.port))
        # The mail that the killed worker held is its own until the lease has run out.
        assert len(sink.accepted) == 6
        let_the_lease_run_out()
        run_to_the_end(worker(sink.port))
        assert recipients(sink) == expected()
    assert not Email.objects.exclude(status=STATUS.sent).exists()


@pytest.mark.django_db(transaction=True)
def test_a_mail_accepted_as_the_worker_was_killed_is_recognised_as_the_same():
    """What no client can rule out: the server has it, the worker did not live to hear so."""
    queue_mails(2)
    with MailSink(silent_after=0, accepts_silently=True) as sink:
        kill_when_silent(sink, worker(sink.port))
        sink.silent_after = None
        sink.end_of_silence.set()
        let_the_lease_run_out()
        run_to_the_end(worker(sink.port))
        identifiers = [message["Message-ID"] for message in sink.accepted]
    assert len(identifiers) == 3
    assert len(set(identifiers)) == 2
    assert all(identifiers)


@pytest.mark.django_db(transaction=True)
def test_several_workers_share_the_mails():
    queue_mails(12)
    with MailSink() as sink:
        workers = [worker(sink.port) for _worker in range(2)]
        for process in workers:
            run_to_the_end(process)
        assert recipients(sink) == expected()


@pytest.mark.django_db(transaction=True)
def test_a_claimed_mail_is_claimed_once():
    queue_mails(1)
    claims, barrier = [], threading.Barrier(3)

    def claim():
        try:
            barrier.wait()
            claims.append(mail._claim_next())
        finally:
            connection.close()

    threads = [threading.Thread(target=claim) for _thread in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(email is not None for email in claims) == 1

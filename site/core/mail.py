"""How mail leaves: what Django and Wagtail send by themselves, and the delivery of what waits in the outbox.

The outbox's own delivery sends a hundred mails before it writes down that the first has left: a worker killed
in between would send them all again. Here each mail is claimed, sent and written down by itself.

What remains is the moment between the mail server's “250” and the commit that follows it: the mail of a
worker killed just then is sent again. Both copies bear the same Message-ID, by which mail servers and readers
recognise a duplicate. Without help from the mail server nothing does better: the other choice is to lose it.
"""

import copy
import logging
import re
from datetime import timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from post_office.backends import EmailBackend
from post_office.connections import connections
from post_office.models import STATUS, Email, Log
from post_office.settings import get_default_mailer, get_max_retries, get_retry_timedelta

#: How long a worker keeps a mail to itself: longer than any delivery (see `EMAIL_TIMEOUT`, which each of a
#: dozen answers may take); a worker that has not written it down by then was killed.
LEASE = timedelta(minutes=15)

logger = logging.getLogger(__name__)


class OutboxBackend(EmailBackend):
    """Django's mail backend over the outbox, which takes what it is given for templates.

    A title with a brace in it would fail to be sent, or be run: here braces are written so as to come out as
    they went in.
    """

    def send_messages(self, email_messages):
        return super().send_messages([_literal_message(message) for message in email_messages])


def _literal_message(message):
    message = copy.copy(message)
    message.subject = literal(message.subject)
    message.body = literal(message.body)
    if getattr(message, "alternatives", None):
        message.alternatives = [(literal(content), mimetype) for content, mimetype in message.alternatives]
    return message


def literal(text: str) -> str:
    """A Django template that renders to `text`, whatever it holds."""
    names = {"{": "openbrace", "}": "closebrace"}
    return re.sub("[{}]", lambda match: f"{{% templatetag {names[match[0]]} %}}", text)


def deliver_queued() -> tuple[int, int]:
    """Sends what is due, oldest first; (mails that left, mails that were refused).

    Any number of workers may do so at once, and any of them may be killed: a mail is claimed before it is
    sent, for `LEASE`, and is due again afterwards unless it was written down as sent. A refused mail is tried
    again after `RETRY_INTERVAL`, `MAX_RETRIES` times; a server that cannot be reached at all is no fault of
    the mail's and does not count.
    """
    left = refused = 0
    try:
        while (email := _claim_next()) is not None:
            try:
                connection = connections[email.backend_alias or get_default_mailer()]
            except OSError as error:
                refused += _put_off_all(email, error)
                break
            try:
                email.dispatch(commit=False, disconnect_after_delivery=False, connection=connection)
            except Exception as error:
                # Whatever is wrong with one mail, the others leave. The error may name people: it is for the
                # team to read, not for the log.
                logger.warning("Mail %d was refused: %s", email.pk, type(error).__name__)
                _put_off(email, error)
                connections.close()
                refused += 1
            else:
                _write_down(email)
                left += 1
    finally:
        connections.close()
    return left, refused


def _due():
    now = timezone.now()
    return Email.objects.filter(
        Q(scheduled_time=None) | Q(scheduled_time__lte=now),
        Q(expires_at=None) | Q(expires_at__gt=now),
        status__in=[STATUS.queued, STATUS.requeued],
    )


def _claim_next() -> Email | None:
    """The next mail, kept from other workers for a while; None when nothing is due."""
    while True:
        email = _due().order_by("-priority", "pk").first()
        if email is None:
            return None
        if _due().filter(pk=email.pk).update(scheduled_time=timezone.now() + LEASE):
            return email


def _write_down(email):
    with transaction.atomic():
        Email.objects.filter(pk=email.pk).update(
            status=STATUS.sent, scheduled_time=None, last_updated=timezone.now()
        )
        Log.objects.create(email=email, status=STATUS.sent)


def _put_off(email, error):
    retries = (email.number_of_retries or 0) + 1
    gives_up = retries > get_max_retries()
    with transaction.atomic():
        Email.objects.filter(pk=email.pk).update(
            status=STATUS.failed if gives_up else STATUS.requeued,
            scheduled_time=timezone.now() + get_retry_timedelta(),
            number_of_retries=retries,
            last_updated=timezone.now(),
        )
        Log.objects.create(email=email, **_failure(error))


def _put_off_all(email, error) -> int:
    """The server cannot be reached: every mail that is due waits, and says why; their number."""
    logger.warning("The mail server cannot be reached: %s", type(error).__name__)
    with transaction.atomic():
        waiting = [email.pk, *_due().filter(backend_alias=email.backend_alias).values_list("pk", flat=True)]
        Email.objects.filter(pk__in=waiting).update(
            status=STATUS.requeued,
            scheduled_time=timezone.now() + get_retry_timedelta(),
            last_updated=timezone.now(),
        )
        Log.objects.bulk_create(Log(email_id=pk, **_failure(error)) for pk in waiting)
    return len(waiting)


def _failure(error) -> dict:
    return {"status": STATUS.failed, "message": str(error), "exception_type": type(error).__name__}

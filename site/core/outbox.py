"""Putting mails into the outbox, and taking them out of it for good.

A mail is always queued, never sent while something is being stored: a mail server that is down can neither
lose nor delay it. Where `POST_OFFICE["DEFAULT_PRIORITY"]` is "now" (development, without a worker) the queue
is emptied as soon as the transaction is committed, and a failure there is tried again later like any other.
"""

from dataclasses import dataclass

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import transaction
from post_office import mail
from post_office.models import Attachment, Email

from core.mail import deliver_queued


@dataclass(frozen=True)
class Enclosed:
    """A file that leaves with a mail."""

    name: str
    content: bytes
    media_type: str


def put(
    to: tuple[str, ...], subject: str, body: str, *, reply_to: str = "", enclosed: tuple[Enclosed, ...] = ()
) -> Email:
    """Stores the mail, inside the caller's transaction."""
    headers = {"Auto-Submitted": "auto-generated"}
    if reply_to:
        headers["Reply-To"] = reply_to
    email = mail.send(
        recipients=list(to),
        # The outbox treats subject and message as templates: what people typed goes in as values.
        subject="{{ subject|safe }}",
        message="{{ body|safe }}",
        context={"subject": subject, "body": body},
        headers=headers,
        attachments={
            each.name: {"file": ContentFile(each.content), "mimetype": each.media_type} for each in enclosed
        }
        or None,
        priority="medium",
    )
    if settings.POST_OFFICE.get("DEFAULT_PRIORITY") == "now":
        transaction.on_commit(deliver_queued, robust=True)
    return email


def erase(emails) -> None:
    """Deletes mails, with what servers answered, and the files attached to no other; what waits never leaves.

    `emails` is a queryset. The files go once the transaction is committed.
    """
    attachments = list(Attachment.objects.filter(emails__in=emails).distinct())
    emails.delete()
    for attachment in attachments:
        if attachment.emails.exists():
            continue
        storage, name = attachment.file.storage, attachment.file.name
        attachment.delete()
        transaction.on_commit(lambda storage=storage, name=name: storage.delete(name), robust=True)

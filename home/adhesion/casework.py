"""What the team does about a request without changing its state: notes, messages, mails sent again.

Each is one transaction over the locked request: said twice at once, it is done once.
"""

import re

from django.db import transaction
from django.utils.translation import gettext as _
from post_office.models import STATUS

from home.adhesion import links, outbox
from home.adhesion.models.casework import InternalNote, Message
from home.adhesion.models.history import EventKind, MailKind, RequestEvent, RequestMail
from home.adhesion.models.requests import AdhesionRequest

WAITING = (STATUS.queued, STATUS.requeued)


class CaseworkRefused(Exception):
    """It cannot be done, or was done already; `str()` says why."""


def write_note(request_id: int, text: str, *, actor) -> None:
    """Keeps a note for the team alone; the same one twice in a row is one. Raises `CaseworkRefused`."""
    with transaction.atomic():
        request = _locked(request_id)
        last = request.notes.last()
        if last is None or (last.author_id, last.text) != (actor.pk, text):
            InternalNote.objects.create(request=request, author=actor, text=text)


def obstacle(request: AdhesionRequest) -> str:
    """Why nothing can be done about the request any more; blank where something can."""
    if request.anonymised_at:
        return _("The personal data of this request is erased: nothing is added to it.")
    return ""


def obstacle_to_writing(request: AdhesionRequest) -> str:
    """Why no message can be sent to the applicant; blank where one can."""
    if not obstacle(request) and not request.champion_email:
        return _("This request gives no e-mail address.")
    return obstacle(request)


def obstacle_to_trust(request: AdhesionRequest) -> str:
    """Why the request cannot be held for genuine; blank where it can."""
    if not obstacle(request) and not request.suspect:
        return _("Nobody doubts this request any more.")
    return obstacle(request)


def message_draft(request: AdhesionRequest, text: str) -> outbox.Draft | None:
    """The mail that carries a message; None where the request gives no address."""
    return outbox.compose(request, MailKind.MESSAGE, reason=text)


def write_message(request_id: int, text: str, *, actor) -> None:
    """Sends a message to the applicant and keeps it. Raises `CaseworkRefused`."""
    with transaction.atomic():
        request = _locked(request_id)
        if why := obstacle_to_writing(request):
            raise CaseworkRefused(why)
        last = request.messages.last()
        if last and (last.author_id, last.text) == (actor.pk, text):
            raise CaseworkRefused(_("This message was sent already."))
        mail = outbox.queue(request, message_draft(request, text))
        Message.objects.create(request=request, author=actor, text=text, mail=mail)
        _lift_doubt(request)
        RequestEvent.note_down(request, EventKind.WRITTEN_TO, actor=actor)


def send_again(request_id: int, mail_id: int, *, actor) -> RequestMail:
    """Puts a copy of a mail in the outbox, for the address that is known now. Raises `CaseworkRefused`.

    Where the mail holds the applicant's link, the copy holds one that works: it is signed for the address,
    and for a while.
    """
    with transaction.atomic():
        request = _locked(request_id)
        mail = request.mails.select_related("email").get(pk=mail_id)
        if mail.email is None:
            raise CaseworkRefused(_("The text of this mail is no longer kept."))
        if request.mails.filter(kind=mail.kind, email__status__in=WAITING).exists():
            raise CaseworkRefused(_("This mail is still waiting to leave: it is sent by itself."))
        recipients = outbox.recipients(request, mail.kind)
        if not recipients:
            raise CaseworkRefused(_("Nobody is to receive this mail any more: no address is given."))
        copy = outbox.queue_copy(mail, recipients, body=_with_fresh_link(request, mail.email.message))
        RequestEvent.note_down(request, EventKind.SENT_AGAIN, actor=actor, note=mail.kind)
    return copy


def receipt_draft(request: AdhesionRequest) -> outbox.Draft | None:
    """The receipt that a doubtful request did not get; None where the request gives no address."""
    return outbox.compose(request, MailKind.RECEIPT)


def hold_for_genuine(request_id: int, *, actor) -> None:
    """Takes the doubt away and sends the receipt that was held back. Raises `CaseworkRefused`."""
    with transaction.atomic():
        request = _locked(request_id)
        if why := obstacle_to_trust(request):
            raise CaseworkRefused(why)
        _lift_doubt(request)
        if request.is_open and (draft := receipt_draft(request)):
            outbox.queue(request, draft)
            RequestEvent.note_down(request, EventKind.WRITTEN_TO, actor=actor, note=MailKind.RECEIPT)


def assign(request_id: int, colleague, *, actor) -> None:
    """Hands the request over. Raises `CaseworkRefused`."""
    with transaction.atomic():
        request = _locked(request_id)
        if request.assignee_id == colleague.pk:
            return
        request.assignee = colleague
        request.save(update_fields=["assignee"])
        name = colleague.get_full_name() or colleague.get_username()
        RequestEvent.note_down(request, EventKind.ASSIGNED, actor=actor, note=name)


def _locked(request_id) -> AdhesionRequest:
    request = AdhesionRequest.objects.select_for_update(of=("self",)).get(pk=request_id)
    if why := obstacle(request):
        raise CaseworkRefused(why)
    return request


def _lift_doubt(request):
    if request.suspect:
        request.suspect = False
        request.save(update_fields=["suspect"])


def _with_fresh_link(request, text):
    """The text with the applicant's link as it is today, wherever it holds one of this request's."""
    fresh = links.follow_url(request).rstrip("/")
    if not fresh:
        return text
    before_signature = fresh.rpartition("/")[0]
    return re.sub(rf"{re.escape(before_signature)}/[^/\s]+", lambda _match: fresh, text)

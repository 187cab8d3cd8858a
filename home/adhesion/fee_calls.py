"""Calling for the fee: numbers without a gap, documents that do not change, payments, reminders.

A fee call is a fact apart from the acceptance that it follows. Each function is one transaction: what it
writes, the event of the request's history and the mail stand or fall together.
"""

from datetime import date, timedelta

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from core.clock import now, today
from core.typography import written_date
from home.adhesion import outbox, pdf
from home.adhesion.models.accounting import FeeCall, FeeCallSequence
from home.adhesion.models.fees import FeeSchedule
from home.adhesion.models.history import EventKind, MailKind, RequestEvent
from home.adhesion.models.members import Membership
from home.adhesion.models.requests import AdhesionRequest, PayerKind
from home.adhesion.models.settings import MembershipSettings

#: Mails that tell the paying body where its data come from, or that follow one that did.
_INFORMING = (MailKind.ACCEPTED_PAYER, MailKind.FEE_CALL)


class FeeCallRefused(Exception):
    """The call cannot be issued, cancelled, paid or reminded of as things stand; `str()` says why."""


def prepare(membership: Membership, **recipient: str) -> FeeCall:
    """The call that would be issued today, without a number and not stored.

    `recipient` holds fields of the one who pays that differ from what the request says. Raises
    `FeeCallRefused` where no amount is known.
    """
    days = MembershipSettings.load().payment_days
    issued_on = today()
    return FeeCall(
        membership=membership,
        year=issued_on.year,
        issued_on=issued_on,
        due_on=None if days is None else issued_on + timedelta(days=days),
        amount_cents=_amount(membership),
        **(stated_recipient(membership) | recipient),
    )


def stated_recipient(membership: Membership) -> dict[str, str]:
    """Who pays, as the request says: another body where it names one, else the member itself."""
    request, organisation = membership.request, membership.organisation
    codes = {
        "chorus_service_code": request.chorus_service_code,
        "engagement_number": request.engagement_number,
    }
    if request.payer_kind == PayerKind.OTHER and request.payer_name:
        return codes | {
            "recipient_name": request.payer_name,
            "recipient_address": "",
            "recipient_siret": request.payer_siret,
        }
    return codes | {
        "recipient_name": organisation.name,
        "recipient_address": organisation.address,
        "recipient_siret": organisation.siret,
    }


def document(call: FeeCall) -> bytes:
    """The PDF of a call in the language of the request; for a stored call, the one that was issued."""
    if call.pk:
        return bytes(call.pdf)
    with translation.override(call.membership.request.language):
        return pdf.fee_call(call)


def mail_of(call: FeeCall, kind: MailKind = MailKind.FEE_CALL) -> outbox.Draft | None:
    """The mail that carries the call; None where there is nobody to write to."""
    request = call.membership.request
    payer = request.invoice_recipient
    with translation.override(request.language):
        due_on = written_date(call.due_on)
    return outbox.compose(
        request,
        kind,
        attachments=((file_name(call), document(call)),),
        call=call,
        organisation=call.membership.organisation,
        due_on=due_on,
        tells_source=bool(payer) and not _is_informed(request, payer),
    )


def file_name(call: FeeCall) -> str:
    """Name of the document's file, such as AC-2016-0001.pdf."""
    return f"{call}.pdf" if call.number else "AC-projet.pdf"


def issue(membership: Membership, *, actor, send: bool = True, **recipient: str) -> FeeCall:
    """Gives the next number of the year to a call for that membership, and sends it where `send` is true.

    A number is taken only if all the rest succeeds. Raises `FeeCallRefused` where a call stands already, or
    where no amount is known.
    """
    with transaction.atomic():
        membership = Membership.objects.locked(membership.pk)
        standing = membership.fee_calls.standing().light().first()
        if standing:
            raise FeeCallRefused(
                _("A fee call stands already for this membership: %(number)s.") % {"number": standing}
            )
        call = prepare(membership, **recipient)
        call.issued_by = actor
        call.number = _next_number(call.year)
        call.pdf = document(call)
        call.save()
        _record(call, EventKind.FEE_CALLED, actor, str(call))
        if send and (draft := mail_of(call)):
            outbox.queue(membership.request, draft)
            call.sent_at = now()
            call.save(update_fields=["sent_at"])
    return call


def cancel(call_id: int, reason: str, *, actor) -> FeeCall:
    """The call no longer stands; its number stays, and another call may be issued.

    Raises `FeeCallRefused` where it is paid or cancelled already.
    """
    with transaction.atomic():
        call = _locked(call_id)
        if call.paid_on:
            raise FeeCallRefused(
                _("%(number)s is paid: take the payment back before cancelling it.") % {"number": call}
            )
        _refuse_cancelled(call)
        call.cancelled_at = now()
        call.cancellation_reason = reason
        call.save(update_fields=["cancelled_at", "cancellation_reason"])
        _record(
            call, EventKind.FEE_VOIDED, actor, _("%(number)s: %(what)s") % {"number": call, "what": reason}
        )
    return call


def record_payment(call_id: int, paid_on: date, reference: str = "", *, actor) -> FeeCall:
    """The fee has come. Raises `FeeCallRefused` where the call is cancelled or paid already."""
    with transaction.atomic():
        call = _locked(call_id)
        _refuse_cancelled(call)
        if call.paid_on:
            raise FeeCallRefused(
                _("%(number)s is paid already, since %(day)s.")
                % {"number": call, "day": written_date(call.paid_on)}
            )
        call.paid_on, call.payment_reference = paid_on, reference
        call.save(update_fields=["paid_on", "payment_reference"])
        note = _("%(number)s: %(what)s") % {"number": call, "what": written_date(paid_on)}
        _record(call, EventKind.PAID, actor, f"{note} ({reference})" if reference else note)
    return call


def withdraw_payment(call_id: int, reason: str, *, actor) -> FeeCall:
    """The payment was recorded by mistake. Raises `FeeCallRefused` where there is none."""
    with transaction.atomic():
        call = _locked(call_id)
        if not call.paid_on:
            raise FeeCallRefused(_("No payment is recorded for %(number)s.") % {"number": call})
        note = _("%(number)s: payment of %(day)s taken back. %(reason)s") % {
            "number": call,
            "day": written_date(call.paid_on),
            "reason": reason,
        }
        call.paid_on, call.payment_reference = None, ""
        call.save(update_fields=["paid_on", "payment_reference"])
        _record(call, EventKind.CORRECTED, actor, note)
    return call


def remind(call_id: int, *, actor=None) -> bool:
    """Sends the call again, as a reminder; False where nothing is due or there is nobody to write to.

    Without an actor, it is the site that does it on its day.
    """
    return _send(call_id, MailKind.FEE_REMINDER, EventKind.REMINDED, "reminded_at", actor)


def send(call_id: int, *, actor) -> bool:
    """Sends a call that was issued without being sent, or once more; False as for a reminder."""
    return _send(call_id, MailKind.FEE_CALL, EventKind.WRITTEN_TO, "sent_at", actor)


def _send(call_id, kind, event, date_field, actor) -> bool:
    with transaction.atomic():
        call = _locked(call_id)
        draft = mail_of(call, kind) if call.is_due else None
        if draft is None:
            return False
        outbox.queue(call.membership.request, draft)
        setattr(call, date_field, now())
        call.save(update_fields=[date_field])
        _record(call, event, actor, str(call))
    return True


def _locked(call_id: int) -> FeeCall:
    calls = FeeCall.objects.select_for_update(of=("self",))
    return calls.select_related("membership__request", "membership__organisation").get(pk=call_id)


def _refuse_cancelled(call):
    if call.cancelled_at:
        raise FeeCallRefused(_("%(number)s is cancelled.") % {"number": call})


def _next_number(year: int) -> int:
    """The number after the last one of the year; nobody takes another before this transaction ends."""
    FeeCallSequence.objects.get_or_create(year=year)
    sequence = FeeCallSequence.objects.select_for_update().get(year=year)
    sequence.last_number += 1
    sequence.save(update_fields=["last_number"])
    return sequence.last_number


def _amount(membership: Membership) -> int:
    """What was asked of the applicant on the day of filing, else the fee of the year. In cents."""
    if membership.request.amount_cents:
        return membership.request.amount_cents
    schedule = FeeSchedule.objects.filter(year=membership.year).first()
    if schedule is None:
        raise FeeCallRefused(
            _("No amount is known: publish the fee schedule of %(year)s first.") % {"year": membership.year}
        )
    return schedule.amount_cents


def _is_informed(request: AdhesionRequest, address: str) -> bool:
    """Whether a mail to that address has said already where the data come from."""
    mails = request.mails.filter(kind__in=_INFORMING).exclude(email=None).select_related("email")
    return any(address.lower() in (to.lower() for to in mail.email.to) for mail in mails)


def _record(call, event, actor, note):
    """Writes it down; of an erased request only the number, as nothing erases its history again."""
    request = call.membership.request
    note = str(call) if request.anonymised_at else note
    RequestEvent.note_down(request, event, actor=actor, by_site=True, note=note)

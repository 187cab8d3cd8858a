"""Filing a request: once, whatever the number of clicks, with its first event and its first mails."""

import uuid
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256

from django.core import signing
from django.db import transaction

from core.clock import today
from home.adhesion import outbox
from home.adhesion.models.fees import FeeSchedule
from home.adhesion.models.history import Doubt, EventKind, MailKind, RequestEvent
from home.adhesion.models.requests import AdhesionRequest, Source, State

#: The data-protection notice that stands at the form: change it with the text of `notice.html`.
NOTICE_VERSION = "2016-01"
#: Nobody fills the form faster.
SHORTEST_FILLING = timedelta(seconds=2)

_token_signer = signing.TimestampSigner(salt="adhesion.submission")
_reference_signer = signing.Signer(salt="adhesion.confirmation")


@dataclass(frozen=True)
class Submission:
    """What says that several posts are one sending, and whether a machine did it."""

    token: str
    suspicion: str = ""


def new_submission_token() -> str:
    """Hidden in the form: signed, with the time at which the form was opened."""
    return _token_signer.sign(uuid.uuid4().hex)


def read_submission(signed_token: str, *, honeypot: str) -> Submission:
    """Reads the token back. Doubt never refuses: it is written down for the team to judge."""
    try:
        token = _token_signer.unsign(signed_token)
    except signing.BadSignature:
        fallback = sha256(signed_token.encode()).hexdigest() if signed_token else uuid.uuid4().hex
        return Submission(fallback, suspicion=Doubt.ALTERED_TOKEN)
    if honeypot:
        return Submission(token, suspicion=Doubt.TRAP_FILLED)
    if _is_too_quick(signed_token):
        return Submission(token, suspicion=Doubt.TOO_QUICK)
    return Submission(token)


def _is_too_quick(signed_token: str) -> bool:
    try:
        _token_signer.unsign(signed_token, max_age=SHORTEST_FILLING)
    except signing.SignatureExpired:
        return False
    return True


def file_request(answers: dict, submission: Submission, *, language: str) -> tuple[AdhesionRequest, bool]:
    """Stores request, event and mails in one transaction; (request, whether this call made it).

    One form sent several times is one request. Sent for another organisation or by somebody else, it is
    another: nobody is answered with a stranger's reference.
    """
    fee = FeeSchedule.current()
    sender = f"{submission.token}\n{answers['organisation_name']}\n{answers['champion_email'].lower()}"
    with transaction.atomic():
        request, created = AdhesionRequest.objects.get_or_create(
            submission_token=sha256(sender.encode()).hexdigest(),
            defaults=answers
            | {
                "year": today().year,
                "source": Source.WEB,
                "language": language,
                "suspect": bool(submission.suspicion),
                "amount_cents": fee.amount_cents if fee else None,
                "notice_version": NOTICE_VERSION,
            },
        )
        if created:
            RequestEvent.objects.create(
                request=request, what=EventKind.FILED, to_state=State.SUBMITTED, note=submission.suspicion
            )
            for kind in (MailKind.ALERT,) if request.suspect else (MailKind.RECEIPT, MailKind.ALERT):
                if draft := outbox.compose(request, kind):
                    outbox.queue(request, draft)
    return request, created


def sign_reference(request: AdhesionRequest) -> tuple[str, str]:
    """(reference, signature), as the address of a confirmation holds them."""
    return request.reference, _reference_signer.signature(request.reference)


def read_reference(reference: str, signature: str) -> AdhesionRequest | None:
    """The request of a confirmation's address; None where the address was altered or the request is gone."""
    try:
        _reference_signer.unsign(f"{reference}{_reference_signer.sep}{signature}")
    except signing.BadSignature:
        return None
    return AdhesionRequest.objects.filter(reference=reference).only("reference").first()

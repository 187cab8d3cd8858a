"""Filing a request: once, whatever the number of clicks, with its first event and its first mails."""

import uuid
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256

from django.core import signing
from django.db import transaction

from core.clock import now, today
from home.adhesion import outbox
from home.adhesion.models.abuse import FilingTrace
from home.adhesion.models.fees import FeeSchedule
from home.adhesion.models.history import Doubt, EventKind, MailKind, RequestEvent
from home.adhesion.models.members import Renewal
from home.adhesion.models.requests import AdhesionRequest, Source, State

#: The data-protection notice that stands at the form: change it with the text of `notice.html`.
NOTICE_VERSION = "2016-02"
#: Nobody goes through the steps faster.
SHORTEST_FILLING = timedelta(seconds=2)
#: Requests within an hour, beyond which a machine is suspected.
MOST_FROM_ORIGIN = 5
MOST_FROM_EMAIL = 3

_token_signer = signing.TimestampSigner(salt="adhesion.submission")
_reference_signer = signing.Signer(salt="adhesion.confirmation")


@dataclass(frozen=True)
class Submission:
    """What says that several posts are one sending, and whether a machine did it."""

    token: str
    suspicion: str = ""


def new_submission_token() -> str:
    """Names a draft: signed, with the time at which its first page was opened."""
    return _token_signer.sign(uuid.uuid4().hex)


def read_submission(signed_token: str, *, posted: str, is_trapped: bool) -> Submission:
    """Reads the draft's token back. Doubt never refuses: it is written down for the team to judge.

    `posted` is the token that came back with the page; `is_trapped` says that the field hidden from people
    was filled in.
    """
    try:
        token = _token_signer.unsign(signed_token)
    except signing.BadSignature:
        return Submission(sha256(signed_token.encode()).hexdigest(), suspicion=Doubt.ALTERED_TOKEN)
    if posted != signed_token:
        return Submission(token, suspicion=Doubt.ALTERED_TOKEN)
    if is_trapped:
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


def is_genuine(signed_token: str) -> bool:
    """Whether this site made the token."""
    try:
        _token_signer.unsign(signed_token)
    except signing.BadSignature:
        return False
    return True


def file_request(
    answers: dict, submission: Submission, *, language: str, origin: str = "", renewal: Renewal | None = None
) -> tuple[AdhesionRequest, bool]:
    """Stores request, event and mails in one transaction; (request, whether this call made it).

    One form sent several times is one request. Sent for another organisation or by somebody else, it is
    another: nobody is answered with a stranger's reference. `origin` is the address that it came from; a
    request that answers an invitation to renew is one for the year of the invitation.
    """
    year = renewal.year if renewal else today().year
    fee = fee_of(year)
    sender = f"{submission.token}\n{answers['organisation_name']}\n{answers['champion_email'].lower()}"
    with transaction.atomic():
        doubt = submission.suspicion or _doubt_by_number(answers["champion_email"], origin)
        request, created = AdhesionRequest.objects.get_or_create(
            submission_token=sha256(sender.encode()).hexdigest(),
            defaults=answers
            | {
                "year": year,
                "source": Source.WEB,
                "language": language,
                "suspect": bool(doubt),
                "amount_cents": fee.amount_cents if fee else None,
                "notice_version": NOTICE_VERSION,
            },
        )
        if created:
            FilingTrace.objects.leave(origin)
            _link(renewal, request)
            RequestEvent.objects.create(
                request=request, what=EventKind.FILED, to_state=State.SUBMITTED, note=doubt
            )
            for kind in (MailKind.ALERT,) if request.suspect else (MailKind.RECEIPT, MailKind.ALERT):
                if draft := outbox.compose(request, kind):
                    outbox.queue(request, draft)
    return request, created


def _doubt_by_number(email: str, origin: str) -> str:
    """Why there are too many requests of this kind within an hour; empty where there are not."""
    hour_ago = now() - timedelta(hours=1)
    if FilingTrace.objects.left_from(origin, since=hour_ago) >= MOST_FROM_ORIGIN:
        return Doubt.MANY_FROM_ORIGIN
    filed = AdhesionRequest.objects.filter(
        source=Source.WEB, received_at__gte=hour_ago, champion_email__iexact=email
    )
    return Doubt.MANY_FROM_EMAIL if filed.count() >= MOST_FROM_EMAIL else ""


def fee_of(year: int) -> FeeSchedule | None:
    """What a membership of that year costs; where that is not decided, what it costs today."""
    return FeeSchedule.objects.filter(year=year).order_by("pk").first() or FeeSchedule.current()


def _link(renewal: Renewal | None, request: AdhesionRequest) -> None:
    """Says what came of the invitation, unless something that counts had come of it already."""
    if renewal is None:
        return
    renewal = Renewal.objects.select_for_update(of=("self",)).select_related("request").get(pk=renewal.pk)
    if answer_that_counts(renewal) is None:
        renewal.request = request
        renewal.save(update_fields=["request"])


def answer_that_counts(renewal: Renewal) -> AdhesionRequest | None:
    """The request by which an invitation was answered, unless it was declined or closed since."""
    answer = renewal.request
    return answer if answer and answer.state not in (State.DECLINED, State.CLOSED) else None


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

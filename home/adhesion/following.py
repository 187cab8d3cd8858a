"""What applicants read of a request that they follow, and how they get a new link to it."""

import dataclasses
import datetime
import re
import unicodedata

from django.db import transaction
from django.db.models import Q
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from core.clock import now
from home.adhesion import outbox
from home.adhesion.models.casework import Message
from home.adhesion.models.history import EventKind, MailKind, RequestEvent, RequestMail
from home.adhesion.models.requests import AdhesionRequest

#: Links that leave within an hour, for one request and for one address: the form is open to all.
LINKS_AN_HOUR = 3

# Events that concern the applicant; the others are the team's own affair.
_BY_THE_TEAM = {
    EventKind.FILED: _("We received your request"),
    EventKind.TAKEN: _("Somebody in the team began to read your request"),
    EventKind.ASKED: _("We asked you to complete your request"),
    EventKind.COMPLETED: _("We went on reading your request"),
    EventKind.CORRECTED: _("We corrected an answer of your request"),
    EventKind.WRITTEN_TO: _("We wrote to you"),
    EventKind.ACCEPTED: _("Your request was accepted"),
    EventKind.DECLINED: _("Your request was declined"),
    EventKind.CLOSED: _("Your request was closed"),
    EventKind.REOPENED: _("Your request was opened again"),
    EventKind.FEE_CALLED: _("We issued the call for the fee"),
    EventKind.FEE_VOIDED: _("We cancelled the call for the fee"),
    EventKind.PAID: _("We recorded the payment of the fee"),
}
_BY_THE_APPLICANT = {
    EventKind.COMPLETED: _("You completed your request"),
    EventKind.CORRECTED: _("You corrected your answers"),
    EventKind.CLOSED: _("You withdrew your request"),
}


@dataclasses.dataclass(frozen=True)
class Step:
    """One line of what applicants read of a request's history: neither names nor notes of the team."""

    at: datetime.datetime
    text: str


def is_by_applicant(event: RequestEvent) -> bool:
    """The name is kept when an account goes: only the applicant has none."""
    return not event.actor_name


def timeline(events: list[RequestEvent]) -> list[Step]:
    """What happened, oldest first; the same thing done several times running on one day is said once."""
    steps = []
    for event in events:
        words = _BY_THE_APPLICANT if is_by_applicant(event) else {}
        text = words.get(event.what) or _BY_THE_TEAM.get(event.what)
        if text is None:
            continue
        step = Step(at=event.at, text=str(text))
        if steps and steps[-1].text == step.text and localdate(steps[-1].at) == localdate(step.at):
            steps[-1] = step
        else:
            steps.append(step)
    return steps


def asked_in(messages: list[Message], events: list[RequestEvent]) -> list[Message]:
    """What the team wrote when it last asked for a completion, and since."""
    asked_at = max((event.at for event in events if event.what == EventKind.ASKED), default=None)
    if asked_at is None:
        return []
    return [message for message in messages if message.author_name and message.at >= asked_at]


def is_corrected_since_asked(events: list[RequestEvent]) -> bool:
    """Whether the applicant has corrected an answer since the team last asked for a completion."""
    since = []
    for event in events:
        since = [] if event.what == EventKind.ASKED else [*since, event]
    return any(event.what == EventKind.CORRECTED and is_by_applicant(event) for event in since)


def clean_reference(typed: str) -> str:
    """A reference as it is written, from one that was copied or dictated."""
    plain = "".join(unicodedata.normalize("NFKC", typed).upper().split())
    return re.sub(r"[\u2010-\u2015\u2212_]", "-", plain)


def ask_for_link(reference: str, email: str) -> None:
    """Sends a new link to the champion where both match a request; says nothing of whether they did."""
    with transaction.atomic():
        request = (
            AdhesionRequest.objects.select_for_update(of=("self",))
            .filter(reference=reference, champion_email__iexact=email, anonymised_at=None)
            .first()
        )
        if request and not is_limit_reached(request, request.champion_email):
            send_link(request)


def is_limit_reached(request: AdhesionRequest, email: str) -> bool:
    """Whether enough links have left within an hour, for that request or for that address."""
    lately = RequestMail.objects.filter(kind=MailKind.LINK, queued_at__gt=now() - datetime.timedelta(hours=1))
    same = Q(request=request) | Q(request__champion_email__iexact=email)
    return lately.filter(same).count() >= LINKS_AN_HOUR


def send_link(request: AdhesionRequest, *, is_new_address: bool = False) -> None:
    """Writes the link to the champion, in the caller's transaction.

    As with the receipt, nothing leaves for the address of a request that a machine may have filed.
    """
    if request.suspect:
        return
    if draft := outbox.compose(request, MailKind.LINK, is_new_address=is_new_address):
        outbox.queue(request, draft)


def tell_former_address(request: AdhesionRequest, former: str) -> None:
    """Says to an address that has been corrected that its links show nothing any more."""
    if request.suspect:
        return
    if draft := outbox.compose(request, MailKind.LINK, is_former_address=True):
        outbox.queue(request, dataclasses.replace(draft, to=(former,)))


def is_said_already(request: AdhesionRequest, message: str) -> bool:
    """Whether the request was completed with these words already: a second click, or a page sent again."""
    last = request.events.last()
    if last.what != EventKind.COMPLETED or not is_by_applicant(last):
        return False
    said = request.messages.filter(author_name="").last()
    return not message or (said is not None and said.text == message)

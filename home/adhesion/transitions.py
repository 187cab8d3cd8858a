"""How a request changes state: a table, and the one function that applies a row of it."""

from dataclasses import dataclass

from django import forms
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from core.typography import written_date
from home.adhesion import outbox
from home.adhesion.forms.decisions import ClosingForm, ConfirmationForm, ReasonForm
from home.adhesion.models.history import EventKind, MailKind, RequestEvent
from home.adhesion.models.requests import OPEN_STATES, AdhesionRequest, ClosingCause, State


@dataclass(frozen=True)
class Transition:
    """One row of the table: from which states to which, who may, what it needs, whom it tells."""

    name: str
    label: str
    sources: tuple[State, ...]
    target: State
    #: "review" or "decide": the permission on requests.
    permission: str
    event: EventKind
    mails: tuple[MailKind, ...] = ()
    form_class: type[forms.Form] = ConfirmationForm
    is_serious: bool = False

    @property
    def needs_confirmation(self) -> bool:
        """Whether somebody outside hears of it: then it is read once more before it is done."""
        return bool(self.mails)

    def is_open_to(self, user) -> bool:
        return user.has_perm(f"adhesion.{self.permission}_adhesionrequest")


TRANSITIONS = {
    transition.name: transition
    for transition in (
        Transition(
            name="take",
            label=pgettext_lazy("action", "Take in review"),
            sources=(State.SUBMITTED,),
            target=State.IN_REVIEW,
            permission="review",
            event=EventKind.TAKEN,
        ),
        Transition(
            name="accept",
            label=pgettext_lazy("action", "Accept"),
            sources=OPEN_STATES,
            target=State.ACCEPTED,
            permission="decide",
            event=EventKind.ACCEPTED,
            mails=(MailKind.ACCEPTED, MailKind.ACCEPTED_PAYER),
        ),
        Transition(
            name="decline",
            label=pgettext_lazy("action", "Decline"),
            sources=OPEN_STATES,
            target=State.DECLINED,
            permission="decide",
            event=EventKind.DECLINED,
            mails=(MailKind.DECLINED,),
            form_class=ReasonForm,
            is_serious=True,
        ),
        Transition(
            name="close",
            label=pgettext_lazy("action", "Close without decision"),
            sources=OPEN_STATES,
            target=State.CLOSED,
            permission="review",
            event=EventKind.CLOSED,
            mails=(MailKind.CLOSED,),
            form_class=ClosingForm,
            is_serious=True,
        ),
        Transition(
            name="reopen",
            label=pgettext_lazy("action", "Reopen"),
            sources=(State.ACCEPTED, State.DECLINED, State.CLOSED),
            target=State.IN_REVIEW,
            permission="decide",
            event=EventKind.REOPENED,
            mails=(MailKind.REOPENED,),
            form_class=ReasonForm,
        ),
    )
}


class TransitionRefused(Exception):
    """The request is not what it was when the decision was prepared; `str()` says who changed it and when."""


def available(request: AdhesionRequest, user) -> list[Transition]:
    """What this person may do with this request now."""
    return [
        transition
        for transition in TRANSITIONS.values()
        if request.state in transition.sources and transition.is_open_to(user)
    ]


def drafts(
    request: AdhesionRequest, transition: Transition, *, reason: str = "", cause: str = ""
) -> list[outbox.Draft]:
    """The mails that the transition would send. Spam is not answered."""
    if cause == ClosingCause.SPAM:
        return []
    text = reason or (ClosingCause(cause).label if cause else "")
    composed = (outbox.compose(request, kind, reason=text) for kind in transition.mails)
    return [draft for draft in composed if draft]


def perform(
    transition: Transition, request_id: int, *, actor, version: int, reason: str = "", cause: str = ""
) -> AdhesionRequest:
    """Applies the transition with its event and its mails, in one transaction.

    Raises `PermissionDenied`, and `TransitionRefused` where somebody else has changed the request since
    `version` or where the organisation is already a member for the year.
    """
    if not transition.is_open_to(actor):
        raise PermissionDenied
    try:
        with transaction.atomic():
            return _apply(transition, request_id, actor=actor, version=version, reason=reason, cause=cause)
    except IntegrityError as error:
        if "one_accepted_request" not in str(error) and "siret" not in str(error):
            raise
        raise TransitionRefused(
            _("This organisation already has an accepted request for the year.")
        ) from error


def _apply(transition, request_id, *, actor, version, reason, cause):
    request = AdhesionRequest.objects.select_for_update().get(pk=request_id)
    if request.version != version or request.state not in transition.sources:
        raise TransitionRefused(what_happened(request))
    if transition.target == State.ACCEPTED:
        _refuse_second_membership(request)

    former_state = request.state
    request.state = transition.target
    request.version += 1
    request.closing_cause = cause
    if request.assignee_id is None:
        request.assignee = actor
    request.save(update_fields=["state", "version", "closing_cause", "assignee"])
    RequestEvent.objects.create(
        request=request,
        what=transition.event,
        actor=actor,
        from_state=former_state,
        to_state=transition.target,
        note=reason or (ClosingCause(cause).label if cause else ""),
    )
    for draft in drafts(request, transition, reason=reason, cause=cause):
        outbox.queue(request, draft)
    return request


def _refuse_second_membership(request):
    """At most one accepted request for an establishment and a year."""
    member = AdhesionRequest.objects.accepted_for(request.siret, request.year).exclude(pk=request.pk).first()
    if member:
        raise TransitionRefused(
            _("This organisation is already a member for %(year)s: see request %(reference)s.")
            % {"year": request.year, "reference": member.reference}
        )


def what_happened(request) -> str:
    """Who did what and when, for the one who comes second."""
    event = request.events.last()
    at = localtime(event.at)
    return _("%(who)s was faster: %(what)s on %(day)s at %(time)s.") % {
        "who": event.actor_name or _("The applicant"),
        "what": event.get_what_display().lower(),
        "day": written_date(at.date()),
        "time": date_format(at, "H:i"),
    }

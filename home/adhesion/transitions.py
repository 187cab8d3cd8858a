"""How a request changes state: a table, and the one function that applies a row of it."""

from contextlib import contextmanager
from dataclasses import dataclass

from django import forms
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import F, Q
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from core.typography import written_date
from home.adhesion import matching, memberships, outbox, retention
from home.adhesion.forms.decisions import (
    AcceptForm,
    AskForm,
    ClosingForm,
    ConfirmationForm,
    ReasonForm,
)
from home.adhesion.models.casework import Message
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
    #: Mails to those outside, whoever does it.
    mails: tuple[MailKind, ...] = ()
    #: Mails to the team when the applicant does it.
    team_mails: tuple[MailKind, ...] = ()
    form_class: type[forms.Form] = ConfirmationForm
    is_serious: bool = False

    @property
    def needs_confirmation(self) -> bool:
        """Whether somebody outside hears of it: then it is read once more before it is done."""
        return bool(self.mails)

    def is_open_to(self, user) -> bool:
        return user.has_perm(f"adhesion.{self.permission}_adhesionrequest")

    def is_possible_for(self, request: AdhesionRequest) -> bool:
        """Nothing is decided any more about a request whose personal data is erased."""
        return request.state in self.sources and request.anonymised_at is None


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
            name="complete",
            label=pgettext_lazy("action", "Resume the review"),
            sources=(State.TO_COMPLETE,),
            target=State.IN_REVIEW,
            permission="review",
            event=EventKind.COMPLETED,
            team_mails=(MailKind.COMPLETED,),
        ),
        Transition(
            name="accept",
            label=pgettext_lazy("action", "Accept"),
            sources=(State.IN_REVIEW,),
            target=State.ACCEPTED,
            permission="decide",
            event=EventKind.ACCEPTED,
            mails=(MailKind.ACCEPTED, MailKind.ACCEPTED_PAYER),
            form_class=AcceptForm,
        ),
        Transition(
            name="ask",
            label=pgettext_lazy("action", "Ask for completion"),
            sources=(State.IN_REVIEW,),
            target=State.TO_COMPLETE,
            permission="review",
            event=EventKind.ASKED,
            mails=(MailKind.TO_COMPLETE,),
            form_class=AskForm,
        ),
        Transition(
            name="decline",
            label=pgettext_lazy("action", "Decline"),
            sources=(State.IN_REVIEW, State.TO_COMPLETE),
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
            team_mails=(MailKind.WITHDRAWN,),
            form_class=ClosingForm,
            is_serious=True,
        ),
        Transition(
            name="reopen",
            label=pgettext_lazy("action", "Reopen"),
            sources=(State.DECLINED, State.CLOSED),
            target=State.IN_REVIEW,
            permission="decide",
            event=EventKind.REOPENED,
            mails=(MailKind.REOPENED,),
            form_class=ReasonForm,
        ),
        Transition(
            name="undo_acceptance",
            label=pgettext_lazy("action", "Take the acceptance back"),
            sources=(State.ACCEPTED,),
            target=State.IN_REVIEW,
            permission="decide",
            event=EventKind.REOPENED,
            mails=(MailKind.REOPENED,),
            form_class=ReasonForm,
            is_serious=True,
        ),
    )
}
#: By which a database names the rules against two memberships: PostgreSQL the rule, SQLite its columns.
_SECOND_MEMBERSHIP = (
    "one_accepted_request_a_siret_and_year",
    "one_membership_an_organisation_and_year",
    "adhesionrequest.siret, adhesion_adhesionrequest.year",
    "membership.organisation_id, adhesion_membership.year",
)
#: What applicants may do themselves, behind the signed link.
FOR_APPLICANTS = ("complete", "close")


class TransitionRefused(Exception):
    """The request is not what it was when the decision was prepared; `str()` says who changed it and when."""


@dataclass(frozen=True)
class Explanation:
    """What goes with a transition: each row of the table needs a part of it, which its form asks for."""

    #: Sent word for word.
    reason: str = ""
    #: A `ClosingCause`.
    cause: str = ""
    #: Key of the known organisation that the request is matched with, or `matching.NEW`.
    organisation: str = matching.NEW
    #: The SIRET that was missing from the request and that staff found.
    siret: str = ""


def available(request: AdhesionRequest, user) -> list[Transition]:
    """What this person may do with this request now."""
    return [
        transition
        for transition in TRANSITIONS.values()
        if transition.is_possible_for(request) and transition.is_open_to(user)
    ]


def drafts(request: AdhesionRequest, transition: Transition, **explanation) -> list[outbox.Draft]:
    """The mails to those outside that the transition would send.

    Spam is not answered. A doubtful request that is closed is not either: it had no receipt, and its address
    may be that of somebody who never asked for anything.
    """
    explanation = Explanation(**explanation)
    if explanation.cause == ClosingCause.SPAM:
        return []
    if request.suspect and transition.target == State.CLOSED:
        return []
    composed = (
        outbox.compose(
            request,
            kind,
            reason=explanation.reason,
            cause=explanation.cause,
            is_acceptance_undone=State.ACCEPTED in transition.sources,
        )
        for kind in transition.mails
    )
    return [draft for draft in composed if draft]


def perform(
    transition: Transition, request_id: int, *, actor, version: int, **explanation
) -> AdhesionRequest:
    """Applies the transition with its event and its mails, in one transaction.

    `explanation` holds the fields of `Explanation` that the transition needs. Raises `PermissionDenied`, and
    `TransitionRefused` where somebody else has changed the request since `version` or where the organisation
    is already a member for the year.
    """
    if not transition.is_open_to(actor):
        raise PermissionDenied
    with _refusing_second_memberships(), transaction.atomic():
        request = AdhesionRequest.objects.select_for_update(of=("self",)).get(pk=request_id)
        if request.version != version:
            raise TransitionRefused(what_happened(request, reader=actor))
        return _apply(transition, request, actor=actor, explanation=Explanation(**explanation))


def perform_as_applicant(
    name: str, request_id: int, *, message: str = "", cause: str = ClosingCause.WITHDRAWN
) -> AdhesionRequest:
    """What the applicant does with the signed link: "complete" what was asked for, or "close" (withdraw).

    What they say is kept as their message, and the team is told. Raises `TransitionRefused`.
    """
    if name not in FOR_APPLICANTS:
        raise PermissionDenied
    transition = TRANSITIONS[name]
    explanation = Explanation(cause=cause) if transition.target == State.CLOSED else Explanation()
    with transaction.atomic():
        request = AdhesionRequest.objects.select_for_update(of=("self",)).get(pk=request_id)
        _apply(transition, request, actor=None, explanation=explanation)
        if message:
            Message.objects.create(request=request, text=message)
        for kind in transition.team_mails:
            if draft := outbox.compose(request, kind, reason=message, message=message):
                outbox.queue(request, draft)
    return request


def what_happened(request, *, reader=None) -> str:
    """Who did what and when, for the one who comes second."""
    if request.anonymised_at:
        return _("The personal data of this request was erased on %(day)s: it can no longer change.") % {
            "day": written_date(localtime(request.anonymised_at).date())
        }
    changes = ~Q(from_state=F("to_state")) | Q(what=EventKind.CORRECTED, to_state__in=OPEN_STATES)
    event = request.events.filter(changes).last() or request.events.last()
    at = localtime(event.at)
    if reader is not None and event.actor_id == reader.pk:
        sentence = _("You have changed this request since: %(what)s on %(day)s at %(time)s.")
    else:
        sentence = _("%(who)s was faster: %(what)s on %(day)s at %(time)s.")
    return sentence % {
        "who": event.actor_name or _("The applicant"),
        "what": event.get_what_display().lower(),
        "day": written_date(at.date()),
        "time": date_format(at, "H:i"),
    }


@contextmanager
def _refusing_second_memberships():
    """Two decisions at once are told apart by the database: the second one is refused like any other."""
    try:
        yield
    except IntegrityError as error:
        if not any(name in str(error) for name in _SECOND_MEMBERSHIP):
            raise
        raise TransitionRefused(
            _("This organisation already has an accepted request for the year.")
        ) from error


def _apply(transition, request, *, actor, explanation):
    if not transition.is_possible_for(request):
        raise TransitionRefused(what_happened(request, reader=actor))
    former_state = request.state
    if transition.target == State.ACCEPTED:
        _admit(request, explanation)
    elif former_state == State.ACCEPTED:
        _expel(request)

    leaving = drafts(request, transition, **vars(explanation))
    request.state = transition.target
    request.version += 1
    request.closing_cause = explanation.cause
    if actor and (transition.name == "take" or request.assignee_id is None):
        request.assignee = actor
    if leaving:
        # The team answered: it holds the request for genuine.
        request.suspect = False
    request.purge_on = retention.purge_date(request)
    request.purge_announced_on = None
    request.reminded_at = None
    request.save(
        update_fields=[
            "state",
            "version",
            "closing_cause",
            "assignee",
            "suspect",
            "purge_on",
            "purge_announced_on",
            "reminded_at",
            "organisation",
            "siret",
            "siret_missing",
        ]
    )
    RequestEvent.objects.create(
        request=request,
        what=transition.event,
        actor=actor,
        from_state=former_state,
        to_state=transition.target,
        # What was asked is kept as a message, which the history need not repeat.
        note="" if transition.name == "ask" else explanation.reason or explanation.cause,
    )
    mails = [outbox.queue(request, draft) for draft in leaving]
    if transition.name == "ask":
        Message.objects.create(
            request=request, author=actor, text=explanation.reason, mail=mails[0] if mails else None
        )
    return request


def _admit(request, explanation):
    """Matches the request with a body, which becomes a member."""
    if explanation.siret and not request.siret:
        request.siret = explanation.siret
        request.siret_missing = False
    try:
        organisation = matching.match(request, explanation.organisation)
    except matching.UnknownOrganisation as refusal:
        raise TransitionRefused(str(refusal)) from refusal
    if request.siret_missing and organisation.siret:
        request.siret = organisation.siret
        request.siret_missing = False
    member = AdhesionRequest.objects.accepted_for(request.siret, request.year).exclude(pk=request.pk).first()
    if member:
        raise TransitionRefused(
            _("This organisation is already a member for %(year)s: see request %(reference)s.")
            % {"year": request.year, "reference": member.reference}
        )
    request.organisation = organisation
    try:
        memberships.grant(request, organisation)
    except memberships.AlreadyMember as refusal:
        raise TransitionRefused(str(refusal)) from refusal


def _expel(request):
    """Takes the membership back, and the match with it: it is made again with the next decision."""
    try:
        memberships.withdraw(request)
    except memberships.FeeCallIssued as refusal:
        raise TransitionRefused(str(refusal)) from refusal
    request.organisation = None

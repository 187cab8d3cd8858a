"""Reminders that leave by themselves: few, spaced out, each written down with its mail in one transaction.

| of what | when | how often |
|---|---|---|
| a completion asked for | 14 days after it was asked | once |
| an invitation to renew | 30 days after it was sent | once |
| a fee call | once its due date, or else 30 days, have passed | every 30 days, 3 times |

After that it is for somebody in the team to telephone: a public body that has not paid after three reminders
waits for something that no mail brings. Nobody is reminded of what is answered, paid, closed or erased.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import translation

from core.clock import now, today
from core.typography import written_date
from home.adhesion import fee_calls, outbox, renewals
from home.adhesion.models.accounting import FeeCall
from home.adhesion.models.history import EventKind, MailKind, RequestEvent, RequestMail
from home.adhesion.models.members import Renewal
from home.adhesion.models.requests import AdhesionRequest, State

logger = logging.getLogger(__name__)

COMPLETION_DAYS = 14
RENEWAL_DAYS = 30
FEE_DAYS = 30
MOST_FEE_REMINDERS = 3


def _days_ago(days):
    return now() - timedelta(days=days)


def completions() -> QuerySet[AdhesionRequest]:
    """Requests whose applicant has not answered in time, and has not been reminded; with `asked_at`."""
    asked = RequestEvent.objects.filter(request=OuterRef("pk"), what=EventKind.ASKED).order_by("-at", "-pk")
    return (
        AdhesionRequest.objects.filter(state=State.TO_COMPLETE, anonymised_at=None, reminded_at=None)
        .exclude(champion_email="")
        .annotate(asked_at=Subquery(asked.values("at")[:1]))
        .filter(asked_at__lte=_days_ago(COMPLETION_DAYS))
        .order_by("pk")
    )


def invitations() -> QuerySet[Renewal]:
    """Invitations to renew that nobody has answered in time, for a year that is not over."""
    return (
        renewals.unanswered()
        .filter(reminded_at=None, sent_at__lte=_days_ago(RENEWAL_DAYS), year__gte=today().year)
        .exclude(membership__request__champion_email="")
        .order_by("pk")
    )


def unpaid_calls() -> QuerySet[FeeCall]:
    """Fee calls that should be paid by now, and were not reminded of lately nor too often."""
    sent = (
        RequestMail.objects.filter(
            request=OuterRef("membership__request"),
            kind=MailKind.FEE_REMINDER,
            queued_at__gte=OuterRef("created_at"),
        )
        .order_by()
        .values("request")
        .annotate(total=Count("pk"))
        .values("total")
    )
    late = Q(due_on__lt=today()) | Q(due_on=None, issued_on__lte=today() - timedelta(days=FEE_DAYS))
    quiet = Q(reminded_at=None) | Q(reminded_at__lte=_days_ago(FEE_DAYS))
    return (
        FeeCall.objects.light()
        .unpaid()
        .filter(late, quiet, membership__request__anonymised_at=None)
        .annotate(reminders=Coalesce(Subquery(sent), 0))
        .filter(reminders__lt=MOST_FEE_REMINDERS)
        .order_by("pk")
    )


def remind_of_completion(request_id: int) -> bool:
    """Reminds the applicant of what was asked; False where nothing is to be reminded of any more."""
    with transaction.atomic():
        # Locked before anything is asked: what was asked while one waits may have changed.
        AdhesionRequest.objects.select_for_update(of=("self",)).filter(pk=request_id).first()
        request = completions().filter(pk=request_id).first()
        if request is None:
            return False
        question = request.messages.filter(mail__kind=MailKind.TO_COMPLETE).last()
        with translation.override(request.language):
            asked_on = written_date(request.asked_at)
        draft = outbox.compose(
            request,
            MailKind.COMPLETION_REMINDER,
            reason=question.text if question else "",
            asked_on=asked_on,
        )
        outbox.queue(request, draft)
        AdhesionRequest.objects.filter(pk=request.pk).update(reminded_at=now())
        _write_down(request, MailKind.COMPLETION_REMINDER)
    return True


def remind_of_renewal(renewal_id: int, *, actor=None) -> bool:
    """Reminds a member of its invitation, once; False where nothing is to be reminded of any more.

    Somebody in the team need not wait for the day.
    """
    with transaction.atomic():
        Renewal.objects.select_for_update(of=("self",)).filter(pk=renewal_id).first()
        due = renewals.unanswered().filter(reminded_at=None) if actor else invitations()
        renewal = (
            due.select_related("membership__request", "membership__organisation")
            .filter(pk=renewal_id)
            .first()
        )
        if renewal is None:
            return False
        request = renewal.membership.request
        context = renewals.mail_context(renewal.membership, renewal.year, renewal)
        draft = outbox.compose(request, MailKind.RENEWAL_REMINDER, **context)
        if draft is None:
            return False
        outbox.queue(request, draft)
        Renewal.objects.filter(pk=renewal.pk).update(reminded_at=now())
        _write_down(request, MailKind.RENEWAL_REMINDER, actor)
    return True


def remind_of_call(call_id: int) -> bool:
    """Reminds the one who pays; False where nothing is to be reminded of any more."""
    with transaction.atomic():
        FeeCall.objects.light().select_for_update(of=("self",)).filter(pk=call_id).first()
        return unpaid_calls().filter(pk=call_id).exists() and fee_calls.remind(call_id)


@dataclass(frozen=True)
class Kind:
    """One kind of reminder: how its name is told, who is due, and what sends it to one of them."""

    name: str
    due: Callable[[], QuerySet]
    remind: Callable[[int], bool]


KINDS = (
    Kind("completions", completions, remind_of_completion),
    Kind("renewals", invitations, remind_of_renewal),
    Kind("fee calls", unpaid_calls, remind_of_call),
)


def send(kind: Kind) -> tuple[int, int]:
    """(how many reminders left, how many failed): one that fails keeps none of the others."""
    sent = failed = 0
    for pk in list(kind.due().values_list("pk", flat=True)):
        try:
            sent += kind.remind(pk)
        except Exception:
            logger.exception("A reminder of %s was not sent: %s", kind.name, pk)
            failed += 1
    return sent, failed


def _write_down(request, kind: MailKind, actor=None):
    with translation.override(settings.LANGUAGE_CODE):
        note = str(kind.label)
    RequestEvent.note_down(request, EventKind.REMINDED, actor=actor, by_site=True, note=note)

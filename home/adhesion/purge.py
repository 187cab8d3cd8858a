"""The regular erasure of what need not be kept: announced, then done, one request at a time."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.apps import apps
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from post_office.models import STATUS, Email
from wagtail.permissions import policy_registry

from core import outbox
from core.clock import now, today
from core.typography import written_date
from home.adhesion import erasure, retention
from home.adhesion.models.abuse import FilingTrace
from home.adhesion.models.history import RequestMail
from home.adhesion.models.requests import AdhesionRequest

#: What django-axes keeps of those who tried to log in, where it is installed.
ACCESS_RECORDS = ("AccessAttempt", "AccessFailureLog", "AccessLog")


@dataclass(frozen=True)
class Plan:
    """What a purge would do now: lists of records, and numbers of traces."""

    #: Closed requests that had no date and were given one.
    dated: int
    to_announce: list[AdhesionRequest]
    requests: list[AdhesionRequest]
    fee_calls: list
    traces: int
    accesses: int
    sessions: int
    mails: int


def plan() -> Plan:
    """Gives their date to the closed requests that have none, then sees whose day has come."""
    return Plan(
        dated=retention.date_undated(),
        to_announce=list(retention.to_announce().only("reference", "purge_on")),
        requests=list(retention.due().only("reference", "purge_on")),
        fee_calls=list(retention.due_fee_calls().light()),
        traces=_old_traces().count(),
        accesses=sum(records.count() for records in _old_accesses()),
        sessions=_dead_sessions().count(),
        mails=_old_mails().count(),
    )


def carry_out(plan: Plan) -> None:
    """Does what the plan says; what somebody else did meanwhile is passed over."""
    announce(plan.to_announce)
    for request in plan.requests:
        _purge(request)
    for call in plan.fee_calls:
        erasure.erase_fee_call(call)
    _old_traces().delete()
    for records in _old_accesses():
        records.delete()
    _dead_sessions().delete()
    # With the files attached to them, such as the calendars of events.
    outbox.erase(_old_mails())


def announce(requests: list[AdhesionRequest]) -> None:
    """Tells the team by one mail, of references alone, which requests will be erased.

    Where nobody can be told, nothing is announced, so nothing will be erased.
    """
    recipients = team_addresses()
    if not requests or not recipients:
        return
    first_day = today() + timedelta(days=retention.NOTICE_DAYS)
    with transaction.atomic():
        announced = AdhesionRequest.objects.filter(pk__in=[request.pk for request in requests])
        announced.filter(purge_announced_on=None).update(purge_announced_on=today())
        days = [(request, max(request.purge_on, first_day)) for request in requests]
        outbox.put(tuple(recipients), *announcement(days))


def announcement(days: list[tuple[AdhesionRequest, date]]) -> tuple[str, str]:
    """Subject and text of the mail that says which requests will be erased on which day."""
    with translation.override(settings.LANGUAGE_CODE):
        lines = [(request, written_date(day)) for request, day in days]
        admin_url = settings.WAGTAILADMIN_BASE_URL + reverse("adhesion_requests:index")
        context = {"lines": lines, "admin_url": f"{admin_url}?attention=purge"}
        subject = render_to_string("adhesion/mail/purge_subject.txt", context).strip()
        body = render_to_string("adhesion/mail/purge.txt", context).strip() + "\n"
    return subject, body


def team_addresses() -> list[str]:
    """Who is warned: the team's addresses, else those who decide on requests."""
    if settings.ADHESION_TEAM_EMAILS:
        return list(settings.ADHESION_TEAM_EMAILS)
    deciders = policy_registry.get_by_type(AdhesionRequest).users_with_permission("decide")
    return list(deciders.filter(is_active=True).exclude(email="").values_list("email", flat=True))


def _purge(request):
    """Looks again under lock: it may have been reopened, or its date moved, since the plan was made."""
    with transaction.atomic():
        for still_due in retention.due().select_for_update().filter(pk=request.pk):
            erasure.anonymise(still_due)


def _old_traces():
    return FilingTrace.objects.filter(at__lt=now() - timedelta(days=retention.TRACE_DAYS))


def _old_accesses():
    """Querysets of what is known of old attempts to log in."""
    if not apps.is_installed("axes"):
        return []
    limit = now() - timedelta(days=retention.ACCESS_DAYS)
    return [apps.get_model("axes", name).objects.filter(attempt_time__lt=limit) for name in ACCESS_RECORDS]


def _old_mails():
    """Mails that belong to no request and have left: links for a new password, warnings to the team."""
    return Email.objects.filter(
        status=STATUS.sent, last_updated__lt=now() - timedelta(days=retention.MAIL_DAYS)
    ).exclude(pk__in=RequestMail.objects.exclude(email=None).values("email"))


def _dead_sessions():
    """Sessions that are over: they hold the drafts of those who never sent their request."""
    return Session.objects.filter(expire_date__lt=now())

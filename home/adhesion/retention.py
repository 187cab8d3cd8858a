"""How long a case file names people: the day from which it no longer does, and who is warned before.

Spam 30 days; declined or closed 12 months; members 3 years after the last membership; accounting documents
10 years after the year of their issue (Code de commerce, article L123-22): these hold accounting data alone.
"""

import datetime

from django.utils.timezone import localdate

from core.clock import today
from home.adhesion.models.accounting import FeeCall
from home.adhesion.models.members import Organisation
from home.adhesion.models.requests import OPEN_STATES, AdhesionRequest, ClosingCause, State

SPAM_DAYS = 30
MEMBER_YEARS = 3
ACCOUNTING_YEARS = 10
#: How long before an erasure the team is told of it, at least.
NOTICE_DAYS = 14
#: How long it is known where a request came from: the counters look back an hour.
TRACE_DAYS = 1
#: How long attempts to log in are kept (CNIL, recommendation on logs: six months to a year).
ACCESS_DAYS = 365
#: How long the outbox keeps a mail that left and belongs to no request.
MAIL_DAYS = 30


def purge_date(request: AdhesionRequest, *, closed_on: datetime.date | None = None) -> datetime.date | None:
    """The day from which the request no longer names anybody, counted from `closed_on`, today by default.

    None while the request is open.
    """
    closed_on = closed_on or today()
    if request.state == State.ACCEPTED:
        return datetime.date(_last_year(request) + MEMBER_YEARS, 12, 31)
    if is_spam(request):
        return closed_on + datetime.timedelta(days=SPAM_DAYS)
    if request.state in (State.DECLINED, State.CLOSED):
        return _a_year_after(closed_on)
    return None


def is_spam(request: AdhesionRequest) -> bool:
    return request.state == State.CLOSED and request.closing_cause == ClosingCause.SPAM


def reschedule(organisation: Organisation) -> None:
    """Moves the dates of an organisation's accepted requests when its memberships change.

    A member's earlier requests are kept as long as the last one. What moves is announced again.
    """
    for request in organisation.requests.filter(state=State.ACCEPTED, anonymised_at=None):
        request.organisation = organisation
        _set_date(request, purge_date(request))


def date_undated() -> int:
    """Dates the closed requests that have no date, decided before dates were kept. Returns how many."""
    undated = AdhesionRequest.objects.filter(purge_on=None, anonymised_at=None).exclude(state__in=OPEN_STATES)
    for request in undated:
        event = request.events.last()
        closed_on = localdate(event.at if event else request.received_at)
        _set_date(request, purge_date(request, closed_on=closed_on))
    return len(undated)


def to_announce():
    """Requests of whose erasure, near or overdue, nobody has been told yet."""
    limit = today() + datetime.timedelta(days=NOTICE_DAYS)
    return _named().filter(purge_on__lte=limit, purge_announced_on=None).order_by("purge_on", "reference")


def due():
    """Requests whose day has come, and of whose erasure the team was told long enough ago."""
    told_before = today() - datetime.timedelta(days=NOTICE_DAYS)
    return (
        _named()
        .filter(purge_on__lte=today(), purge_announced_on__lte=told_before)
        .order_by("purge_on", "reference")
    )


def due_fee_calls():
    """Fee calls that need not be kept any longer: ten years have passed since the end of their year."""
    last_year = today().year - ACCOUNTING_YEARS - (0 if (today().month, today().day) == (12, 31) else 1)
    # One without a recipient has been erased already.
    return FeeCall.objects.filter(issued_on__year__lte=last_year).exclude(recipient_name="")


def _named():
    return AdhesionRequest.objects.filter(anonymised_at=None)


def _set_date(request, date):
    if request.purge_on == date:
        return
    request.purge_on, request.purge_announced_on = date, None
    request.save(update_fields=["purge_on", "purge_announced_on"])


def _last_year(request) -> int:
    years = request.organisation.memberships.values_list("year", flat=True)
    return max([request.year, *years])


def _a_year_after(day: datetime.date) -> datetime.date:
    try:
        return day.replace(year=day.year + 1)
    except ValueError:  # 29 February
        return datetime.date(day.year + 1, 3, 1)

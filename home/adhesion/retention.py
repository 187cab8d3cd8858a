"""How long a case file names people, and what is left of it afterwards.

Spam 30 days; declined or closed 12 months; members 3 years after the last membership; accounting documents
10 years, and these hold accounting data alone.
"""

import datetime

from core.clock import today
from home.adhesion.models.requests import AdhesionRequest, ClosingCause, State

SPAM_DAYS = 30
CLOSED_MONTHS = 12
MEMBER_YEARS = 3
ACCOUNTING_YEARS = 10


def purge_date(request: AdhesionRequest) -> datetime.date | None:
    """The day from which the request no longer names anybody, counted from today; None while it is open."""
    if request.state == State.ACCEPTED:
        return datetime.date(_last_year(request) + MEMBER_YEARS, 12, 31)
    if request.state == State.CLOSED and request.closing_cause == ClosingCause.SPAM:
        return today() + datetime.timedelta(days=SPAM_DAYS)
    if request.state in (State.DECLINED, State.CLOSED):
        return _a_year_after(today())
    return None


def _last_year(request) -> int:
    years = request.organisation.memberships.values_list("year", flat=True)
    return max([request.year, *years])


def _a_year_after(day: datetime.date) -> datetime.date:
    try:
        return day.replace(year=day.year + 1)
    except ValueError:  # 29 February
        return datetime.date(day.year + 1, 3, 1)

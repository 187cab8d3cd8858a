"""Whoever tries passwords is made to wait, for `AXES_COOLOFF_TIME` after the last failure that counted.

Failures are counted for a name at an address: nobody can lock a colleague out from elsewhere. What one
address tries under many names is counted as well, with a limit that no office reaches by mistyping.
"""

import math

from axes.attempts import get_cool_off_threshold
from axes.handlers.database import AxesDatabaseHandler
from axes.handlers.proxy import AxesProxyHandler
from axes.helpers import get_cool_off
from axes.models import AccessAttempt
from django.conf import settings
from django.contrib.auth.signals import user_login_failed
from django.db.models import Max, Sum
from django.utils import timezone
from django.utils.translation import ngettext


class LockoutHandler(AxesDatabaseHandler):
    def is_locked(self, request, credentials=None):
        return super().is_locked(request, credentials) or self._tries_many_names(request)

    def _tries_many_names(self, request) -> bool:
        if request.axes_ip_address is None:
            return False
        failures = AccessAttempt.objects.filter(
            ip_address=request.axes_ip_address, attempt_time__gte=get_cool_off_threshold(request)
        ).aggregate(sum=Sum("failures_since_start"))
        return (failures["sum"] or 0) >= settings.LOGIN_FAILURES_PER_ADDRESS


def is_locked_out(request, username: str) -> bool:
    """Whether to look at nothing that comes under this name from there; the answer then becomes a 429."""
    credentials = {"username": username}
    if AxesProxyHandler.is_allowed(request, credentials):
        return False
    request.axes_locked_out, request.axes_credentials = True, credentials
    return True


def count_failure(request, username: str) -> None:
    """Count a failure that did not go through `authenticate`, such as a wrong code."""
    user_login_failed.send(sender=__name__, credentials={"username": username}, request=request)


def message(request, username: str) -> str:
    """Why nothing is looked at, and for how long."""
    minutes = math.ceil(_wait(request, username) / 60)
    return ngettext(
        "Too many attempts failed, so log-in is closed to you for now. Try again in %(count)d minute.",
        "Too many attempts failed, so log-in is closed to you for now. Try again in %(count)d minutes.",
        minutes,
    ) % {"count": minutes}


def answer(request, response, credentials):
    """A page as whoever is locked out gets it: its form says why already, the status says it to machines."""
    response.status_code = settings.AXES_HTTP_RESPONSE_CODE
    username = (credentials or {}).get("username")
    response["Retry-After"] = str(_wait(request, username))
    return response


def _wait(request, username: str | None) -> int:
    """Seconds until the last failure is forgotten."""
    at_address = AccessAttempt.objects.filter(ip_address=request.axes_ip_address)
    last = (
        at_address.filter(username=username).aggregate(last=Max("attempt_time"))["last"]
        or at_address.aggregate(last=Max("attempt_time"))["last"]
        or timezone.now()
    )
    left = last + get_cool_off(request) - timezone.now()
    return max(1, math.ceil(left.total_seconds()))

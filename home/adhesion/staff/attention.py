"""What calls for somebody among the requests: counted on the home page, listed by a filter."""

from datetime import timedelta

from django.db.models import Count, Exists, OuterRef, Q, TextChoices
from django.utils.translation import gettext_lazy as _
from post_office.models import STATUS

from core.clock import now, today
from home.adhesion import retention
from home.adhesion.models import AdhesionRequest, FeeCall, RequestEvent, RequestMail
from home.adhesion.models.requests import OPEN_STATES, State

#: An open request that nothing happened to for longer waits too long.
PATIENCE_DAYS = 14


class Attention(TextChoices):
    WAITING = "waiting", _("Open and untouched for more than 14 days")
    MAIL = "mail", _("With a mail that did not leave")
    UNPAID = "unpaid", _("With a fee call that is not paid")
    SIRET = "siret", _("SIRET to be found")
    PURGE = "purge", _("To be erased within two weeks")


def condition(attention: str) -> Q:
    """What a request is like that calls for that kind of attention."""
    return _CONDITIONS[attention]()


def counts() -> dict[str, int]:
    """How many requests call for somebody, by kind, in one query."""
    conditions = {
        "to_handle": Q(state=State.SUBMITTED),
        "to_complete": Q(state=State.TO_COMPLETE),
        "waiting": condition(Attention.WAITING),
        "mail": condition(Attention.MAIL),
        "unpaid": condition(Attention.UNPAID),
    }
    return AdhesionRequest.objects.aggregate(
        **{name: Count("pk", filter=calls) for name, calls in conditions.items()}
    )


def _is_waiting():
    limit = now() - timedelta(days=PATIENCE_DAYS)
    touched = RequestEvent.objects.order_by().filter(request=OuterRef("pk"), at__gte=limit)
    return Q(state__in=OPEN_STATES, received_at__lt=limit) & ~Exists(touched)


def _has_a_refused_mail():
    refused = RequestMail.objects.filter(email__status__in=[STATUS.failed, STATUS.requeued])
    return Q(pk__in=refused.order_by().values("request"))


def _has_an_unpaid_call():
    return Q(pk__in=FeeCall.objects.unpaid().order_by().values("membership__request"))


def _lacks_a_siret():
    return Q(siret_missing=True, state__in=[*OPEN_STATES, State.ACCEPTED])


def _is_near_erasure():
    return Q(purge_on__lte=today() + timedelta(days=retention.NOTICE_DAYS), anonymised_at=None)


_CONDITIONS = {
    Attention.WAITING: _is_waiting,
    Attention.MAIL: _has_a_refused_mail,
    Attention.UNPAID: _has_an_unpaid_call,
    Attention.SIRET: _lacks_a_siret,
    Attention.PURGE: _is_near_erasure,
}

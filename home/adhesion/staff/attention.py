"""What calls for somebody among the requests: counted on the home page, listed by a filter."""

from datetime import timedelta

from django.db.models import Count, Exists, OuterRef, TextChoices
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


def calling_for(attention: str, requests=None):
    """Requests that call for that kind of attention."""
    requests = AdhesionRequest.objects.all() if requests is None else requests
    return _KINDS[attention](requests)


def counts() -> dict:
    """How many requests call for somebody, by kind, in three queries."""
    # In the order of an index that holds them: no row is read.
    states = dict(
        AdhesionRequest.objects.order_by()
        .filter(state__in=[State.SUBMITTED, State.TO_COMPLETE])
        .values_list("state")
        .annotate(number=Count("pk"))
    )
    return {
        "to_handle": states.get(State.SUBMITTED, 0),
        "to_complete": states.get(State.TO_COMPLETE, 0),
        "waiting": calling_for(Attention.WAITING).count(),
        "mail": calling_for(Attention.MAIL).count(),
    }


def _waiting(requests):
    limit = now() - timedelta(days=PATIENCE_DAYS)
    touched = RequestEvent.objects.filter(request=OuterRef("pk"), at__gte=limit)
    return requests.filter(~Exists(touched), state__in=OPEN_STATES, received_at__lt=limit)


def _with_refused_mail(requests):
    refused = RequestMail.objects.filter(email__status__in=[STATUS.failed, STATUS.requeued])
    return requests.filter(pk__in=refused.order_by().values("request"))


def _unpaid(requests):
    return requests.filter(pk__in=FeeCall.objects.unpaid().order_by().values("membership__request"))


def _without_siret(requests):
    return requests.filter(siret_missing=True, state__in=[*OPEN_STATES, State.ACCEPTED])


def _near_erasure(requests):
    limit = today() + timedelta(days=retention.NOTICE_DAYS)
    return requests.filter(purge_on__lte=limit, anonymised_at=None)


_KINDS = {
    Attention.WAITING: _waiting,
    Attention.MAIL: _with_refused_mail,
    Attention.UNPAID: _unpaid,
    Attention.SIRET: _without_siret,
    Attention.PURGE: _near_erasure,
}

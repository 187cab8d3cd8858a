"""Becoming a member for a year, and ceasing to be one: always because of a decision on a request."""

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from home.adhesion import retention
from home.adhesion.models.history import EventKind, RequestEvent
from home.adhesion.models.members import Membership, Organisation, Renewal
from home.adhesion.models.requests import AdhesionRequest


class AlreadyMember(Exception):
    """The organisation is a member for that year because of another request; `str()` says which."""


class FeeCallIssued(Exception):
    """The fee was called: the membership is withdrawn only once the call is cancelled."""


def grant(request: AdhesionRequest, organisation: Organisation) -> Membership:
    """The organisation becomes a member for the year of the request, in the caller's transaction.

    Raises `AlreadyMember`.
    """
    member = organisation.memberships.filter(year=request.year).select_related("request").first()
    if member:
        raise AlreadyMember(
            _("This organisation is already a member for %(year)s: see request %(reference)s.")
            % {"year": request.year, "reference": member.request.reference}
        )
    membership = Membership.objects.create(
        organisation=organisation, year=request.year, request=request, is_listed=request.listing_consent
    )
    retention.reschedule(organisation)
    return membership


def withdraw(request: AdhesionRequest) -> None:
    """Takes back the membership that the request gave, in the caller's transaction.

    Raises `FeeCallIssued`: a number once given is accounted for, even when its call is cancelled.
    """
    membership = Membership.objects.select_for_update().filter(request=request).first()
    if membership is None:
        return
    if membership.fee_calls.exists():
        raise FeeCallIssued(
            _("A fee call was issued for this membership: the acceptance can no longer be undone.")
        )
    Renewal.objects.filter(membership=membership).delete()
    membership.delete()
    retention.reschedule(membership.organisation)


def set_listed(membership_id: int, is_listed: bool, *, actor) -> Membership:
    """Names the member on the site, or no longer, as it wishes. Said twice, written once."""
    with transaction.atomic():
        membership = Membership.objects.locked(membership_id)
        if membership.is_listed == is_listed:
            return membership
        membership.is_listed = is_listed
        membership.save(update_fields=["is_listed"])
        with translation.override(settings.LANGUAGE_CODE):
            note = _("Named on the site.") if is_listed else _("No longer named on the site.")
        RequestEvent.note_down(membership.request, EventKind.CORRECTED, actor=actor, note=note)
    return membership

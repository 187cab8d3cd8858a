"""Two organisations that turn out to be one: all that hangs on one of them moves to the other."""

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from home.adhesion import retention
from home.adhesion.models.history import EventKind, RequestEvent
from home.adhesion.models.members import Membership, Organisation
from home.adhesion.models.requests import AdhesionRequest

#: What the kept one takes over from the other where it has nothing itself.
COMPLETED = ("siret", "foreign_identifier", "territory")


class MergeRefused(Exception):
    """They cannot be one, or are no longer two; `str()` says why."""


def common_years(one: Organisation, other: Organisation) -> list[int]:
    """Years for which both are members: each has its own fee, so that they are two for the accounts."""
    years = Membership.objects.filter(organisation=one).order_by("year").values_list("year", flat=True)
    return list(years.filter(year__in=other.memberships.order_by().values("year")))


def refusal_of(years: list[int]) -> str:
    """Why two organisations that are members of the same years are not merged."""
    return _("Both are members for %(years)s: they stay two.") % {"years": ", ".join(map(str, years))}


def merge(kept_id: int, merged_id: int, *, actor) -> Organisation:
    """Moves requests and memberships of the second to the first, which stays; the second goes.

    One transaction; each request that moves says so in its history. Raises `MergeRefused`.
    """
    with transaction.atomic():
        # Requests first, as a decision takes them: neither waits for the other in a circle.
        requests = list(
            AdhesionRequest.objects.select_for_update(of=("self",))
            .filter(organisation__in=[kept_id, merged_id])
            .order_by("pk")
        )
        found = (
            Organisation.objects.select_for_update(of=("self",)).order_by("pk").in_bulk([kept_id, merged_id])
        )
        if len(found) < 2:
            raise MergeRefused(_("One of the two organisations no longer exists: somebody merged it."))
        kept, merged = found[kept_id], found[merged_id]
        if years := common_years(kept, merged):
            raise MergeRefused(refusal_of(years))
        moving = [request for request in requests if request.organisation_id == merged.pk]
        AdhesionRequest.objects.filter(pk__in=[request.pk for request in moving]).update(organisation=kept)
        merged.memberships.update(organisation=kept)
        _write_down(moving, merged, kept, actor)
        # It goes first: two never bear one SIRET.
        merged.delete()
        _complete(kept, merged)
        retention.reschedule(kept)
    return kept


def _complete(kept, merged):
    missing = [name for name in COMPLETED if getattr(merged, name) and not getattr(kept, name)]
    for name in missing:
        setattr(kept, name, getattr(merged, name))
    if missing:
        kept.save(update_fields=missing)


def _write_down(requests, merged, kept, actor):
    with translation.override(settings.LANGUAGE_CODE):
        note = _("Known organisation: %(before)s → %(after)s") % {"before": merged.name, "after": kept.name}
    for request in requests:
        RequestEvent.note_down(request, EventKind.CORRECTED, actor=actor, note=note)

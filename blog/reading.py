"""Commitments as pages read them: with their history and what links them to other years, in one query."""

from django.db.models import BooleanField, ExpressionWrapper, F, Q

from blog.models.changes import StateChange
from blog.models.commitments import Commitment
from blog.querysets import STREAMS_OF_A_ROADMAP
from blog.wording import say
from core.languages import pages_as_read
from core.querysets import is_open_to_all, is_unrestricted

#: What is told of a change, by the name that its column bears.
CHANGE = {
    "change_pk": "pk",
    "change_state": "state",
    "change_on": "on",
    "change_reason": "reason",
    "change_recorded_at": "recorded_at",
}


def commitments_of(roadmap, years=None) -> list[Commitment]:
    """Commitments of a roadmap in whatever language it is read, in order.

    Each has its `programme` (None where the name of it is not public), its `changes`, oldest first, and the
    commitments of other years that it was carried over from (`carried_from`, None where there is none) and to
    (`carried_to.all()`): those that anybody may read, with their roadmap.

    One row comes for each change, and for those of other years: the page has many other things to ask for.
    Another language than theirs costs two queries more, for their words (none where
    `years`, the roadmaps in the language of this one, are known) and for their programmes.
    """
    found: dict[int, Commitment] = {}
    changes: dict[int, list[StateChange]] = {}
    for row in _rows(roadmap):
        commitment = found.setdefault(row.pk, row)
        history = changes.setdefault(row.pk, [])
        if row.change_pk is not None:
            values = {name: getattr(row, column) for column, name in CHANGE.items()}
            history.append(StateChange(commitment=commitment, **values))
    for commitment in found.values():
        _hold(commitment, "changes", changes[commitment.pk])
    say(list(found.values()), roadmap, years)
    own = [c for c in found.values() if c.roadmap.translation_key == roadmap.translation_key]
    others = sorted(found.values(), key=lambda c: (c.roadmap.year, c.position, c.pk))
    for commitment in own:
        _hold(commitment, "carried_to", [c for c in others if c.carried_from_id == commitment.pk])
        if not commitment.has_public_programme:
            commitment._state.fields_cache["programme"] = None
        commitment._state.fields_cache["carried_from"] = found.get(commitment.carried_from_id)
    about = [commitment for commitment in own if commitment.programme]
    for commitment, programme in zip(about, pages_as_read([each.programme for each in about]), strict=True):
        commitment._state.fields_cache["programme"] = programme
    return own


def _rows(roadmap):
    own = Q(roadmap__translation_key=roadmap.translation_key)
    promised = Commitment.objects.filter(own).order_by()
    # One that was published once is named even after its end; a draft, or one that is not for all, is not.
    was_published = Q(programme__live=True) | Q(programme__first_published_at__isnull=False)
    programme_is_named = was_published & is_unrestricted("programme__")
    linked = Q(carried_from__in=promised.values("pk")) | Q(pk__in=promised.values("carried_from"))
    return (
        Commitment.objects.filter(own | (linked & is_open_to_all("roadmap__")))
        .select_related("programme__locale", "roadmap__locale")
        .defer("programme__body", *STREAMS_OF_A_ROADMAP)
        .annotate(
            has_public_programme=ExpressionWrapper(programme_is_named, output_field=BooleanField()),
            **{column: F(f"changes__{name}") for column, name in CHANGE.items()},
        )
        .order_by("position", "pk", "change_on", "change_pk")
    )


def _hold(commitment, relation: str, items: list) -> None:
    """Gives a commitment the other end of a relation, as prefetching does."""
    held = getattr(commitment, relation).all()
    held._result_cache = items
    held._prefetch_done = True
    commitment.__dict__.setdefault("_prefetched_objects_cache", {})[relation] = held

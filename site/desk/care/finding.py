"""Keeping findings true to what was seen: new ones get an owner, what is gone closes, some come back."""

import datetime
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log
from wagtail.models import ModelLogEntry, Page

from core import clock

from .holdings import Holding
from .models import Finding, Kind, Place, Review, fingerprint

PERMISSION = "care.change_finding"
KEPT_FOR = datetime.timedelta(days=365)


@dataclass
class Sighting:
    """Something seen, and where. `since` is when it was last made sure of: what was declared done after that
    stays done.
    """

    subject: str
    reason: str = ""
    label: str = ""
    language: str = ""
    moved_to: str = ""
    number: int = 0
    since: datetime.datetime = field(default_factory=timezone.now)
    places: list[Holding] = field(default_factory=list)


#: What a sighting says of a finding.
_SAID = ("reason", "label", "language", "moved_to", "number")


def keepers():
    """Who may own a finding and see to it."""
    return get_user_model().objects.with_perm(PERMISSION, backend="django.contrib.auth.backends.ModelBackend")


@transaction.atomic
def reconcile(kind: Kind, sightings: Iterable[Sighting]) -> None:
    """Make findings of that kind what was seen, and nothing else. Run twice, it changes nothing."""
    now = timezone.now()
    seen = {fingerprint(sighting.subject): sighting for sighting in sightings}
    known = {
        finding.fingerprint: finding for finding in Finding.objects.select_for_update().filter(kind=kind)
    }
    new = [
        Finding(
            kind=kind,
            subject=sighting.subject,
            fingerprint=key,
            first_seen=now,
            **{name: getattr(sighting, name) for name in _SAID},
        )
        for key, sighting in seen.items()
        if key not in known
    ]
    owners = _owners([seen[finding.fingerprint] for finding in new])
    for finding in new:
        finding.owner_id = owners.get(finding.subject)
    # Another run may have written the same meanwhile.
    Finding.objects.bulk_create(new, ignore_conflicts=True)
    changed = [finding for key, finding in known.items() if _bring_up_to_date(finding, seen.get(key), now)]
    Finding.objects.bulk_update(
        changed, [*_SAID, "state", "first_seen", "last_seen", "gone_at"], batch_size=100
    )
    _put_in_place(kind, seen)


def _bring_up_to_date(finding: Finding, sighting: Sighting | None, now) -> bool:
    """Whether anything changes."""
    if sighting is None:
        if not finding.is_open:
            return False
        finding.state, finding.gone_at = Finding.State.GONE, now
        return True
    for name in _SAID:
        setattr(finding, name, getattr(sighting, name))
    finding.last_seen = now
    if finding.state == Finding.State.GONE:
        finding.state, finding.gone_at, finding.first_seen = Finding.State.OPEN, None, now
    elif finding.state == Finding.State.DONE and sighting.since > finding.done_at:
        finding.state = Finding.State.OPEN
    return True


def _put_in_place(kind: Kind, seen: dict[str, Sighting]) -> None:
    """Write down where each finding stands now, and forget where it stood."""
    keys = dict(Finding.objects.filter(kind=kind).values_list("fingerprint", "pk"))
    wanted = {
        (keys[key], place.content_type_id, place.object_id, place.content_path): place
        for key, sighting in seen.items()
        for place in sighting.places
    }
    stored = {
        (place.finding_id, place.content_type_id, place.object_id, place.content_path): place.pk
        for place in Place.objects.filter(finding__kind=kind).defer("model_path")
    }
    # Of what is not found any more, it is still said where it stood.
    open_ones = {keys[key] for key in seen}
    left = [pk for spot, pk in stored.items() if spot not in wanted and spot[0] in open_ones]
    Place.objects.filter(pk__in=left).delete()
    Place.objects.bulk_create(
        [
            Place(
                finding_id=spot[0],
                content_type_id=place.content_type_id,
                object_id=place.object_id,
                content_path=place.content_path,
                model_path=place.model_path,
            )
            for spot, place in wanted.items()
            if spot not in stored
        ],
        ignore_conflicts=True,
        batch_size=500,
    )


def _owners(sightings: list[Sighting]) -> dict[str, int]:
    """Who is to see to each subject: the owner of the first page that holds it, or who changed that last."""
    first = {sighting.subject: sighting.places[0] for sighting in sightings if sighting.places}
    if not first:
        return {}
    may = set(keepers().values_list("pk", flat=True))
    by_type = defaultdict(set)
    for place in first.values():
        by_type[place.content_type_id].add(place.object_id)
    people = {}
    for content_type_id, keys in by_type.items():
        for key, candidates in _candidates(content_type_id, keys).items():
            people[content_type_id, key] = next((user for user in candidates if user in may), None)
    return {subject: people.get((place.content_type_id, place.object_id)) for subject, place in first.items()}


def _candidates(content_type_id: int, keys: set[int]) -> dict[int, list[int | None]]:
    """For each record, those who might see to it, the likeliest first."""
    if content_type_id == ContentType.objects.get_for_model(Page).pk:
        rows = Page.objects.filter(pk__in=keys).values_list("pk", "owner", "latest_revision__user")
        return {pk: people for pk, *people in rows}
    last = ModelLogEntry.objects.filter(content_type=content_type_id, object_id__in=map(str, keys))
    editors = last.order_by("timestamp", "pk").values_list("object_id", "user")
    return {int(key): [user] for key, user in editors}


@transaction.atomic
def finish(findings: Iterable[Finding], user, note: str = "") -> int:
    """Declare findings done; how many were open. A page that was not reviewed has been, by that."""
    now = timezone.now()
    done = list(_locked(findings).open())
    for finding in done:
        finding.state, finding.done_at, finding.done_by, finding.note = Finding.State.DONE, now, user, note
        finding.save(update_fields=["state", "done_at", "done_by", "note"])
        log(finding, "care.done", user=user, data={"note": note} if note else None)
    pages = Place.objects.filter(finding__in=[each for each in done if each.kind == Kind.REVIEW])
    live = Page.objects.filter(pk__in=pages.values("object_id"))
    Review.objects.bulk_create([Review(page=page, reviewed_on=clock.now(), by=user) for page in live])
    return len(done)


@transaction.atomic
def hand_over(findings: Iterable[Finding], user, owner) -> int:
    """Give findings to somebody, or to nobody (None); how many changed hands."""
    given = [finding for finding in _locked(findings) if finding.owner_id != (owner and owner.pk)]
    for finding in given:
        finding.owner = owner
        finding.save(update_fields=["owner"])
        log(finding, "care.reassign", user=user, data={"owner": owner.get_username() if owner else ""})
    return len(given)


def _locked(findings: Iterable[Finding]):
    """The same as they are now: of two who press a button at once, the second finds it pressed."""
    return Finding.objects.select_for_update().filter(pk__in=[finding.pk for finding in findings])


def forget() -> int:
    """Erase findings that were settled more than a year ago, and are not there any more; how many."""
    limit = timezone.now() - KEPT_FOR
    return Finding.objects.exclude(state=Finding.State.OPEN).filter(last_seen__lt=limit).delete()[0]

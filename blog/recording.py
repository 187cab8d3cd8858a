"""The recording of a change of state by somebody of the team: one at a time, and told in the audit."""

import datetime

from django.db import transaction
from wagtail.log_actions import log

from blog.models import Commitment, StateChange
from blog.models.changes import latest_change

#: What the audit calls it.
LOG_ACTION = "blog.change_state"


class Overtaken(Exception):
    """Somebody else recorded a change meanwhile; nothing was written."""

    def __init__(self, last: StateChange | None):
        super().__init__(last)
        self.last = last


def record(
    commitment_pk: int, *, state: str, on: datetime.date, reason: str, actor, seen: int | None
) -> StateChange:
    """Writes down that a commitment is in `state` from `on`; `seen` is the key of the last change known.

    Raises `Overtaken` where that is not the last one any more, `ValidationError` where the change cannot
    follow it, `Commitment.DoesNotExist`.
    """
    with transaction.atomic():
        commitment = Commitment.objects.select_for_update().get(pk=commitment_pk)
        last = latest_change(commitment)
        if (last and last.pk) != seen:
            raise Overtaken(last)
        before = commitment.state
        change = StateChange(
            commitment=commitment, state=state, on=on, reason=reason.strip(), recorded_by=actor
        )
        change.full_clean()
        change.save()
        log(
            instance=commitment,
            action=LOG_ACTION,
            user=actor,
            data={"before": before, "after": state, "on": on.isoformat(), "reason": change.reason},
        )
    return change

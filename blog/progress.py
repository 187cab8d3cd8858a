"""How the commitments of a roadmap stand: in numbers, by area, by priority, and what changed lately."""

from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from urllib.parse import urlencode

from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from blog.charts import Part
from blog.models.changes import StateChange
from blog.models.commitments import Commitment, in_words, state_counts

#: Changes told at the head of the page.
LATEST = 5


@dataclass(frozen=True)
class Step:
    """A change of state of a commitment, as it is told: from which state to which."""

    commitment: Commitment
    change: StateChange
    before: str


class Progress:
    """What was promised, and where it stands.

    `asked` is a state that the reader asked for in the address: one that does not exist finds nothing.
    """

    def __init__(self, commitments: list[Commitment], *, asked: str = ""):
        self.commitments = commitments
        self.asked = asked
        self._numbers = Counter(commitment.state for commitment in commitments)

    @property
    def total(self) -> int:
        return len(self.commitments)

    @property
    def done(self) -> int:
        return self._numbers[Commitment.State.DONE]

    @property
    def share_done(self) -> int:
        """Percentage of commitments that are kept, to the nearest whole; 0 and 100 for none and all alone."""
        if self.done in (0, self.total):
            return 100 if self.done else 0
        return min(max(round(100 * self.done / self.total), 1), 99)

    @cached_property
    def states(self) -> list[Part]:
        return state_counts(self._numbers)

    @cached_property
    def latest(self) -> list[Step]:
        """The last changes, latest first; how a commitment began is not one."""
        steps = [
            Step(commitment, change, before.get_state_display())
            for commitment in self.commitments
            for before, change in pairwise(commitment.changes.all())
        ]
        return sorted(steps, key=lambda step: (step.change.on, step.change.pk), reverse=True)[:LATEST]

    @property
    def is_narrowed(self) -> bool:
        return bool(self.asked)

    @cached_property
    def shown(self) -> list[Commitment]:
        """Those in the state asked for, or all of them."""
        if not self.is_narrowed:
            return self.commitments
        return [commitment for commitment in self.commitments if commitment.state == self.asked]

    def filters(self, url: str) -> list[dict]:
        """Ways to narrow the list, for the component filters.html; none where all are in one state."""
        if len(self.states) < 2:
            return []
        everything = {
            "label": _("All states"),
            "url": f"{url}#part_commitments",
            "count": self.total,
            "current": not self.is_narrowed,
        }
        return [everything, *(self._filter(part, url) for part in self.states)]

    def _filter(self, part: Part, url: str) -> dict:
        query = urlencode({"state": part.code})
        return {
            "label": part.note,
            "url": f"{url}?{query}#part_commitments",
            "count": part.value,
            "current": self.asked == part.code,
        }

    @property
    def areas(self) -> list[dict]:
        """What is shown, by area: `code`, `label` and `commitments`."""
        areas = [
            {
                "code": area.value,
                "label": area.label,
                "commitments": [c for c in self.shown if c.area == area],
            }
            for area in Commitment.Area
        ]
        return [area for area in areas if area["commitments"]]

    def serving(self, priorities) -> list[dict]:
        """Priorities, each with the commitments that serve it and how many stand how, in words.

        Each commitment is told which priority it serves.
        """
        numbered = dict(enumerate(priorities, start=1))
        for commitment in self.commitments:
            commitment.served = numbered.get(commitment.priority)
        return [
            {"priority": priority, "states": _in_words(c for c in self.commitments if c.served is priority)}
            for priority in priorities
        ]


def _in_words(commitments) -> list[dict]:
    numbers = Counter(commitment.state for commitment in commitments)
    return [
        {"code": state.value, "words": in_words(state, numbers[state])}
        for state in Commitment.State
        if numbers[state]
    ]

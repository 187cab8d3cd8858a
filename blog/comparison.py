"""What two roadmaps have in common and what differs: figures, budgets, and what became of each promise."""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.formats import number_format
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from blog.budget import payroll_share
from blog.models.commitments import Commitment
from blog.models.parts import BudgetLine
from core.typography import amount, percentage


@dataclass(frozen=True)
class Row:
    """A figure of both years, in words. None where it is not known; no difference unless both are."""

    label: str
    earlier: str | None
    later: str | None
    difference: str = ""


@dataclass(frozen=True)
class Carried:
    """A commitment of the earlier year, and those of the later one that take it up again."""

    commitment: Commitment
    successors: list[Commitment]


class Outcomes:
    """What became of the commitments of the earlier year in the later one, and what is new there."""

    def __init__(self, earlier: list[Commitment], later: list[Commitment]):
        self._earlier = earlier
        self._later = later

    @cached_property
    def _successors(self) -> dict[int, list[Commitment]]:
        """Commitments of the later year by the one that they go back to."""
        promised = {commitment.pk for commitment in self._earlier}
        sources = {c.pk: c.carried_from_id for c in self._later if c.carried_from_id}
        above = _links() if set(sources.values()) - promised else {}
        found: dict[int, list[Commitment]] = {}
        for commitment in self._later:
            origin = _origin(sources.get(commitment.pk), promised, above)
            if origin:
                found.setdefault(origin, []).append(commitment)
        return found

    @cached_property
    def carried(self) -> list[Carried]:
        return [Carried(c, self._successors[c.pk]) for c in self._earlier if c.pk in self._successors]

    @property
    def new(self) -> list[Commitment]:
        carried = {commitment.pk for each in self.carried for commitment in each.successors}
        return [commitment for commitment in self._later if commitment.pk not in carried]

    @property
    def kept(self) -> list[Commitment]:
        return self._ended(Commitment.State.DONE)

    @property
    def postponed(self) -> list[Commitment]:
        return self._ended(Commitment.State.POSTPONED)

    @property
    def dropped(self) -> list[Commitment]:
        return self._ended(Commitment.State.DROPPED)

    @property
    def left_open(self) -> list[Commitment]:
        """Neither finished nor given up, and not taken up again."""
        return self._ended(Commitment.State.ANNOUNCED, Commitment.State.UNDER_WAY)

    def _ended(self, *states) -> list[Commitment]:
        return [c for c in self._earlier if c.pk not in self._successors and c.state in states]


def _links() -> dict[int, int]:
    """Every commitment that takes another one up, and which."""
    carried = Commitment.objects.exclude(carried_from=None).order_by()
    return dict(carried.values_list("pk", "carried_from"))


def _origin(pk: int | None, promised: set[int], above: dict[int, int]) -> int | None:
    """The commitment among those `promised` that `pk` goes back to, through the years between."""
    seen = set()
    while pk is not None and pk not in promised:
        if pk in seen:
            return None
        seen.add(pk)
        pk = above.get(pk)
    return pk


def figure_rows(earlier, later, progress) -> list[Row]:
    """Figures of both years that one of them knows. `progress` holds how commitments stand in each."""
    before, after = progress
    rows = [
        _amounts(_("Membership fee, a year"), earlier.fee, later.fee),
        _numbers(_("Memberships aimed at, at least"), earlier.membership_target, later.membership_target),
        _amounts(_("Budget"), earlier.budget_total, later.budget_total, are_rounded=True),
        _amounts(_("Payroll"), earlier.payroll, later.payroll, are_rounded=True),
        _shares(_("Payroll in the budget"), payroll_share(earlier), payroll_share(later)),
        _numbers(_("Full-time equivalents"), earlier.staff, later.staff),
        _numbers(_("Commitments"), before.total, after.total),
    ]
    return [row for row in rows if row.earlier is not None or row.later is not None]


def budget_rows(earlier: list[BudgetLine], later: list[BudgetLine]) -> list[dict]:
    """Lines of both budgets by side, matched by their label; a side that neither year knows is left out.

    A year whose side is known has 0 % for a line that it does not have.
    """
    sides = []
    for side in BudgetLine.Side:
        before, after = _by_label(earlier, side), _by_label(later, side)
        labels = {key: label for key, (label, _share) in (before | after).items()}
        rows = [
            _shares(label, _share_of(before, key), _share_of(after, key)) for key, label in labels.items()
        ]
        if rows:
            sides.append({"code": side.value, "label": side.label, "rows": rows})
    return sides


def _by_label(lines, side) -> dict[str, tuple[str, Decimal]]:
    found: dict[str, tuple[str, Decimal]] = {}
    for line in lines:
        if line.side == side:
            key = " ".join(line.label.split()).casefold()
            found[key] = line.label, line.share + found.get(key, ("", 0))[1]
    return found


def _share_of(lines, key: str):
    """Share of a line; None where nothing is known of that side."""
    return lines.get(key, ("", 0))[1] if lines else None


def _amounts(label: str, earlier, later, *, are_rounded: bool = False) -> Row:
    def words(value):
        if value is None:
            return None
        return _("about %(amount)s") % {"amount": amount(value)} if are_rounded else amount(value)

    return Row(label, words(earlier), words(later), _difference(earlier, later, amount))


def _numbers(label: str, earlier, later) -> Row:
    return Row(label, _number(earlier), _number(later), _difference(earlier, later, _number))


def _shares(label: str, earlier, later) -> Row:
    def words(value):
        return None if value is None else percentage(_number(value))

    def points(value):
        # Between 0 and 2, a fraction agrees as zero does: “1.5 points”, « 1,5 point ».
        agreeing = int(value) if value >= 2 or value == 1 else 0
        return ngettext("%(number)s point", "%(number)s points", agreeing) % {"number": _number(value)}

    return Row(label, words(earlier), words(later), _difference(earlier, later, points))


def _number(value) -> str | None:
    """A number without zeros that say nothing: “7.5”, “44”."""
    if value is None:
        return None
    exact = Decimal(value)
    return number_format(
        exact.to_integral_value() if exact == exact.to_integral_value() else exact.normalize()
    )


def _difference(earlier, later, words) -> str:
    if earlier is None or later is None:
        return ""
    if earlier == later:
        return _("no change")
    gap = {"amount": words(abs(Decimal(later) - Decimal(earlier)))}
    return _("%(amount)s more") % gap if later > earlier else _("%(amount)s less") % gap

"""Whether a programme can be paid for with a budget, as far as its cost is known.

Budgets and costs are whole euros. The membership fee is no part of either: it is told apart.
"""

from enum import Enum

from django.db import models
from django.utils.translation import gettext_lazy as _

from programmes.choices import CostUnit


class Budget(models.TextChoices):
    """Bands that tell the known costs apart: free, 35 000 €, 80 000 to 90 000 €, 150 000 € and more."""

    FREE = "0", _("Nothing: free of charge only")
    TEN = "10000", _("Up to €10,000")
    FIFTY = "50000", _("Up to €50,000")
    HUNDRED = "100000", _("Up to €100,000")
    MORE = "more", _("More than €100,000")

    @property
    def limit(self) -> int | None:
        """The most that may be spent; None where there is no limit."""
        return None if self is Budget.MORE else int(self.value)


class Affordability(Enum):
    WITHIN = "within"
    #: No cost is known, or only where it begins.
    UNKNOWN = "unknown"
    #: In all it costs more than the budget, but the partners divide it: nobody's share is known.
    SHARED = "shared"
    BEYOND = "beyond"


def affordability(programme, budget: Budget) -> Affordability:
    """Within only what is sure to be: a range that goes beyond the budget is beyond it."""
    low, high = programme.cost_min, programme.cost_max
    if low is None and high is None:
        return Affordability.UNKNOWN
    if budget.limit is None:
        return Affordability.WITHIN
    if high is None and low <= budget.limit:
        return Affordability.UNKNOWN
    if high is not None and high <= budget.limit:
        return Affordability.WITHIN
    is_shared = programme.cost_unit == CostUnit.SHARED and budget is not Budget.FREE
    return Affordability.SHARED if is_shared else Affordability.BEYOND

"""The budget of a roadmap as charts, each with the table it is drawn from.

Amounts are whole euros, shares percentages. Both are announced in round figures: so is what they give.
"""

from django.utils.translation import gettext as _

from blog.charts import strip
from blog.models.parts import BudgetLine


def budget_of(roadmap, lines) -> dict | None:
    """`sides` (revenue, spending) and `payroll`, as charts; None where nothing is known."""
    sides = [_side(roadmap, side, lines) for side in BudgetLine.Side]
    sides = [side for side in sides if side["parts"]]
    if not sides and roadmap.budget_total is None:
        return None
    return {"sides": sides, "payroll": _payroll(roadmap, payroll_share(roadmap))}


def payroll_share(roadmap) -> int | None:
    """Share of payroll in the budget (%), to the nearest whole; None where either is unknown."""
    if not (roadmap.payroll and roadmap.budget_total):
        return None
    return round(100 * roadmap.payroll / roadmap.budget_total)


def fee_change(roadmap) -> dict | None:
    """The fee and the one before as bars of one scale (widths in %), and by how much it changed (€)."""
    if roadmap.fee is None or roadmap.previous_fee is None:
        return None
    largest = max(roadmap.fee, roadmap.previous_fee) or 1
    return {
        "before": f"{100 * roadmap.previous_fee / largest:.2f}%",
        "now": f"{100 * roadmap.fee / largest:.2f}%",
        "difference": abs(roadmap.fee - roadmap.previous_fee),
        "is_lower": roadmap.fee < roadmap.previous_fee,
    }


def _side(roadmap, side, lines) -> dict:
    lines = [line for line in lines if line.side == side and line.share]
    parts = strip((side.value, line.label, line.share, line.note) for line in lines)
    rows = [
        {"part": part, "amount": indicative_amount(roadmap, line.share), "is_remarked": line.is_remarked}
        for part, line in zip(parts, lines, strict=True)
    ]
    return {"code": side.value, "label": side.label, "parts": parts, "rows": rows}


def _payroll(roadmap, share: int | None) -> dict | None:
    """Payroll beside everything else; None where its share is unknown, less than one or above the whole."""
    if not share or roadmap.payroll > roadmap.budget_total:
        return None
    amounts = [roadmap.payroll, roadmap.budget_total - roadmap.payroll]
    parts = strip(
        ("people", label, value, "")
        for label, value in ((_("Payroll"), share), (_("Everything else"), 100 - share))
    )
    rows = [
        {"part": part, "amount": amount, "is_remarked": False}
        for part, amount in zip(parts, amounts, strict=False)
    ]
    return {"code": "people", "label": _("People in the budget"), "parts": parts, "rows": rows}


def indicative_amount(roadmap, share) -> int | None:
    """What a share comes to, to the nearest thousand euros: an indication, shares being rounded."""
    if roadmap.budget_total is None:
        return None
    return int(round(roadmap.budget_total * share / 100, -3))

"""The money of a roadmap on paper: the fee, the budget as strips and tables. Whole euros, shares in %."""

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from blog.pdf.charts import bar
from core.pdf.printing import printed, verbatim
from core.typography import amount, percentage


def fee(roadmap, change) -> dict | None:
    if roadmap.fee is None:
        return None
    difference = ""
    if change and change["difference"]:
        said = _("%(amount)s less a year") if change["is_lower"] else _("%(amount)s more a year")
        difference = said % {"amount": amount(change["difference"])}
    target = {"year": roadmap.year, "number": roadmap.membership_target}
    return {
        "amount": verbatim(amount(roadmap.fee)),
        "previous": None if roadmap.previous_fee is None else verbatim(amount(roadmap.previous_fee)),
        "difference": printed(difference),
        "note": printed(roadmap.fee_note),
        "target": printed(_("Aim for %(year)s: at least %(number)s memberships.") % target)
        if roadmap.membership_target
        else printed(""),
    }


def budget(roadmap, charts) -> dict | None:
    if charts is None:
        return None
    sides = [
        _side(roadmap, side, _("Where it comes from") if side["code"] == "revenue" else _("Where it goes"))
        for side in charts["sides"]
    ]
    # What is drawn is not said again.
    payroll = None if charts["payroll"] else roadmap.payroll
    staff = roadmap.staff
    known = [
        (
            _("Payroll"),
            _("about %(amount)s") % {"amount": amount(payroll)} if payroll and not charts["payroll"] else "",
        ),
        (_("Full-time equivalents"), number_format(_trimmed(staff)) if staff else ""),
    ]
    return {
        "sides": sides,
        "payroll": _side(roadmap, charts["payroll"], _("Of which, people")) if charts["payroll"] else None,
        "people": [{"label": printed(label), "value": printed(value)} for label, value in known if value],
        "note": printed(roadmap.budget_note),
    }


def _side(roadmap, side, heading) -> dict:
    return {
        "heading": printed(heading),
        "caption": printed(_("%(side)s: shares and indicative amounts") % {"side": side["label"]}),
        "bar": bar(
            side["parts"],
            alt=_("%(side)s, one part a line; the table gives the figures") % {"side": side["label"]},
            keys=True,
        ),
        "rows": [
            {
                "key": row["part"].key,
                "label": printed(row["part"].label),
                "note": printed(row["part"].note),
                "remarked": row["is_remarked"] and bool(roadmap.budget_note),
                "share": printed(percentage(number_format(_trimmed(row["part"].value)))),
                "amount": _about(row["amount"]),
            }
            for row in side["rows"]
        ],
        "whole": printed(percentage(100)),
        "total": _about(roadmap.budget_total),
    }


def _about(euros) -> list | None:
    return None if euros is None else printed(_("about %(amount)s") % {"amount": amount(euros)})


def _trimmed(share):
    """Without a decimal of zero."""
    return int(share) if share == int(share) else share

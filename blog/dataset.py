"""A roadmap as data: one document, and one table drawn from it.

Amounts are whole euros, shares percentages, days ISO 8601; what is unknown is null. Texts are those that were
written, without their formatting; labels are in the language of the page.
"""

import csv
import io
import re
from datetime import datetime
from decimal import Decimal

from django.utils.translation import gettext_lazy as _
from wagtail.models import Site
from wagtail.utils.text import text_from_html

from blog.budget import indicative_amount
from blog.models.commitments import Commitment
from blog.models.parts import parts_of
from blog.reading import commitments_of
from core.choices import DataLicence
from core.models import ContactSettings
from core.querysets import open_to_all
from core.spreadsheets import harmless

CURRENCY = "EUR"

#: Columns of the table. Each bears the path of its value in the document; figures and lines of the budget
#: share `value` and `unit`.
COLUMNS = [
    "kind",
    "year",
    "language",
    "id",
    "title",
    "description",
    "area.code",
    "area.label",
    "priority.number",
    "priority.title",
    "programme.title",
    "programme.url",
    "period",
    "starts_on",
    "ends_on",
    "cost",
    "cost_min",
    "cost_max",
    "currency",
    "state.code",
    "state.label",
    "state_since",
    "state_reason",
    "carried_from.year",
    "carried_from.id",
    "side.code",
    "side.label",
    "value",
    "unit",
    "amount",
    "note",
]
#: Figures of the budget, in the order in which they are listed: their names, their units.
FIGURES = {
    "total": (_("Budget"), CURRENCY),
    "payroll": (_("Payroll"), CURRENCY),
    "staff_fte": (_("Staff"), "FTE"),
    "fee": (_("Membership fee"), CURRENCY),
    "previous_fee": (_("Fee of the year before"), CURRENCY),
    "membership_target": (_("Memberships aimed at"), "memberships"),
}
BOM = "\ufeff"
#: What parts words, no-break spaces left as they are.
_BLANKS = re.compile(r"[ \t\n]+")


def document(roadmap, request, *, schema_url: str) -> dict:
    """The whole of a public roadmap, as plain values."""
    commitments = commitments_of(roadmap)
    programmes = _public_programmes(commitments, roadmap)
    parts = parts_of(roadmap)
    licence = DataLicence(roadmap.data_licence)
    priorities = [
        {"number": number, "title": priority.title, "text": _plain(priority.text)}
        for number, priority in enumerate(parts["priorities"], start=1)
    ]
    numbered = {priority["number"]: priority["title"] for priority in priorities}
    modified = modified_at(roadmap, commitments)
    return {
        "$schema": schema_url,
        "title": roadmap.title,
        "year": roadmap.year,
        "language": roadmap.route_language,
        "url": roadmap.get_full_url(request),
        "publisher": {
            "name": ContactSettings.for_request(request).organisation_name,
            "url": Site.find_for_request(request).root_url,
        },
        "licence": {"id": licence.value, "name": str(licence.label), "url": licence.url},
        "published_on": _day(roadmap.published_on),
        "modified_at": modified.isoformat(timespec="seconds") if modified else None,
        "priorities": priorities,
        "commitments": [_commitment(each, numbered, programmes, request) for each in commitments],
        "budget": _budget(roadmap, parts["budget_lines"]),
    }


def modified_at(roadmap, commitments) -> datetime | None:
    """When the data last changed: the page was published, or a change of state recorded."""
    moments = [change.recorded_at for each in commitments for change in each.changes.all()]
    return max([*moments, *filter(None, [roadmap.last_published_at])], default=None)


def table(data: dict) -> bytes:
    """Commitments, then figures and lines of the budget, as one table for spreadsheets: UTF-8, marked so."""
    stream = io.StringIO(newline="")
    writer = csv.DictWriter(stream, COLUMNS, restval="")
    writer.writeheader()
    for row in [*_commitment_rows(data), *_budget_rows(data)]:
        common = {"year": data["year"], "currency": CURRENCY}
        writer.writerow({name: harmless(value) for name, value in (common | row).items()})
    return f"{BOM}{stream.getvalue()}".encode()


def _commitment(commitment, priorities: dict, programmes: dict, request) -> dict:
    return {
        "id": commitment.pk,
        "language": commitment.language,
        "title": commitment.title,
        "description": commitment.description or None,
        "area": _coded(commitment.area, commitment.get_area_display()),
        "priority": _priority(commitment.priority, priorities),
        "programme": _programme(commitment.programme, programmes, request),
        "period": commitment.period or None,
        "starts_on": _day(commitment.starts_on),
        "ends_on": _day(commitment.ends_on),
        "cost": commitment.cost or None,
        "cost_min": commitment.cost_min,
        "cost_max": commitment.cost_max,
        "currency": CURRENCY,
        "state": _coded(commitment.state, commitment.get_state_display()),
        "state_since": _day(commitment.state_since),
        "state_reason": commitment.state_reason or None,
        "history": [
            {
                "state": _coded(change.state, change.get_state_display()),
                "on": _day(change.on),
                "reason": change.reason or None,
            }
            for change in commitment.changes.all()
        ],
        "carried_from": _other_year(commitment.carried_from) if commitment.carried_from else None,
        "carried_to": [_other_year(other) for other in commitment.carried_to.all()],
    }


def _coded(code: str, label) -> dict:
    return {"code": code, "label": str(label)}


def _priority(number: int | None, titles: dict) -> dict | None:
    """One of the roadmap's priorities; None where there is none of that number."""
    return {"number": number, "title": titles[number]} if number in titles else None


def _programme(programme, public: dict, request) -> dict | None:
    """A programme by its name, and by its address where anybody may read it."""
    if programme is None:
        return None
    as_read = public.get(programme.translation_key)
    if as_read is None:
        return {"title": programme.title, "url": None}
    return {"title": as_read.title, "url": as_read.get_full_url(request)}


def _other_year(commitment) -> dict:
    return {"year": commitment.roadmap.year, "id": commitment.pk, "title": commitment.title}


def _public_programmes(commitments, roadmap) -> dict:
    """Pages of the programmes that anybody may read, in the language of the roadmap where there is one, by
    translation key. One query, none where no commitment is about a programme.
    """
    keys = {each.programme.translation_key for each in commitments if each.programme}
    if not keys:
        return {}
    pages = Commitment._meta.get_field("programme").related_model.objects.filter(translation_key__in=keys)
    found: dict = {}
    for page in open_to_all(pages).select_related("locale").defer_streamfields().order_by("pk"):
        if page.translation_key not in found or page.locale_id == roadmap.locale_id:
            found[page.translation_key] = page
    return found


def _budget(roadmap, lines) -> dict:
    return {
        "currency": CURRENCY,
        "total": roadmap.budget_total,
        "payroll": roadmap.payroll,
        "staff_fte": _number(roadmap.staff),
        "fee": roadmap.fee,
        "previous_fee": roadmap.previous_fee,
        "membership_target": roadmap.membership_target,
        "lines": [
            {
                "side": _coded(line.side, line.get_side_display()),
                "label": line.label,
                "share": _number(line.share),
                "amount": indicative_amount(roadmap, line.share),
                "note": line.note or None,
            }
            for line in lines
        ],
        "note": roadmap.budget_note or None,
    }


def _number(value: Decimal | None) -> int | float | None:
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)


def _day(day) -> str | None:
    return day.isoformat() if day else None


def _plain(html: str) -> str | None:
    return _BLANKS.sub(" ", text_from_html(html)).strip() or None


def _commitment_rows(data: dict):
    for commitment in data["commitments"]:
        row = {"kind": "commitment"}
        for column in COLUMNS:
            name, _dot, part = column.partition(".")
            if name in commitment:
                value = commitment[name]
                row[column] = (value or {}).get(part) if part else value
        yield row


def _budget_rows(data: dict):
    budget = data["budget"]
    common = {"kind": "budget", "language": data["language"]}
    for figure, (label, unit) in FIGURES.items():
        if budget[figure] is not None:
            yield common | {"id": figure, "title": str(label), "value": budget[figure], "unit": unit}
    for number, line in enumerate(budget["lines"], start=1):
        yield common | {
            "id": f"line_{number}",
            "title": line["label"],
            "side.code": line["side"]["code"],
            "side.label": line["side"]["label"],
            "value": line["share"],
            "unit": "%",
            "amount": line["amount"],
            "note": line["note"],
        }

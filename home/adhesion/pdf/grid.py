"""The fee grid: what membership costs and gives in a year, on one page."""

from pathlib import Path
from urllib.parse import urljoin, urlsplit

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from core.pdf import drawings, printing
from core.pdf.printing import printed, verbatim
from core.typography import amount
from home.adhesion import links
from home.adhesion.models.fees import FeeSchedule

TEMPLATE = Path(__file__).parent / "templates" / "fee_grid.typ"


def fee_grid(schedule: FeeSchedule) -> bytes:
    """The grid of that schedule, in the active language; `schedule` is the row of that language."""
    return printing.kept(TEMPLATE, grid_data(schedule))


def grid_data(schedule: FeeSchedule) -> dict:
    """What is printed on the grid."""
    contact = printing.contact()
    address = join_address()
    previous = schedule.previous_amount_euros
    year = {"year": schedule.year}
    return printing.frame(
        contact,
        what_it_costs=_("What it costs"),
        was=_("The fee was"),
        what_it_gives=_("What membership gives"),
        to_join=_("To join"),
        or_on_paper=_("On paper: print the membership form, fill it in and send it to us."),
        contact=_("Contact"),
    ) | {
        "title": printed(_("Joining in %(year)s: what it costs, what it gives") % year),
        "footer": printed(_("%(name)s – fee grid %(year)s") % (year | {"name": contact.organisation_name})),
        "drawing": drawings.sign("adhesion"),
        "amount": verbatim(amount(schedule.amount_euros)),
        "previous": None if previous is None else verbatim(amount(previous)),
        "unit": printed(", ".join([_("a year"), _("for %(year)s, the same for every organisation") % year])),
        "conditions": printed(schedule.conditions),
        "entitlements": [
            {"title": printed(block.value["title"]), "text": printed(block.value["text"] or "")}
            for block in schedule.entitlements
        ],
        "address": address,
        "shown_address": _without_scheme(address),
    }


def join_address() -> str:
    """Absolute address of the membership page, in the active language if it can be; empty without one."""
    page = links.join_page(get_language())
    return urljoin(settings.WAGTAILADMIN_BASE_URL, page.url) if page else ""


def _without_scheme(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.netloc}{parts.path}".rstrip("/")

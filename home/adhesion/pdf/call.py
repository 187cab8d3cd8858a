"""The fee call: what is asked of whom, why, and how to pay it. Accounting data alone: it names no person."""

from pathlib import Path

from django.utils.translation import gettext as _

from core.pdf import printing
from core.pdf.printing import printed, verbatim
from core.typography import amount, written_date
from home.adhesion.models.accounting import FeeCall
from home.adhesion.models.settings import MembershipSettings
from home.adhesion.siret import compact, format_siret

TEMPLATE = Path(__file__).parent / "templates" / "fee_call.typ"


def fee_call(call: FeeCall) -> bytes:
    """The call as it is sent; one without a number is marked as a draft."""
    return printing.made(TEMPLATE, call_data(call), dated=call.issued_on)


def call_data(call: FeeCall) -> dict:
    """What is printed on the call."""
    contact = printing.contact()
    accounting = MembershipSettings.load()
    number = str(call) if call.number else ""
    title = _("Fee call %(number)s") % {"number": number} if number else _("Fee call – draft")
    organisation = call.membership.organisation
    return printing.frame(
        contact,
        draft=_("Draft: not issued, without a number. Not to be paid."),
        siret="SIRET",
        addressee=_("Addressee"),
        facts=_("What this call is about"),
        what=_("What for"),
        how_much=_("Amount"),
        total=_("Total to pay"),
        to_pay=_("How to pay"),
        by_transfer=_("By bank transfer, with this reference:"),
        iban="IBAN",
        bic="BIC",
    ) | {
        "title": printed(title),
        "footer": printed(f"{contact.organisation_name} – {title}"),
        "is_draft": not number,
        "own_siret": verbatim(_shown_siret(accounting.siret)),
        "recipient": {
            "name": verbatim(call.recipient_name),
            "address": verbatim(call.recipient_address),
            "siret": verbatim(format_siret(call.recipient_siret)),
        },
        "rows": [
            {"label": printed(label), "value": value}
            for label, value in (
                (_("Number"), verbatim(number) if number else printed(_("given on issue"))),
                (_("Date"), printed(written_date(call.issued_on))),
                (_("To be paid by"), printed(written_date(call.due_on))),
                (_("Member"), verbatim(organisation.name)),
                (_("Reference of the request"), verbatim(call.membership.request.reference)),
                (_("Chorus Pro service code"), verbatim(call.chorus_service_code)),
                (_("Engagement number"), verbatim(call.engagement_number)),
            )
            if any(any(line) for line in value)
        ],
        "line": printed(
            _("Membership of %(name)s for the calendar year %(year)s")
            % {"name": contact.organisation_name, "year": call.membership.year}
        ),
        "amount": verbatim(amount(call.amount_euros)),
        "iban": verbatim(_grouped(accounting.iban)),
        "bic": verbatim(accounting.bic),
        "quote": verbatim(number or call.membership.request.reference),
        "legal": printed(accounting.legal_mention_as_read),
    }


def _shown_siret(text: str) -> str:
    digits = compact(text)
    return format_siret(digits) if len(digits) == 14 else text


def _grouped(iban: str) -> str:
    """Four signs by four, as banks print it."""
    signs = "".join(iban.split())
    return "\u00a0".join(signs[at : at + 4] for at in range(0, len(signs), 4))

"""What is held about one person in the case files: found, handed over in one file.

A request names several people: each is given what was stated by them or about them, not by the others. What
other sections hold goes into the same file (`core.personal_data`).
"""

from dataclasses import dataclass
from itertools import chain

from django.conf import settings
from django.db.models import Q, TextChoices
from django.utils.text import capfirst
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import words
from core.clock import now
from core.personal_data import Record, Source
from core.typography import written_date
from home.adhesion import corrections
from home.adhesion.forms.application import ApplicationForm
from home.adhesion.models import AdhesionRequest, FeeCall, InternalNote, Message, RequestEvent, RequestMail

#: Free words in a request itself, which may name people.
FREE_FIELDS = ("message", "address", "champion_role", "champion_telephone", "chorus_service_code")
#: Where a fee call may name somebody.
FEE_CALL_FIELDS = ("recipient_name", "recipient_address", "chorus_service_code", "payment_reference")
PAYER_FIELDS = ("organisation_name", "payer_name", "payer_siret", "payer_contact", "payer_email")
OF_THE_PAYER_ALONE = ("payer_contact", "payer_email")


class Role(TextChoices):
    """Why a request holds something about somebody."""

    CHAMPION = "champion", gettext_lazy("Champion")
    PAYER = "payer", gettext_lazy("Contact for invoices")
    MENTIONED = "mentioned", gettext_lazy("Named in what was written")


@dataclass(frozen=True)
class Holding:
    """One request that holds something about the person, and in which role."""

    request: AdhesionRequest
    role: Role

    @property
    def key(self) -> str:
        return f"{self.request.pk}-{self.role}"

    @property
    def known_as(self) -> str:
        """The name and the address under which the request knows the person."""
        if self.role == Role.CHAMPION:
            return _joined(self.request.champion_name, self.request.champion_email)
        if self.role == Role.PAYER:
            return _joined(self.request.payer_contact, self.request.payer_email)
        return ""


def find(who: str) -> list[Holding]:
    """Requests that hold something about the owner of an address, or the bearer of a name."""
    named = AdhesionRequest.objects.filter(anonymised_at=None)
    by_role = {
        Role.CHAMPION: named.filter(_is(who, "champion_name", "champion_email")),
        Role.PAYER: named.filter(_is(who, "payer_contact", "payer_email")),
        Role.MENTIONED: named.filter(_mentions(who)),
    }
    found = [Holding(request, role) for role, requests in by_role.items() for request in requests]
    known = {holding.request.pk for holding in found if holding.role != Role.MENTIONED}
    return [holding for holding in found if holding.role != Role.MENTIONED or holding.request.pk not in known]


def find_fee_calls(who: str) -> list[FeeCall]:
    """Accounting documents that name the person: kept by law, whatever else is erased."""
    return list(FeeCall.objects.light().filter(_written_in(who, FEE_CALL_FIELDS)))


def document(
    who: str,
    holdings: list[Holding],
    fee_calls: list[FeeCall],
    elsewhere: list[tuple[Source, list[Record]]] = (),
) -> dict:
    """All that is held, in words that the person can read, with what the law wants to be said beside it.

    `elsewhere` are the records of other sections (`core.personal_data`).
    """
    return {
        _("Personal data held about"): who,
        _("Made on"): written_date(now()),
        _("By"): settings.WAGTAIL_SITE_NAME,
        **(_memberships(who, holdings, fee_calls) if holdings or fee_calls else {}),
        **{
            str(source.heading): {**source.notice(), _("Held"): [record.values() for record in records]}
            for source, records in elsewhere
            if records
        },
        _("Your rights"): _(
            "You can have it corrected or erased, restrict or oppose its use, and lodge a complaint with the "
            "CNIL (www.cnil.fr)."
        ),
    }


def _memberships(who, holdings, fee_calls) -> dict:
    return {
        _("Purpose"): _("To handle requests to join the association, then memberships and their invoicing."),
        _("Legal basis"): _("Our legitimate interest; for accounting documents, a legal obligation."),
        _("Source"): _("The form filled in by the champion of the membership, on the site or on paper."),
        _("Who sees it"): _("The members of the team who handle memberships."),
        _("How long"): _(
            "30 days for spam, 12 months after a refusal or a closing, 3 years after the last membership, "
            "10 years for accounting documents."
        ),
        _("Requests"): [_request(holding, who) for holding in holdings],
        _("Fee calls"): [_fee_call(call) for call in fee_calls],
    }


def _is(who, name_field, email_field) -> Q:
    return Q(**{f"{email_field}__iexact": who}) if "@" in who else words.query(who, [name_field])


def _mentions(who) -> Q:
    """Somewhere in what was written: by the applicant, by the team, in a mail or in the history."""
    written = {
        InternalNote: ("text",),
        Message: ("text",),
        RequestEvent: ("note",),
        RequestMail: ("email__subject", "email__message", "email__to"),
    }
    elsewhere = (
        Q(pk__in=model.objects.order_by().filter(_written_in(who, fields)).values("request"))
        for model, fields in written.items()
    )
    mentioned = _written_in(who, FREE_FIELDS)
    for clause in elsewhere:
        mentioned |= clause
    return mentioned


def _written_in(who, fields) -> Q:
    found = Q()
    for field in fields:
        found |= Q(**{f"{field}__iregex": words.phrase(who)})
    return found


def _request(holding, who) -> dict:
    request = holding.request
    return {
        _("Reference"): request.reference,
        _("Concerned as"): str(holding.role.label),
        _("State"): request.get_state_display(),
        _("Received"): written_date(request.received_at),
        _("To be erased on"): written_date(request.purge_on) or _("not fixed while the request is open"),
        _("Data protection notice"): request.notice_version,
        _("Stated"): _stated(holding, who),
        _("History"): [
            {_("When"): _moment(event.at), _("What"): event.get_what_display(), _("Note"): event.note_text}
            for event in _of_interest(holding, who, request.events.all(), "note")
        ],
        _("Messages"): [
            {
                _("When"): _moment(message.at),
                _("From"): message.author_name or _("the applicant"),
                _("Text"): message.text,
            }
            for message in _of_interest(holding, who, request.messages.all(), "text")
        ],
        _("Internal notes"): [
            {_("When"): _moment(note.at), _("Text"): note.text}
            for note in _of_interest(holding, who, request.notes.all(), "text")
        ],
        _("Mails"): [
            {
                _("When"): _moment(mail.queued_at),
                _("Kind"): mail.get_kind_display(),
                _("To"): ", ".join(mail.email.to),
                _("Subject"): mail.email.subject,
                _("Text"): mail.email.message,
                _("Status"): str(mail.status_label),
            }
            for mail in _mails(holding, who)
        ],
    }


def _stated(holding, who) -> dict:
    request = holding.request
    if holding.role == Role.CHAMPION:
        names = [name for name in ApplicationForm.base_fields if name not in OF_THE_PAYER_ALONE]
    elif holding.role == Role.PAYER:
        names = PAYER_FIELDS
    else:
        names = [name for name in FREE_FIELDS if words.occurs(who, getattr(request, name))]
    label = AdhesionRequest._meta.get_field
    written = ((name, corrections.written(name, getattr(request, name))) for name in names)
    return {capfirst(str(label(name).verbose_name)): text for name, text in written if text}


def _of_interest(holding, who, writings, field):
    """The champion's file is the champion's; the others are given what names them."""
    if holding.role == Role.CHAMPION:
        return writings
    return [writing for writing in writings if words.occurs(who, getattr(writing, field))]


def _mails(holding, who):
    mails = holding.request.mails.exclude(email=None).select_related("email")
    return [mail for mail in mails if _is_for(holding, mail.email) or _names(who, mail.email)]


def _is_for(holding, email) -> bool:
    """The champion is given the mails of the request, but those that left for the payer alone."""
    recipients = {address.lower() for address in email.to}
    payer = holding.request.payer_email.lower()
    if holding.role == Role.CHAMPION:
        return recipients != {payer}
    return holding.role == Role.PAYER and payer in recipients


def _names(who, email) -> bool:
    return any(words.occurs(who, text) for text in chain(email.to, (email.subject, email.message)))


def _fee_call(call) -> dict:
    return {
        _("Number"): str(call),
        _("Issued on"): written_date(call.issued_on),
        _("Paying body"): call.recipient_name,
        _("Address"): call.recipient_address,
        _("Paid on"): written_date(call.paid_on),
    }


def _moment(at) -> str:
    return f"{localtime(at):%Y-%m-%d %H:%M}"


def _joined(*parts) -> str:
    return ", ".join(part for part in parts if part)

"""Taking people's names away: what is left is enough to count by, and nothing that tells who was who."""

import logging

from django.db import transaction
from django.utils.translation import gettext as _
from post_office.models import Email

from core import outbox
from core.clock import now
from home.adhesion import retention
from home.adhesion.models.accounting import FeeCall
from home.adhesion.models.history import EventKind, RequestEvent
from home.adhesion.models.requests import AdhesionRequest

logger = logging.getLogger(__name__)

#: What people are, or wrote freely. The body, its SIRET, its territory, the year and the dates stay.
PERSONAL_FIELDS = (
    "address",
    "champion_name",
    "champion_role",
    "champion_email",
    "champion_telephone",
    "payer_contact",
    "payer_email",
    "chorus_service_code",
    "engagement_number",
    "message",
)
#: Spam says nothing true about a body either.
SPAM_FIELDS = (
    "organisation_name",
    "siret",
    "foreign_identifier",
    "territory",
    "payer_name",
    "payer_siret",
)
#: What a fee call says beyond its number, its amount and its dates.
FEE_CALL_FIELDS = (
    "recipient_name",
    "recipient_address",
    "recipient_siret",
    "chorus_service_code",
    "engagement_number",
    "payment_reference",
    "cancellation_reason",
)


class StillOpen(Exception):
    """Somebody waits for an answer: the request is closed before it is erased; `str()` says so."""


def anonymise(request: AdhesionRequest, *, by=None) -> bool:
    """Erases people from a request, its notes, messages, mails and history; False where they were already.

    One transaction; the files attached to its mails go once it is committed. State, year, category and dates
    stay, so that no count changes. `by` is who asked for it, None for the purge. Raises `StillOpen`.
    """
    with transaction.atomic():
        request = AdhesionRequest.objects.select_for_update().get(pk=request.pk)
        if request.anonymised_at is not None:
            return False
        if request.is_open:
            raise StillOpen(_("This request is still open: close it first, then erase it."))
        erased = PERSONAL_FIELDS + (SPAM_FIELDS if retention.is_spam(request) else ())
        for name in erased:
            setattr(request, name, "")
        request.anonymised_at = now()
        request.version += 1
        request.save(update_fields=[*erased, "anonymised_at", "version"])
        # Before the mails: a message points at the one that carried it.
        request.messages.all().delete()
        request.notes.all().delete()
        request.events.erase_notes()
        # That a mail left stays known: `RequestMail.email` becomes null with it.
        outbox.erase(Email.objects.filter(pk__in=request.mails.exclude(email=None).values("email")))
        _forget_address(request)
        RequestEvent.note_down(request, EventKind.ERASED, actor=by)
    logger.info("Personal data of %s erased by %s", request, f"user {by.pk}" if by else "the purge")
    return True


def erase_fee_call(call: FeeCall) -> None:
    """Empties an accounting document that need not be kept any longer: number, amount and dates stay."""
    emptied = dict.fromkeys(FEE_CALL_FIELDS, "")
    FeeCall.objects.filter(pk=call.pk).update(**emptied, pdf=b"")


def _forget_address(request):
    """The known body keeps no address either, once none of its requests names anybody: it was typed there."""
    body = request.organisation
    if body and not body.requests.filter(anonymised_at=None).exists():
        body.address = ""
        body.save(update_fields=["address"])

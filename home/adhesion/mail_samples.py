"""Samples of the mails of membership: each kind once, about a town that does not exist."""

from datetime import date

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.permissions import policy_registry

from core.clock import today
from core.mail_samples import Sample, Section
from core.typography import written_date
from home.adhesion import outbox, purge, renewals
from home.adhesion.models.accounting import FeeCall
from home.adhesion.models.history import MailKind
from home.adhesion.models.members import Membership, Organisation
from home.adhesion.models.requests import AdhesionRequest, ClosingCause, PayerKind

#: Kinds that say several things: what makes them do so, and how that one is called.
_VARIANTS = {
    MailKind.LINK: [
        ("new-address", gettext_lazy("to a corrected address"), {"is_new_address": True}),
        ("former-address", gettext_lazy("to the address given before"), {"is_former_address": True}),
    ],
    MailKind.CLOSED: [
        ("withdrawn", gettext_lazy("withdrawn by the applicant"), {"cause": ClosingCause.WITHDRAWN})
    ],
    MailKind.REOPENED: [
        ("undone", gettext_lazy("after an acceptance"), {"is_acceptance_undone": True}),
    ],
}


def samples(language: str) -> list[Sample]:
    """In that language; those that the team reads, in the language of the house."""
    with translation.override(language):
        request = _request(language)
    written = []
    for kind in MailKind:
        variants = [("", "", {}), *_VARIANTS.get(kind, [])]
        written += [_sample(request, kind, *variant) for variant in variants]
    subject, text = purge.announcement([(request, date(today().year, 12, 31))])
    return [*written, Sample("purge", _("Announcement of an erasure"), _("the team"), subject, text)]


def _sample(request, kind, variant, said, context) -> Sample:
    with translation.override(settings.LANGUAGE_CODE if kind in outbox.FOR_STAFF else request.language):
        context = _context(request, kind) | context
    subject, text = outbox.written(request, kind, **context)
    return Sample(
        key="-".join(filter(None, (kind.value.replace("_", "-"), variant))),
        name=f"{kind.label}, {said}" if said else str(kind.label),
        reader=_reader(kind),
        subject=subject,
        text=text,
        enclosed=(f"{_call(request)}.pdf",) if kind in outbox.FOR_PAYER else (),
    )


def _reader(kind) -> str:
    if kind in outbox.FOR_STAFF:
        return _("the team")
    if kind in outbox.FOR_PAYER | {MailKind.ACCEPTED_PAYER}:
        return _("the paying body")
    return _("the applicant")


def _request(language) -> AdhesionRequest:
    return AdhesionRequest(
        pk=0,
        reference=f"ADH-{today().year}-XXXXX",
        language=language,
        year=today().year,
        amount_cents=123_400,
        organisation_name=_("Town of Nowhere"),
        organisation_category="commune",
        siret_missing=True,
        champion_name=_("Camille Example"),
        champion_role=_("Head of imaginary affairs"),
        champion_email="camille@example.org",
        payer_kind=PayerKind.OTHER,
        payer_name=_("Union of Nowhere"),
        payer_email="factures@example.org",
    )


def _membership(request) -> Membership:
    organisation = Organisation(name=request.organisation_name)
    return Membership(organisation=organisation, year=request.year, request=request)


def _call(request) -> FeeCall:
    return FeeCall(
        membership=_membership(request), year=request.year, number=0, amount_cents=request.amount_cents
    )


def _context(request, kind) -> dict:
    """What the templates of that kind are given besides what all are."""
    said = _("What somebody typed stands here.")
    if kind in outbox.FOR_PAYER:
        return {
            "call": _call(request),
            "organisation": _membership(request).organisation,
            "due_on": written_date(date(request.year, 12, 31)),
            "tells_source": True,
        }
    if kind in (MailKind.RENEWAL, MailKind.RENEWAL_REMINDER):
        return renewals.mail_context(_membership(request), request.year + 1)
    return {
        "reason": said,
        "message": said,
        "cause": ClosingCause.NO_ANSWER,
        "asked_on": written_date(date(request.year, 1, 2)),
        "tells_source": True,
    }


def _is_readable(user) -> bool:
    policy = policy_registry.get_by_type(AdhesionRequest)
    return policy.user_has_any_permission(user, ["review", "decide"])


SECTION = Section("membership", gettext_lazy("Membership"), _is_readable, samples)

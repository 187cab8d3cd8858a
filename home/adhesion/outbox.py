"""The mails of a request: written with it in one transaction, sent later by the outbox."""

from dataclasses import dataclass

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from core import outbox
from home.adhesion import links
from home.adhesion.models.history import MailKind, RequestMail
from home.adhesion.models.requests import AdhesionRequest

PDF = "application/pdf"
#: Mails that the team reads, in the language of the house; the others are in the applicant's.
FOR_STAFF = {MailKind.ALERT, MailKind.CORRECTED, MailKind.COMPLETED, MailKind.WITHDRAWN}
#: Mails for the one who pays: the champion where no other body is named.
FOR_PAYER = {MailKind.FEE_CALL, MailKind.FEE_REMINDER}


@dataclass(frozen=True)
class Draft:
    """A mail as it will leave."""

    kind: MailKind
    to: tuple[str, ...]
    subject: str
    body: str
    reply_to: str = ""
    #: (file name, content) pairs; PDF alone leaves from here.
    attachments: tuple[tuple[str, bytes], ...] = ()


def compose(
    request: AdhesionRequest,
    kind: MailKind,
    *,
    reason: str = "",
    attachments: tuple[tuple[str, bytes], ...] = (),
    **context,
) -> Draft | None:
    """The mail of that kind for that request; None where there is nobody to send it to."""
    to = recipients(request, kind)
    if not to:
        return None
    subject, body = written(request, kind, reason=reason, **context)
    return Draft(
        kind=kind,
        to=to,
        subject=subject,
        body=body,
        reply_to=request.champion_email
        if kind in FOR_STAFF
        else next(iter(settings.ADHESION_TEAM_EMAILS), ""),
        attachments=attachments,
    )


def written(request: AdhesionRequest, kind: MailKind, *, reason: str = "", **context) -> tuple[str, str]:
    """Its subject and its text, in the language of those who read it.

    Its templates are `adhesion/mail/<kind>_subject.txt` and `<kind>.txt`; they are given the request, the
    reason, the link by which the applicant follows the request, and whatever `context` holds.
    """
    with translation.override(settings.LANGUAGE_CODE if kind in FOR_STAFF else request.language):
        context = context | {
            "request": request,
            "reason": reason,
            "organisation_name": settings.WAGTAIL_SITE_NAME,
            "follow_url": "" if kind in FOR_STAFF else links.follow_url(request),
            "admin_url": settings.WAGTAILADMIN_BASE_URL
            + reverse("adhesion_requests:detail", args=[request.pk]),
        }
        subject = render_to_string(f"adhesion/mail/{kind}_subject.txt", context)
        body = render_to_string(f"adhesion/mail/{kind}.txt", context)
    return " ".join(subject.split()), body.strip() + "\n"


def queue(request: AdhesionRequest, draft: Draft) -> RequestMail:
    """Stores the mail in the outbox, inside the caller's transaction."""
    enclosed = tuple(outbox.Enclosed(name, content, PDF) for name, content in draft.attachments)
    email = outbox.put(draft.to, draft.subject, draft.body, reply_to=draft.reply_to, enclosed=enclosed)
    return RequestMail.objects.create(request=request, kind=draft.kind, email=email)


def queue_copy(original: RequestMail, to: tuple[str, ...], *, body: str) -> RequestMail:
    """Stores a copy of a mail, with its attachments, for whoever is to receive it now."""
    headers = original.email.headers or {}
    email = outbox.put(to, original.email.subject, body, reply_to=headers.get("Reply-To", ""))
    email.attachments.set(original.email.attachments.all())
    return RequestMail.objects.create(request_id=original.request_id, kind=original.kind, email=email)


def recipients(request: AdhesionRequest, kind: MailKind) -> tuple[str, ...]:
    """Who receives a mail of that kind today; nobody where no address is given."""
    if kind == MailKind.ALERT:
        return tuple(settings.ADHESION_TEAM_EMAILS)
    if kind in FOR_STAFF:
        # The one who handles it, else everybody.
        return _of(request.assignee and request.assignee.email) or tuple(settings.ADHESION_TEAM_EMAILS)
    if kind == MailKind.ACCEPTED_PAYER:
        return _of(request.invoice_recipient)
    if kind in FOR_PAYER:
        return _of(request.invoice_recipient or request.champion_email)
    return _of(request.champion_email)


def _of(address: str | None) -> tuple[str, ...]:
    return (address,) if address else ()

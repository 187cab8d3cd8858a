"""The link of a registration's mails: it stands for a log-in, and shows that one registration.

The signature covers the number, the e-mail and the moment: a link that is altered, too old, another one's,
or sent to an address that has been corrected since, opens nothing; nor does that of what has been erased.
"""

from datetime import timedelta
from urllib.parse import urljoin

from django.conf import settings

from core.signed_links import LinkSigner
from programmes.agenda.models.registrations import Registration

#: Longer than registration is ever open; what is erased before is no longer found.
LIFETIME = timedelta(days=400)

_signer = LinkSigner("agenda.registration", LIFETIME)


def _signed(registration: Registration) -> str:
    return f"{registration.pk} {registration.email.lower()}"


def signature(registration: Registration) -> str:
    """The part of the link that only the site can make."""
    return _signer.signature(_signed(registration))


def read(event, number: int, signature: str) -> Registration | None:
    """The registration for that event which the link shows; None where it shows nothing."""
    found = Registration.objects.filter(pk=number, event__translation_key=event.translation_key)
    registration = found.select_related("event__locale").first()
    if registration is None or not _signer.is_valid(_signed(registration), signature):
        return None
    return registration


def url(registration: Registration, page) -> str:
    """Absolute address of the registration's own page, below that page of the event."""
    path = page.reverse_subpage(
        f"mine_{page.locale.language_code}", args=[registration.pk, signature(registration)]
    )
    return urljoin(settings.WAGTAILADMIN_BASE_URL, (page.url or "/") + path)

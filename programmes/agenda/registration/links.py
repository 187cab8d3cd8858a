"""The link of a registration's mails: it stands for a log-in, and shows that one registration.

The signature covers the number, the e-mail and the moment: a link that is altered, too old, another one's,
or sent to an address that has been corrected since, opens nothing; nor does that of what has been erased.
"""

from datetime import timedelta
from urllib.parse import urljoin

from django.conf import settings
from django.urls import reverse
from django.utils.translation import override

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


def opened(number: int, signature: str) -> Registration | None:
    """The registration which the link shows; None where it shows nothing."""
    registration = Registration.objects.filter(pk=number).select_related("event__locale").first()
    if registration is None or not _signer.is_valid(_signed(registration), signature):
        return None
    return registration


def read(event, number: int, signature: str) -> Registration | None:
    """The same below the page of an event; None where it shows that of another one."""
    registration = opened(number, signature)
    if registration is None or registration.event.translation_key != event.translation_key:
        return None
    return registration


def url(registration: Registration) -> str:
    """Absolute address for its mails, which stays when the event is renamed or moved (`stable.follow`)."""
    with override(registration.language):
        path = reverse("own_registration", args=[registration.pk, signature(registration)])
    return urljoin(settings.WAGTAILADMIN_BASE_URL, path)

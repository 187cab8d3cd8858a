"""Links that stand for a log-in: they show one request to the one who received them, for a while.

The signature covers the reference, the champion's address and the moment: a link that is altered, too old,
another request's, or sent to an address that has been corrected since, opens nothing.
"""

import datetime
import re
import time
from datetime import timedelta
from urllib.parse import urljoin

from django.apps import apps
from django.conf import settings
from django.core import signing

from core.clock import now, today
from home.adhesion.models.members import Renewal
from home.adhesion.models.requests import REFERENCE_ALPHABET, REFERENCE_LENGTH, AdhesionRequest

#: How long a link works; another one can be asked for.
LIFETIME = timedelta(days=90)
#: How long the browser that sent a request is offered its link: others may sit down at it later.
AT_HAND = timedelta(hours=1)

#: What a reference looks like; nothing else is looked up, whatever an address holds.
REFERENCE_PATTERN = re.compile(f"ADH-[0-9]{{4}}-[{REFERENCE_ALPHABET}]{{{REFERENCE_LENGTH}}}")

# Addresses of pages take no dot, and signers take no hyphen for a separator.
_SEPARATOR = "."
_SEPARATOR_IN_ADDRESS = "-"
_follow_signer = signing.TimestampSigner(salt="adhesion.follow", sep=_SEPARATOR)
_renewal_signer = signing.TimestampSigner(salt="adhesion.renewal", sep=_SEPARATOR)


def _for_address(signed: str) -> str:
    return signed.replace(_SEPARATOR, _SEPARATOR_IN_ADDRESS)


def _from_address(text: str, separators: int) -> str:
    """What was signed, the last part of which may hold hyphens of its own; empty where it is none of ours."""
    if _SEPARATOR in text:
        return ""
    return text.replace(_SEPARATOR_IN_ADDRESS, _SEPARATOR, separators)


def _what_is_signed(request: AdhesionRequest) -> str:
    return f"{request.pk} {request.reference} {request.champion_email.lower()}"


def follow_signature(request: AdhesionRequest) -> str:
    """The part of the link that only the site can make."""
    signed = _what_is_signed(request)
    return _for_address(_follow_signer.sign(signed).removeprefix(signed + _SEPARATOR))


def read_follow_link(
    reference: str, signature: str, *, max_age: timedelta = LIFETIME
) -> AdhesionRequest | None:
    """The request that the link shows; None where it shows nothing or is older than `max_age`."""
    if not REFERENCE_PATTERN.fullmatch(reference):
        return None
    request = AdhesionRequest.objects.filter(reference=reference, anonymised_at=None).first()
    if request is None:
        return None
    signed = f"{_what_is_signed(request)}{_SEPARATOR}{_from_address(signature, 1)}"
    try:
        _follow_signer.unsign(signed, max_age=max_age)
    except signing.BadSignature:
        return None
    return request


def last_day(signature: str) -> datetime.date:
    """The last day on which a link that works now will work."""
    signed_at = signing.b62_decode(signature.split(_SEPARATOR_IN_ADDRESS)[0])
    return (now() + LIFETIME - timedelta(seconds=time.time() - signed_at)).date()


def follow_url(request: AdhesionRequest) -> str:
    """Absolute address of the request's own page, for its mails; empty where no join page is published."""
    page = join_page(request.language)
    if page is None:
        return ""
    path = page.follow_url(request.reference, follow_signature(request))
    return urljoin(settings.WAGTAILADMIN_BASE_URL, path)


def renewal_url(renewal: Renewal) -> str:
    """Absolute address of the form, filled in for the renewal; empty where no join page is published."""
    page = join_page(renewal.membership.request.language)
    if page is None:
        return ""
    path = page.renewal_url(_for_address(_renewal_signer.sign(str(renewal.pk))))
    return urljoin(settings.WAGTAILADMIN_BASE_URL, path)


def read_renewal_link(signed: str) -> Renewal | None:
    """The renewal that the link opens; None where it opens nothing."""
    try:
        pk = _renewal_signer.unsign(_from_address(signed, 2), max_age=LIFETIME)
    except signing.BadSignature:
        return None
    renewals = Renewal.objects.select_related("membership__request", "membership__organisation")
    # One for a year that is over opens nothing.
    return renewals.filter(pk=pk, year__gte=today().year, membership__request__anonymised_at=None).first()


def join_page(language: str):
    """The join page in that language, else in another one."""
    pages = apps.get_model("adhesion", "JoinPage").objects.live().public().select_related("locale")
    by_language = {page.locale.language_code: page for page in pages}
    return by_language.get(language) or next(iter(by_language.values()), None)

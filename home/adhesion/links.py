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
from core.signed_links import LinkSigner
from home.adhesion.models.members import Renewal
from home.adhesion.models.requests import REFERENCE_ALPHABET, REFERENCE_LENGTH, AdhesionRequest

#: How long a link works; another one can be asked for.
LIFETIME = timedelta(days=90)
#: How long the browser that sent a request is offered its link: others may sit down at it later.
AT_HAND = timedelta(hours=1)

#: What a reference looks like; nothing else is looked up, whatever an address holds.
REFERENCE_PATTERN = re.compile(f"ADH-[0-9]{{4}}-[{REFERENCE_ALPHABET}]{{{REFERENCE_LENGTH}}}")

_FOLLOWING = "adhesion.follow"
_renewal_signer = LinkSigner("adhesion.renewal", LIFETIME)


def _what_is_signed(request: AdhesionRequest) -> str:
    return f"{request.pk} {request.reference} {request.champion_email.lower()}"


def follow_signature(request: AdhesionRequest) -> str:
    """The part of the link that only the site can make."""
    return LinkSigner(_FOLLOWING, LIFETIME).signature(_what_is_signed(request))


def read_follow_link(
    reference: str, signature: str, *, max_age: timedelta = LIFETIME
) -> AdhesionRequest | None:
    """The request that the link shows; None where it shows nothing or is older than `max_age`."""
    if not REFERENCE_PATTERN.fullmatch(reference):
        return None
    request = AdhesionRequest.objects.filter(reference=reference, anonymised_at=None).first()
    if request is None or not LinkSigner(_FOLLOWING, max_age).is_valid(_what_is_signed(request), signature):
        return None
    return request


def last_day(signature: str) -> datetime.date:
    """The last day on which a link that works now will work."""
    signed_at = signing.b62_decode(signature.split("-")[0])
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
    path = page.renewal_url(f"{renewal.pk}-{_renewal_signer.signature(str(renewal.pk))}")
    return urljoin(settings.WAGTAILADMIN_BASE_URL, path)


def read_renewal_link(signed: str) -> Renewal | None:
    """The renewal that the link opens; None where it opens nothing."""
    pk, _hyphen, signature = signed.partition("-")
    if not _renewal_signer.is_valid(pk, signature):
        return None
    renewals = Renewal.objects.select_related("membership__request", "membership__organisation")
    # One for a year that is over opens nothing.
    return renewals.filter(pk=pk, year__gte=today().year, membership__request__anonymised_at=None).first()


def join_page(language: str):
    """The join page in that language, else in another one."""
    pages = apps.get_model("adhesion", "JoinPage").objects.live().public().select_related("locale")
    by_language = {page.locale.language_code: page for page in pages}
    return by_language.get(language) or next(iter(by_language.values()), None)

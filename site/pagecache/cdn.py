"""A shared cache in front of the site: told to drop what it was given, once that has passed.

It can only hold what some process gave it, and each process tells it of what it gave itself. Off unless `CDN`
names one; `CDN_SECONDS` bounds what is held where that word is lost, or overtaken by a page under way. Baked
pages (`BAKED_PAGES`) are given out by the web server, of which nobody here knows: one or the other.
"""

import logging
from urllib.parse import quote

from django.conf import settings

from pagecache.keys import Key

logger = logging.getLogger(__name__)


def address(key: Key) -> str:
    """As a shared cache knows the page."""
    query = f"?{key.query}" if key.query else ""
    path = quote(key.path.encode("latin-1"), safe="/:@!$&'()*+,;=~")
    return f"{key.scheme}://{key.host}{path}{query}"


def purge(keys: set[Key]) -> None:
    """Has these pages dropped by every backend of `WAGTAILFRONTENDCACHE`; they log what they could not do."""
    if not settings.WAGTAILFRONTENDCACHE or not keys:
        return
    from wagtail.contrib.frontend_cache.utils import get_backends

    addresses = sorted(map(address, keys))
    for name, backend in get_backends().items():
        logger.info("%s addresses purged from %s.", len(addresses), name)
        backend.purge_batch(addresses)

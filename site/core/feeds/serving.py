"""A feed as it is asked for: whole, or 304 for who has it."""

import time
from collections.abc import Iterable
from urllib.parse import urljoin

from django.conf import settings
from django.core.cache import cache
from django.http import HttpResponse
from django.utils.translation import get_language

from core.made_files import if_changed, state_of

from .entries import Channel, Entry
from .formats import FEEDS, RssFeed, printable
from .html import readable_elsewhere


def serve(request, name: str, channel: Channel, entries: Iterable[Entry]) -> HttpResponse:
    """The feed called `name` (rss or atom); 304 for who already has it."""
    response = _written(request, FEEDS[name], channel, entries)
    address = request.build_absolute_uri(request.path)
    return if_changed(request, response, since=_since(address, state_of(response.content)))


def _since(address: str, state: str) -> int:
    """Since when the feed at an address has been as it is: the second in which it was first asked for so.

    No date of a page tells when a post was deleted, an author's name mended or a picture replaced. Where the
    cache forgot, it is now: a reader that goes by dates alone is sent the feed once too often.
    """
    key = f"feed.{state_of(address.encode())}"
    known, since = cache.get(key, ("", 0))
    if known != state:
        since = max(int(time.time()), since + 1)
        cache.set(key, (state, since), timeout=None)
    return since


def _written(request, feed_class, channel: Channel, entries: Iterable[Entry]) -> HttpResponse:
    feed = feed_class(
        title=printable(channel.title),
        link=channel.url,
        description=printable(channel.description),
        language=get_language(),
        feed_url=urljoin(channel.url, request.path),
        changed=channel.changed,
        podcast=channel.podcast,
        # Atom wants an author of whatever names none (RFC 4287, 4.2.1).
        author_name=settings.WAGTAIL_SITE_NAME,
    )
    for entry in entries:
        authors = [printable(author) for author in entry.authors]
        feed.add_item(
            title=printable(entry.title),
            link=entry.url,
            unique_id=entry.guid,
            unique_id_is_permalink=False,
            description=printable(entry.summary),
            content=printable(readable_elsewhere(entry.html, entry.url)),
            # Each author has an element of its own in Atom; RSS holds one name.
            author_name=", ".join(authors) if feed_class is RssFeed else None,
            authors=authors,
            pubdate=entry.published,
            updateddate=max(filter(None, [entry.published, entry.changed])),
            categories=[printable(category) for category in entry.categories],
            # RSS 2.0 takes one enclosure an item; readers disagree on more.
            enclosures=entry.enclosures[:1] if feed_class is RssFeed else entry.enclosures,
            episode=entry.episode,
        )
    response = HttpResponse(content_type=feed_class.content_type)
    feed.write(response, "utf-8")
    return response

"""RSS and Atom: the latest pages whole, with absolute addresses, sent again only when something changed."""

import time
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urljoin

from bs4 import BeautifulSoup
from django.conf import settings
from django.core.cache import cache
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.utils.feedgenerator import Atom1Feed, Enclosure, Rss201rev2Feed
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from core.made_files import if_changed, state_of

__all__ = [
    "LENGTH",
    "Channel",
    "Enclosure",
    "Entry",
    "Podcast",
    "PodcastEpisode",
    "channel_of",
    "feed_links",
    "serve",
]

#: Entries in a feed that lists the latest of many.
LENGTH = 20
MEDIA_TYPES = {"rss": "application/rss+xml", "atom": "application/atom+xml"}
#: What a feed reader cannot use: drawings that decorate, what needs the site's own scripts.
DROPPED = ["svg", "script", "style", "button", "form", "iframe", "template", "noscript"]
#: Characters that XML cannot hold, whatever an editor pasted.
UNPRINTABLE = dict.fromkeys([*range(9), 11, 12, *range(14, 32), 0xFFFE, 0xFFFF])


@dataclass(frozen=True)
class Podcast:
    """What directories of podcasts ask of a series, in the elements that Apple defined (`itunes:`)."""

    author: str
    category: str
    #: Whole address of a square picture, JPEG or PNG; empty where there is none.
    image_url: str = ""
    #: Whom directories write to; empty where it is not known.
    owner_email: str = ""


@dataclass(frozen=True)
class PodcastEpisode:
    """What they ask of an episode."""

    number: int
    duration: timedelta | None = None
    #: (whole address, media type, language) of each transcript (`podcast:transcript`).
    transcripts: tuple[tuple[str, str, str], ...] = ()


@dataclass(frozen=True)
class Channel:
    """A feed: of which page, under what title."""

    title: str
    #: Whole address of the page whose news it brings.
    url: str
    description: str
    #: When the page was last published: the date of a feed that brings nothing yet.
    changed: datetime | None = None
    podcast: Podcast | None = None


@dataclass(frozen=True)
class Entry:
    """Something new, whole; `html` as the site shows it."""

    #: What feed readers know it by, whatever becomes of its address.
    guid: str
    title: str
    #: Whole address.
    url: str
    published: datetime
    changed: datetime | None = None
    summary: str = ""
    html: str = ""
    authors: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    enclosures: tuple[Enclosure, ...] = ()
    episode: PodcastEpisode | None = None


class DatedMixin:
    """Dates a feed without entries by its page: Django would say that it has just changed."""

    def latest_post_date(self):
        return (None if self.items else self.feed["changed"]) or super().latest_post_date()


class RssFeed(DatedMixin, Rss201rev2Feed):
    """RSS 2.0 with whole texts in `content:encoded`, authors by name alone (`dc:creator`)."""

    content_type = f"{MEDIA_TYPES['rss']}; charset=utf-8"

    def rss_attributes(self):
        names = {
            "xmlns:content": "http://purl.org/rss/1.0/modules/content/",
            "xmlns:dc": "http://purl.org/dc/elements/1.1/",
        }
        if self.feed["podcast"]:
            names["xmlns:itunes"] = "http://www.itunes.com/dtds/podcast-1.0.dtd"
            names["xmlns:podcast"] = "https://podcastindex.org/namespace/1.0"
        return super().rss_attributes() | names

    def add_root_elements(self, handler):
        super().add_root_elements(handler)
        podcast = self.feed["podcast"]
        if podcast is None:
            return
        author = printable(podcast.author)
        handler.addQuickElement("itunes:author", author)
        handler.addQuickElement("itunes:type", "serial")
        handler.addQuickElement("itunes:explicit", "false")
        handler.addQuickElement("itunes:category", None, {"text": printable(podcast.category)})
        if podcast.image_url:
            handler.addQuickElement("itunes:image", None, {"href": podcast.image_url})
        if podcast.owner_email:
            handler.startElement("itunes:owner", {})
            handler.addQuickElement("itunes:name", author)
            handler.addQuickElement("itunes:email", podcast.owner_email)
            handler.endElement("itunes:owner")

    def add_item_elements(self, handler, item):
        super().add_item_elements(handler, item)
        if item["content"]:
            handler.addQuickElement("content:encoded", item["content"])
        episode = item["episode"]
        if episode is None:
            return
        handler.addQuickElement("itunes:episodeType", "full")
        handler.addQuickElement("itunes:episode", str(episode.number))
        if episode.duration:
            handler.addQuickElement("itunes:duration", str(round(episode.duration.total_seconds())))
        for url, media_type, language in episode.transcripts:
            attributes = {"url": url, "type": media_type, "language": language}
            handler.addQuickElement("podcast:transcript", None, attributes)


class AtomFeed(DatedMixin, Atom1Feed):
    """Atom (RFC 4287) with whole texts in `content`; each author named apart."""

    content_type = f"{MEDIA_TYPES['atom']}; charset=utf-8"

    def add_item_elements(self, handler, item):
        super().add_item_elements(handler, item)
        for name in item["authors"]:
            handler.startElement("author", {})
            handler.addQuickElement("name", name)
            handler.endElement("author")
        if item["content"]:
            handler.addQuickElement("content", item["content"], {"type": "html"})


FEEDS = {"rss": RssFeed, "atom": AtomFeed}


def feed_links(base_url: str | None, of: str = "") -> list[dict]:
    """The feeds of a page whose routes `rss/` and `atom/` give them: `title`, `url` and media `type`.

    `of`: what they bring news of, for who is offered several.
    """
    titles = {"rss": _("RSS feed"), "atom": _("Atom feed")}
    return [
        {"title": titles[name], "of": of, "url": f"{base_url or ''}{name}/", "type": media_type}
        for name, media_type in MEDIA_TYPES.items()
    ]


def enclosed(document) -> Enclosure:
    """A document as an entry brings it along."""
    return Enclosure(document.url, str(document.file_size or 0), document.content_type)


def channel_of(request, page, **own) -> Channel:
    """The feed of a page; `own` is what it says otherwise than the page."""
    said = {
        "title": page.title,
        "url": page.get_full_url(request),
        "description": page.introduction or page.title,
        "changed": page.last_published_at,
    }
    return Channel(**said | own)


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


def page_html(request, page) -> str:
    """The body of a page, without what only the site can show."""
    inputs = {"stream": page.body, "page": page, "is_elsewhere": True}
    return render_to_string("core/components/stream.html", inputs, request)


def printable(text: str) -> str:
    """Without the characters that XML cannot hold."""
    return text.translate(UNPRINTABLE)


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


def readable_elsewhere(html: str, base: str) -> str:
    """HTML as a feed reader can show it: absolute addresses, nothing that needs the site around it."""
    soup = BeautifulSoup(html, "html.parser")
    for element in soup(DROPPED):
        element.decompose()
    for element in soup(True):
        for name in ("href", "src", "poster"):
            if name in element.attrs:
                element[name] = _absolute(base, element[name])
        if "srcset" in element.attrs:
            element["srcset"] = ", ".join(_candidate(base, part) for part in element["srcset"].split(","))
        for name in list(element.attrs):
            if name == "class" or name.startswith(("data-", "aria-")):
                del element[name]
    return str(soup).strip()


def _absolute(base: str, address: str) -> str:
    """The whole address; what is none stays as an editor typed it."""
    try:
        return urljoin(base, address)
    except ValueError:
        return address


def _candidate(base: str, candidate: str) -> str:
    """One candidate of a `srcset`: an address, then its width or density."""
    address, *descriptor = candidate.split()
    return " ".join([_absolute(base, address), *descriptor])

"""What a feed tells, whatever the format."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.feedgenerator import Enclosure


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


def channel_of(request, page, **own) -> Channel:
    """The feed of a page; `own` is what it says otherwise than the page."""
    said = {
        "title": page.title,
        "url": page.get_full_url(request),
        "description": page.introduction or page.title,
        "changed": page.last_published_at,
    }
    return Channel(**said | own)


def enclosed(document) -> Enclosure:
    """A document as an entry brings it along."""
    return Enclosure(document.url, str(document.file_size or 0), document.content_type)

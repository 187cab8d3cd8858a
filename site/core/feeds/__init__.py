"""RSS and Atom: the latest pages whole, with absolute addresses, sent again only when something changed."""

from .entries import Channel, Enclosure, Entry, Podcast, PodcastEpisode, channel_of, enclosed
from .formats import feed_links
from .html import page_html
from .serving import serve

__all__ = [
    "LENGTH",
    "Channel",
    "Enclosure",
    "Entry",
    "Podcast",
    "PodcastEpisode",
    "channel_of",
    "enclosed",
    "feed_links",
    "page_html",
    "serve",
]

#: Entries in a feed that lists the latest of many.
LENGTH = 20

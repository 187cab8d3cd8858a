"""A feed as RSS 2.0 or Atom write it."""

from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed
from django.utils.translation import gettext as _

MEDIA_TYPES = {"rss": "application/rss+xml", "atom": "application/atom+xml"}
#: Characters that XML cannot hold, whatever an editor pasted.
UNPRINTABLE = dict.fromkeys([*range(9), 11, 12, *range(14, 32), 0xFFFE, 0xFFFF])


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


#: By the name of the route that gives it.
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


def printable(text: str) -> str:
    """Without the characters that XML cannot hold."""
    return text.translate(UNPRINTABLE)

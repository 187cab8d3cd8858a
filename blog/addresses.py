"""Addresses below the blog: its filters, each in the words of its language, and its feeds."""

from urllib.parse import quote

from django.utils.translation import gettext as _

#: What posts are filtered by, and the word for it in an address.
WORDS = {
    "tag": {"fr": "tag", "en": "tag"},
    "year": {"fr": "annee", "en": "year"},
    "author": {"fr": "auteur", "en": "author"},
}
#: The other way round: `annee` and `year` are both the year.
KINDS = {word: kind for kind, words in WORDS.items() for word in words.values()}

FEED_TYPES = {"rss": "application/rss+xml", "atom": "application/atom+xml"}


def facet_path(language: str, kind: str, slug) -> str:
    """`annee/2016/`, below the blog."""
    words = WORDS[kind]
    return f"{words.get(language, words['en'])}/{quote(str(slug), safe='')}/"


def facet_url(blog_url: str | None, language: str, kind: str, slug) -> str:
    return (blog_url or "") + facet_path(language, kind, slug)


def feed_links(base_url: str | None) -> list[dict]:
    """Feeds of the blog or of a tag or author: `title`, `url` and media `type`."""
    titles = {"rss": _("RSS feed"), "atom": _("Atom feed")}
    return [
        {"title": titles[name], "url": f"{base_url or ''}{name}/", "type": media_type}
        for name, media_type in FEED_TYPES.items()
    ]

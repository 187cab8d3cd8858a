"""Addresses below the blog: its filters, each in the words of its language."""

from urllib.parse import quote

from django.utils.translation import get_language

#: What posts are filtered by, and the word for it in an address.
WORDS = {
    "tag": {"fr": "tag", "en": "tag"},
    "year": {"fr": "annee", "en": "year"},
    "author": {"fr": "auteur", "en": "author"},
}
#: The other way round: `annee` and `year` are both the year.
KINDS = {word: kind for kind, words in WORDS.items() for word in words.values()}


def word(kind: str) -> str:
    """What a kind of filter is called in addresses of the active language, which is the page's own."""
    words = WORDS[kind]
    return words.get(get_language(), words["en"])


def facet_url(blog_url: str | None, kind: str, slug) -> str:
    """`/blog/annee/2016/`"""
    return f"{blog_url or ''}{word(kind)}/{quote(str(slug), safe='')}/"

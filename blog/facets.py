"""By what posts are filtered: a tag, a year or an author."""

from dataclasses import dataclass

from django.conf import settings
from django.db.models import CharField, Subquery, Value
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from taggit.models import Tag

from core.models import Person


def language_of_tags() -> str:
    """The first language, of which all tags are words; empty where that is the one being read."""
    return "" if get_language() == settings.LANGUAGE_CODE else settings.LANGUAGE_CODE


@dataclass(frozen=True)
class Facet:
    """One value that posts can be filtered by, and how many have it."""

    kind: str
    slug: str
    name: str = ""
    count: int = 0

    @property
    def heading(self) -> str:
        """Title of the page that lists these posts."""
        headings = {
            "tag": _("Posts about “%(name)s”"),
            "year": _("Posts of %(name)s"),
            "author": _("Posts by %(name)s"),
        }
        return headings[self.kind] % {"name": self.name}

    def filter(self, posts):
        """Those of `posts`; none where the address says what is no year."""
        if self.kind == "tag":
            return posts.tagged(self.slug)
        if self.kind == "author":
            return posts.by_author(self.slug)
        is_year = self.slug.isascii() and self.slug.isdecimal() and 0 < int(self.slug[:5]) < 10_000
        return posts.of_year(int(self.slug)) if is_year else posts.none()

    @property
    def name_in_database(self):
        """Its name, to be asked for together with something else."""
        if self.kind == "year":
            return Value(self.slug, output_field=CharField())
        model = Tag if self.kind == "tag" else Person
        return Subquery(model.objects.filter(slug=self.slug).values("name")[:1])

"""Named queries over publications."""

from django.db.models import F
from wagtail.query import PageQuerySet

from core.querysets import open_to_all


class PublishedQuerySet(PageQuerySet):
    def published(self):
        """Live and public: those that can be had, latest first; then the forthcoming ones."""
        order = "-availability", F("published_on").desc(nulls_last=True), "-pk"
        return open_to_all(self).order_by(*order)


class EpisodeQuerySet(PublishedQuerySet):
    def in_order(self):
        """From the first episode to the last announced."""
        return self.published().order_by("number", "pk")

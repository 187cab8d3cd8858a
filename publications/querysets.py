"""Named queries over publications."""

from django.conf import settings
from django.db.models import Exists, F, OuterRef
from wagtail.query import PageQuerySet

from core.choices import Availability
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

    def for_lists(self):
        """With what a list shows, which is none of their texts."""
        return self.select_related("locale", "film").defer("body", "transcript")

    def out(self):
        """Those that can be seen or heard, the last number first."""
        return self.published().filter(availability=Availability.PUBLISHED).order_by("-number", "-pk")

    def for_feed(self):
        """With what an entry of a feed holds; of what is said, the languages alone (`spoken_in_fr`)."""
        tracks = self.model.tracks.rel.related_model.objects.filter(page=OuterRef("pk"))
        spoken = {
            f"spoken_in_{language}": Exists(tracks.filter(language=language))
            for language, _name in settings.LANGUAGES
        }
        return self.select_related("locale", "film").annotate(**spoken)

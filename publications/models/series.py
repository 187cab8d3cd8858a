"""Video series."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.routable_page.models import re_path

from core.choices import Availability
from core.citing.coins import coins
from core.citing.pages import CitedListMixin
from core.facts import Fact, known
from core.feeds import feed_links
from core.models import ReadingPage
from core.pictures import attach, own
from publications import podcast
from publications.citing.lists import attach_speakers, episodes_of
from publications.leaves import leaf_of
from publications.models.episodes import EpisodePage
from publications.querysets import EpisodeQuerySet


class VideoSeriesPage(CitedListMixin, ReadingPage):
    """A series, such as Les Éclaireurs.

    schema.org has no series of videos: `TVSeries`, `RadioSeries` and `MovieSeries` are broadcast or shown in
    cinemas, `VideoGameSeries` is played. `CreativeWorkSeries`, of which they are all kinds, is what is left.
    """

    class PodcastCategory(models.TextChoices):
        """Those of Apple's list that fit such a series; directories know no others."""

        GOVERNMENT = "Government", _("Government")
        EDUCATION = "Education", _("Education")
        SOCIETY = "Society & Culture", _("Society and culture")
        NEWS = "News", _("News")

    producer = models.CharField(_("made with"), max_length=160, blank=True)
    podcast_category = models.CharField(
        _("category in podcast directories"),
        max_length=40,
        choices=PodcastCategory.choices,
        default=PodcastCategory.GOVERNMENT,
    )

    levels_listed = 1
    stylesheets = ["core/css/publications.css", "core/css/citing.css"]
    parent_page_types = ["publications.PublicationIndexPage"]
    subpage_types = ["publications.EpisodePage"]
    schema_type = "CreativeWorkSeries"

    content_panels = [
        *ReadingPage.content_panels,
        FieldPanel("producer"),
        FieldPanel("podcast_category"),
    ]

    class Meta:
        verbose_name = _("video series")
        verbose_name_plural = _("video series")

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        known_of = self._episodes().aggregate(
            count=models.Count("pk"),
            announced=models.Count("pk", filter=models.Q(availability=Availability.FORTHCOMING)),
        )
        leaf = leaf_of(self, self._episodes(), known_of["count"], request)
        episodes = leaf.object_list
        attach_speakers(episodes)
        attach(*own(self), *((episode, "listing_image") for episode in episodes))
        context |= {
            "leaf": leaf,
            "episodes": episodes,
            "facts": self._facts(**known_of),
            "feeds": feed_links(self.get_url(request), of=self.title),
            "coins": [coins(item) for item in episodes_of(self, episodes, request)],
            "reference_files": self.reference_files(request) if episodes else [],
        }
        context["structured_data"][0]["hasPart"] = [
            {
                "@type": "Episode",
                "name": episode.title,
                "episodeNumber": episode.number,
                "url": episode.get_full_url(request),
            }
            for episode in episodes
        ]
        return context

    @classmethod
    def shown_values(cls):
        return super().shown_values() | {"cover_file": podcast.cover_file()}

    @re_path(r"^(?P<feed>rss|atom)/$", name="feed")
    def serve_feed(self, request, feed):
        return podcast.serve(request, self, feed)

    def csl_items(self, request) -> list[dict]:
        episodes = list(self._episodes())
        attach_speakers(episodes)
        return episodes_of(self, episodes, request)

    def _episodes(self) -> EpisodeQuerySet:
        return EpisodePage.objects.child_of(self).in_order().for_lists()

    def episodes_for_feed(self) -> EpisodeQuerySet:
        """Those that are out, latest first."""
        return EpisodePage.objects.child_of(self).out().for_feed()

    def _facts(self, count: int, announced: int) -> list[Fact]:
        return known(
            Fact(_("Made with"), self.producer),
            Fact(_("Episodes out"), str(count - announced)),
            Fact(_("Episodes announced"), str(announced) if announced else ""),
        )

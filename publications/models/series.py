"""Video series and their episodes."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.duration import duration_iso_string
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Orderable, PageManager
from wagtail.search import index
from wagtailmedia.edit_handlers import MediaChooserPanel

from core.embeds import player_url
from core.facts import Fact, known
from core.models import ReadingPage
from core.pictures import attach, own
from publications.models.availability import AvailabilityMixin
from publications.models.provenance import FromProgrammeMixin
from publications.querysets import EpisodeQuerySet


class VideoSeriesPage(ReadingPage):
    """A series, such as Les Éclaireurs."""

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

    stylesheets = ["core/css/publications.css"]
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
        episodes = list(EpisodePage.objects.child_of(self).in_order().defer("body", "transcript"))
        attach(*own(self), *((episode, "listing_image") for episode in episodes))
        context |= {"episodes": episodes, "facts": self._facts(episodes)}
        context["structured_data"][0]["hasPart"] = [
            {"@type": "Episode", "name": episode.title, "url": episode.get_full_url(request)}
            for episode in episodes
        ]
        return context

    def _facts(self, episodes: list) -> list[Fact]:
        announced = sum(episode.is_forthcoming for episode in episodes)
        return known(
            Fact(_("Made with"), self.producer),
            Fact(_("Episodes to watch"), str(len(episodes) - announced)),
            Fact(_("Episodes announced"), str(announced) if announced else ""),
        )


class EpisodePage(AvailabilityMixin, FromProgrammeMixin, ReadingPage):
    """An episode: a film that loads on demand, its speakers, its transcript."""

    number = models.PositiveSmallIntegerField(_("number"))
    video_url = models.URLField(_("address of the video"), blank=True)
    film = models.ForeignKey(
        "films.Film",
        verbose_name=_("film or sound kept here"),
        on_delete=models.SET_NULL,
        related_name="episodes",
        null=True,
        blank=True,
        help_text=_("Instead of an address; then it is in the podcast feed too."),
    )
    duration = models.DurationField(
        _("duration"), null=True, blank=True, help_text=_("Hours:minutes:seconds.")
    )
    transcript = RichTextField(_("transcript without times"), features=["h3", "bold", "ul"], blank=True)

    stylesheets = ["core/css/publications.css"]
    parent_page_types = ["publications.VideoSeriesPage"]
    subpage_types = []
    schema_type = "Episode"
    og_type = "video.episode"

    content_panels = [
        *ReadingPage.content_panels,
        MultiFieldPanel(
            [
                FieldPanel("number"),
                AvailabilityMixin.availability_panel,
                FieldPanel("programme"),
                FieldRowPanel([FieldPanel("video_url"), FieldPanel("duration")]),
                MediaChooserPanel("film"),
            ],
            heading=_("The film"),
        ),
        InlinePanel("episode_speakers", label=_("Speaker"), heading=_("Speakers")),
        InlinePanel("chapters", label=_("Chapter"), heading=_("Chapters")),
        InlinePanel("tracks", label=_("Transcript"), heading=_("Transcripts with times, captions")),
        FieldPanel("transcript"),
    ]
    search_fields = [
        *ReadingPage.search_fields,
        *AvailabilityMixin.availability_search_fields,
        index.SearchField("transcript"),
        index.FilterField("number"),
        index.RelatedFields("episode_speakers", [index.RelatedFields("person", [index.SearchField("name")])]),
    ]

    objects = PageManager.from_queryset(EpisodeQuerySet)()

    class Meta:
        verbose_name = _("episode")
        verbose_name_plural = _("episodes")

    def clean(self):
        super().clean()
        if self.video_url and not player_url(self.video_url):
            raise ValidationError(
                {"video_url": _("Give the address of one video on YouTube, Vimeo, Dailymotion or PeerTube.")}
            )

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        attach(*own(self))
        speakers = list(self.episode_speakers.select_related("person"))
        series = self.breadcrumbs[-1] if self.breadcrumbs else None
        previous, following = self._neighbours()
        context |= {
            "series": series,
            "speakers": speakers,
            "previous": previous,
            "following": following,
            "facts": self._facts(speakers),
        }
        context["structured_data"][0] |= self._schema(request, series, speakers)
        return context

    @property
    def player(self) -> str:
        """Address of the player; empty where there is no film yet."""
        return player_url(self.video_url) or ""

    @property
    def minutes(self) -> int | None:
        """Length in whole minutes, one at least."""
        return max(1, round(self.duration.total_seconds() / 60)) if self.duration else None

    def _neighbours(self) -> tuple:
        """The episodes before and after in the series; None at its ends."""
        if self.number is None:
            return None, None
        others = list(
            EpisodePage.objects.sibling_of(self, inclusive=False).in_order().defer("body", "transcript")
        )
        before = [episode for episode in others if (episode.number, episode.pk) < (self.number, self.pk or 0)]
        after = [episode for episode in others if (episode.number, episode.pk) > (self.number, self.pk or 0)]
        return (before[-1] if before else None), (after[0] if after else None)

    def _facts(self, speakers: list) -> list[Fact]:
        length = ""
        if self.minutes:
            length = ngettext("%(count)d minute", "%(count)d minutes", self.minutes) % {"count": self.minutes}
        return known(
            *(Fact(speaker.role or _("With"), speaker.person.name) for speaker in speakers),
            Fact(_("Date"), self.when),
            Fact(_("Duration"), length),
        )

    def _schema(self, request, series, speakers: list) -> dict:
        """The episode, and its film once there is one: a VideoObject must have an address and a date."""
        schema = {
            "episodeNumber": self.number,
            "actor": [{"@type": "Person", "name": speaker.person.name} for speaker in speakers],
            "partOfSeries": series
            and {"@type": "CreativeWorkSeries", "name": series.title, "url": series.get_full_url(request)},
            "datePublished": self.published_on.isoformat() if self.published_on else "",
        }
        if self.player and self.published_on:
            schema["video"] = {
                "@type": "VideoObject",
                "name": self.title,
                "description": self.meta_description or self.title,
                "embedUrl": self.player,
                "uploadDate": self.published_on.isoformat(),
            } | ({"duration": duration_iso_string(self.duration)} if self.duration else {})
        return {name: value for name, value in schema.items() if value}


class EpisodeSpeaker(Orderable):
    page = ParentalKey(EpisodePage, on_delete=models.CASCADE, related_name="episode_speakers")
    person = models.ForeignKey(
        "core.Person", verbose_name=_("person"), on_delete=models.PROTECT, related_name="episodes"
    )
    role = models.CharField(_("introduced as"), max_length=160, blank=True)

    panels = [FieldPanel("person"), FieldPanel("role")]

    class Meta(Orderable.Meta):
        verbose_name = _("speaker")
        verbose_name_plural = _("speakers")


class EpisodeChapter(Orderable):
    """A part of the film, from `starts_at` to the next one."""

    page = ParentalKey(EpisodePage, on_delete=models.CASCADE, related_name="chapters")
    starts_at = models.DurationField(_("begins at"), help_text=_("Hours:minutes:seconds."))
    title = models.CharField(_("title"), max_length=160)

    panels = [FieldRowPanel([FieldPanel("starts_at"), FieldPanel("title")])]

    class Meta(Orderable.Meta):
        verbose_name = _("chapter")
        verbose_name_plural = _("chapters")


class EpisodeTrack(Orderable):
    """What is said in the film, with times, in one language: its transcript, and its captions (WebVTT)."""

    page = ParentalKey(EpisodePage, on_delete=models.CASCADE, related_name="tracks")
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES, default="fr")
    webvtt = models.TextField(
        _("text with times"), help_text=_("In WebVTT. Filled in by a file in WebVTT or SRT.")
    )

    panels = [FieldPanel("language"), FieldPanel("webvtt")]

    class Meta(Orderable.Meta):
        verbose_name = _("transcript with times")
        verbose_name_plural = _("transcripts with times")
        constraints = [
            models.UniqueConstraint(fields=["page", "language"], name="publications_one_track_a_language")
        ]

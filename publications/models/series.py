"""Video series and their episodes."""

from datetime import timedelta

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.feedgenerator import Enclosure
from django.utils.functional import cached_property
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.contrib.routable_page.models import path, re_path
from wagtail.fields import RichTextField
from wagtail.models import Orderable, PageManager
from wagtail.search import index
from wagtailmedia.edit_handlers import MediaChooserPanel

from core.choices import Availability
from core.citing.coins import coins
from core.citing.pages import CitedListMixin, CitedMixin
from core.embeds import player_from, player_url, public_from
from core.facts import Fact, known
from core.feeds import feed_links
from core.models import ContactSettings, ReadingPage
from core.news import named
from core.permalinks import permalink
from core.pictures import attach, own
from publications import podcast, track_files
from publications.citing.episodes import episode_item
from publications.citing.lists import attach_speakers, episodes_of
from publications.episode_form import EpisodeForm, TracksPanel
from publications.film_data import film_data
from publications.leaves import leaf_of
from publications.models.availability import AvailabilityMixin
from publications.models.provenance import FromProgrammeMixin
from publications.querysets import EpisodeQuerySet
from publications.subtitles import cues, normalised
from publications.transcripts import Transcript, plain, short_clock, turns, whole_seconds

#: The word that a script replaces by a number of seconds in the address of a player.
SECONDS = "SECONDS"
#: Characters of what is said that the index takes, some six hours of speech: PostgreSQL refuses a megabyte.
MOST_INDEXED = 400_000


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


class EpisodePage(CitedMixin, AvailabilityMixin, FromProgrammeMixin, ReadingPage):
    """An episode: a film that loads on demand, its speakers, its chapters, what is said in it."""

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

    stylesheets = ["core/css/publications.css", "core/css/episode.css", "core/css/citing.css"]
    shown_with = [*ReadingPage.shown_with, "film"]
    feed_with = ["film"]
    base_form_class = EpisodeForm
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
        TracksPanel("tracks", label=_("Transcript"), heading=_("Transcripts with times, captions")),
        FieldPanel("transcript"),
    ]
    search_fields = [
        *ReadingPage.search_fields,
        *AvailabilityMixin.availability_search_fields,
        index.SearchField("transcript"),
        index.SearchField("spoken_words"),
        index.FilterField("number"),
        index.RelatedFields("chapters", [index.SearchField("title")]),
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
        if self.duration is not None and self.duration <= timedelta():
            raise ValidationError({"duration": _("A film lasts some time: give more than 0:00.")})
        if self.video_url and self.film_id:
            raise ValidationError(
                {
                    "film": _(
                        "This episode has the address of a video already: keep that or the file, not both."
                    )
                }
            )

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        attach(*own(self))
        speakers = self.speakers
        series = self.breadcrumbs[-1] if self.breadcrumbs else None
        previous, following = self._neighbours()
        chapters = self.chapters_in_order()
        tracks = self.tracks_in_order()
        context |= {
            "series": series,
            "speakers": speakers,
            "previous": previous,
            "following": following,
            "facts": self._facts(speakers),
            "chapters": [
                {
                    "title": chapter.title,
                    "seconds": whole_seconds(chapter.starts_at),
                    "clock": short_clock(chapter.starts_at),
                    "url": self.film_url_at(whole_seconds(chapter.starts_at)),
                }
                for chapter in chapters
            ],
            "chapters_url": self.file_url("chapters", request) if chapters else "",
            "transcripts": self._transcripts(tracks, request),
        }
        context["structured_data"][0] |= self._schema(request, series, speakers, chapters, tracks)
        return context

    @re_path(r"^sous-titres-([a-z]{2})\.(vtt|srt)/$", name="captions_fr")
    @re_path(r"^subtitles-([a-z]{2})\.(vtt|srt)/$", name="captions_en")
    @re_path(r"^transcription-([a-z]{2})\.(txt)/$", name="transcript_fr")
    @re_path(r"^transcript-([a-z]{2})\.(txt)/$", name="transcript_en")
    def serve_track(self, request, language, extension):
        """What is said, in one language: as captions, or to be read."""
        return track_files.serve_track(request, self, language, extension)

    @path("chapitres.vtt/", name="chapters_fr")
    @path("chapters.vtt/", name="chapters_en")
    def serve_chapters(self, request):
        return track_files.serve_chapters(request, self)

    @property
    def open_graph(self):
        """As ogp.me describes a `video.episode`; what is not known is left out."""
        told = {
            "video:release_date": self.published_on.isoformat() if self.published_on else "",
            "video:duration": str(whole_seconds(self.length)) if self.length else "",
        }
        return [(name, content) for name, content in told.items() if content]

    def csl_item(self, request) -> dict:
        return episode_item(
            self,
            url=permalink(self, request),
            house=ContactSettings.for_request(request),
            series=self.breadcrumbs[-1].title if self.breadcrumbs else "",
        )

    @classmethod
    def feed_names(cls, pages):
        speakers = EpisodeSpeaker.objects.filter(page__in=pages)
        return [named(speakers, "page", "author", "sort_order", "person__name")]

    @property
    def feed_authors(self) -> tuple[str, ...]:
        return tuple(speaker.person.name for speaker in self.speakers)

    @property
    def feed_enclosures(self) -> tuple[Enclosure, ...]:
        """The file; none where it is gone, for a feed must give its weight."""
        weight = self.film.weight if self.film else None
        return (Enclosure(self.film.url, str(weight), self.film.media_type),) if weight else ()

    @cached_property
    def speakers(self) -> list:
        """Who speaks in it, in the editor's order; a draft may name nobody yet. One query."""
        if not self.__dict__.get("has_speakers", True):
            return []
        speakers = self.episode_speakers.select_related("person")
        return [speaker for speaker in speakers if speaker.person_id is not None]

    @property
    def spoken_languages(self) -> list[str]:
        """Languages in which there is a transcript with times, as `for_feed` found them."""
        return [code for code, _name in settings.LANGUAGES if getattr(self, f"spoken_in_{code}")]

    @property
    def player(self) -> str:
        """Address of the player at a host; empty where there is no film there."""
        return player_url(self.video_url) or ""

    @property
    def player_from(self) -> str:
        """The same, to begin at `SECONDS`."""
        return player_from(self.video_url, SECONDS) or ""

    @property
    def length(self):
        """How long the film lasts; None where nobody says."""
        return self.duration or (self.film.length if self.film else None)

    @property
    def minutes(self) -> int | None:
        """Length in whole minutes, one at least."""
        return max(1, round(self.length.total_seconds() / 60)) if self.length else None

    def film_url_at(self, seconds: int) -> str:
        """Address of the film from a moment on, for whoever has no script; empty without a film."""
        if self.film:
            return f"{self.film.url}#t={seconds}"
        return public_from(self.video_url, seconds) if self.player else ""

    @classmethod
    def shown_values(cls):
        """What is said, and whether there are speakers and chapters: within the query of the page."""
        tracks = EpisodeTrack.objects.filter(page=models.OuterRef("pk"))
        said = {
            f"said_in_{language}": models.Subquery(tracks.filter(language=language).values("webvtt")[:1])
            for language, _name in settings.LANGUAGES
        }
        has = {
            "has_speakers": models.Exists(EpisodeSpeaker.objects.filter(page=models.OuterRef("pk"))),
            "has_chapters": models.Exists(EpisodeChapter.objects.filter(page=models.OuterRef("pk"))),
        }
        return super().shown_values() | said | has

    def chapters_in_order(self) -> list:
        """Those that are complete: in a draft, one may not be."""
        if not self.__dict__.get("has_chapters", True):
            return []
        chapters = [chapter for chapter in self.chapters.all() if chapter.starts_at is not None]
        return sorted(chapters, key=lambda chapter: chapter.starts_at)

    def tracks_in_order(self) -> list:
        """The language being read first."""
        if "has_chapters" in self.__dict__:
            said = ((code, self.__dict__[f"said_in_{code}"]) for code, _name in settings.LANGUAGES)
            tracks = [EpisodeTrack(language=code, webvtt=webvtt) for code, webvtt in said if webvtt]
        else:
            tracks = self.tracks.all()
        return sorted(tracks, key=lambda track: track.language != get_language())

    def spoken_words(self) -> str:
        """What is said, in the language of the page where it is written in that one: words for the index."""
        tracks = sorted(self.tracks.all(), key=lambda track: track.language != self.locale.language_code)
        return plain(cues(tracks[0].webvtt))[:MOST_INDEXED] if tracks else ""

    def _transcripts(self, tracks: list, request) -> list[Transcript]:
        transcripts = []
        for track in tracks:
            if spoken := cues(track.webvtt):
                files = track_files.files(self, track, spoken, request)
                transcripts.append(Transcript(track.language, turns(spoken, self.film_url_at), files))
        return transcripts

    def _neighbours(self) -> tuple:
        """The episodes before and after in the series, in one query; None at its ends."""
        if self.number is None:
            return None, None
        others = EpisodePage.objects.sibling_of(self, inclusive=False).in_order()
        before = models.Q(number__lt=self.number) | models.Q(number=self.number, pk__lt=self.pk or 0)
        after = models.Q(number__gt=self.number) | models.Q(number=self.number, pk__gt=self.pk or 0)
        beside = [others.filter(before).reverse(), others.filter(after)]
        either = [models.Q(pk=models.Subquery(episodes.values("pk")[:1])) for episodes in beside]
        found = list(others.filter(either[0] | either[1]).for_lists())
        place = self.number, self.pk or 0
        return (
            next((episode for episode in found if (episode.number, episode.pk) < place), None),
            next((episode for episode in found if (episode.number, episode.pk) > place), None),
        )

    def _facts(self, speakers: list) -> list[Fact]:
        length = ""
        if self.minutes:
            length = ngettext("%(count)d minute", "%(count)d minutes", self.minutes) % {"count": self.minutes}
        return known(
            *(Fact(speaker.role or _("With"), speaker.person.name) for speaker in speakers),
            Fact(_("Date"), self.when),
            Fact(_("Duration"), length),
        )

    def _schema(self, request, series, speakers: list, chapters: list, tracks: list) -> dict:
        schema = {
            "episodeNumber": self.number,
            "actor": [{"@type": "Person", "name": speaker.person.name} for speaker in speakers],
            "partOfSeries": series
            and {"@type": "CreativeWorkSeries", "name": series.title, "url": series.get_full_url(request)},
            "datePublished": self.published_on.isoformat() if self.published_on else "",
            **film_data(self, request, chapters, tracks),
        }
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

    # A whole film is long: its text scrolls instead of pushing the rest of the screen away.
    panels = [
        FieldPanel("language"),
        FieldPanel("file"),
        FieldPanel("webvtt", widget=forms.Textarea(attrs={"rows": 12})),
    ]

    class Meta(Orderable.Meta):
        verbose_name = _("transcript with times")
        verbose_name_plural = _("transcripts with times")
        constraints = [
            models.UniqueConstraint(fields=["page", "language"], name="publications_one_track_a_language")
        ]

    def clean(self):
        super().clean()
        if self.webvtt:
            try:
                self.webvtt = normalised(self.webvtt)
            except ValidationError as error:
                raise ValidationError({"webvtt": error}) from error

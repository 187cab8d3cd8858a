"""Episodes of a series."""

from datetime import timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.feedgenerator import Enclosure
from django.utils.functional import cached_property
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.contrib.routable_page.models import path, re_path
from wagtail.fields import RichTextField
from wagtail.models import PageManager
from wagtail.search import index
from wagtailmedia.edit_handlers import MediaChooserPanel

from core.citing.pages import CitedMixin
from core.embeds import player_from, player_url, public_from
from core.facts import Fact, known
from core.models import ContactSettings, ReadingPage
from core.news import named
from core.permalinks import permalink
from core.pictures import attach, own
from publications import track_files
from publications.citing.episodes import episode_item
from publications.episode_form import EpisodeForm, TracksPanel
from publications.film_data import film_data
from publications.models.availability import AvailabilityMixin
from publications.models.episode_parts import EpisodeChapter, EpisodeSpeaker, EpisodeTrack
from publications.models.provenance import FromProgrammeMixin
from publications.querysets import EpisodeQuerySet
from publications.subtitles import cues
from publications.transcripts import Transcript, plain, short_clock, turns, whole_seconds

#: The word that a script replaces by a number of seconds in the address of a player.
SECONDS = "SECONDS"
#: Characters of what is said that the index takes, some six hours of speech: PostgreSQL refuses a megabyte.
MOST_INDEXED = 400_000


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

"""Video series and their episodes."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Orderable, PageManager
from wagtail.search import index

from core.choices import Availability
from core.embeds import player_url
from core.models import ReadingPage
from publications.querysets import EpisodeQuerySet


class VideoSeriesPage(ReadingPage):
    """A series, such as Les Éclaireurs."""

    producer = models.CharField(_("made with"), max_length=160, blank=True)

    stylesheets = ["core/css/publications.css"]
    parent_page_types = ["publications.PublicationIndexPage"]
    subpage_types = ["publications.EpisodePage"]
    schema_type = "CreativeWorkSeries"

    content_panels = [*ReadingPage.content_panels, FieldPanel("producer")]

    class Meta:
        verbose_name = _("video series")
        verbose_name_plural = _("video series")


class EpisodePage(ReadingPage):
    """An episode: a film that loads on demand, its speakers, its transcript."""

    number = models.PositiveSmallIntegerField(_("number"))
    availability = models.CharField(
        _("availability"), max_length=20, choices=Availability.choices, default=Availability.PUBLISHED
    )
    date_text = models.CharField(
        _("date"), max_length=60, blank=True, help_text=_("As it is known, for instance “juin 2015”.")
    )
    published_on = models.DateField(_("published on"), null=True, blank=True, help_text=_("Used for sorting."))
    video_url = models.URLField(_("address of the video"), blank=True)
    duration = models.DurationField(_("duration"), null=True, blank=True, help_text=_("Hours:minutes:seconds."))
    transcript = RichTextField(_("transcript"), features=["h3", "bold", "ul"], blank=True)

    stylesheets = ["core/css/publications.css"]
    parent_page_types = ["publications.VideoSeriesPage"]
    subpage_types = []
    schema_type = "VideoObject"
    og_type = "video.episode"

    content_panels = [
        *ReadingPage.content_panels,
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("number"), FieldPanel("availability")]),
                FieldRowPanel([FieldPanel("date_text"), FieldPanel("published_on")]),
                FieldRowPanel([FieldPanel("video_url"), FieldPanel("duration")]),
            ],
            heading=_("The film"),
        ),
        InlinePanel("episode_speakers", label=_("Speaker"), heading=_("Speakers")),
        FieldPanel("transcript"),
    ]
    search_fields = [
        *ReadingPage.search_fields,
        index.SearchField("transcript"),
        index.FilterField("number"),
        index.FilterField("published_on"),
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

    @property
    def player(self) -> str:
        """Address of the player; empty where there is no film yet."""
        return player_url(self.video_url) or ""


class EpisodeSpeaker(Orderable):
    page = ParentalKey(EpisodePage, on_delete=models.CASCADE, related_name="episode_speakers")
    person = models.ForeignKey(
        "core.Person", verbose_name=_("person"), on_delete=models.PROTECT, related_name="episodes"
    )
    role = models.CharField(_("introduced as"), max_length=160, blank=True)

    panels = [FieldPanel("person"), FieldPanel("role")]

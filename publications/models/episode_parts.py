"""What an episode is made of: who speaks in it, its chapters, what is said."""

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.models import Orderable
from wagtail_localize.fields import SynchronizedField

from core.models import TranslatablePart
from publications.subtitles import normalised


class EpisodeSpeaker(TranslatablePart):
    page = ParentalKey("publications.EpisodePage", on_delete=models.CASCADE, related_name="episode_speakers")
    person = models.ForeignKey(
        "core.Person", verbose_name=_("person"), on_delete=models.PROTECT, related_name="episodes"
    )
    role = models.CharField(_("introduced as"), max_length=160, blank=True)

    panels = [FieldPanel("person"), FieldPanel("role")]
    # Pages name people by the record of the first language: see `Person`.
    override_translatable_fields = [SynchronizedField("person")]

    class Meta(TranslatablePart.Meta):
        verbose_name = _("speaker")
        verbose_name_plural = _("speakers")


class EpisodeChapter(TranslatablePart):
    """A part of the film, from `starts_at` to the next one."""

    page = ParentalKey("publications.EpisodePage", on_delete=models.CASCADE, related_name="chapters")
    starts_at = models.DurationField(_("begins at"), help_text=_("Hours:minutes:seconds."))
    title = models.CharField(_("title"), max_length=160)

    panels = [FieldRowPanel([FieldPanel("starts_at"), FieldPanel("title")])]

    class Meta(TranslatablePart.Meta):
        verbose_name = _("chapter")
        verbose_name_plural = _("chapters")


class EpisodeTrack(Orderable):
    """What is said in the film, with times, in one language: its transcript, and its captions (WebVTT)."""

    page = ParentalKey("publications.EpisodePage", on_delete=models.CASCADE, related_name="tracks")
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

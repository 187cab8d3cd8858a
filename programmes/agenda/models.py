"""Meetings, discovery days, showings: what one can come to."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.models import PageManager
from wagtail.search import index

from core.models import BasePage, ReadingPage
from programmes.agenda.querysets import EventQuerySet


class AgendaPage(BasePage):
    """All events: those to come by month, then the archive."""

    stylesheets = ["core/css/agenda.css"]
    parent_page_types = ["home.HomePage"]
    subpage_types = ["agenda.EventPage"]
    max_count_per_parent = 1
    schema_type = "CollectionPage"

    class Meta:
        verbose_name = _("agenda")


class EventPage(ReadingPage):
    """One event. Where its date is not fixed yet, `date_text` says what is known."""

    class Kind(models.TextChoices):
        DISCOVERY = "discovery", _("Discovery day")
        WORKSHOP = "workshop", _("Workshop")
        SHOWING = "showing", _("Showing of results")
        MEETING = "meeting", _("Meeting")
        STUDY_TRIP = "study_trip", _("Study trip")
        MILESTONE = "milestone", _("Milestone of a programme")

    event_kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices, default=Kind.MEETING)
    starts_at = models.DateTimeField(_("begins"), help_text=_("Also used for sorting."))
    ends_at = models.DateTimeField(_("ends"), null=True, blank=True)
    all_day = models.BooleanField(_("hours unknown or all day"), default=False)
    date_text = models.CharField(
        _("date in words"),
        max_length=80,
        blank=True,
        help_text=_("Where the day is not fixed, for instance “premier trimestre 2016”; replaces the date."),
    )
    place = models.CharField(_("place"), max_length=120, blank=True)
    address = models.CharField(_("address"), max_length=200, blank=True)
    territory = models.ForeignKey(
        "core.Territory",
        verbose_name=_("territory"),
        on_delete=models.PROTECT,
        related_name="events",
        null=True,
        blank=True,
    )
    programme = models.ForeignKey(
        "programmes.ProgrammePage",
        verbose_name=_("programme"),
        on_delete=models.SET_NULL,
        related_name="events",
        null=True,
        blank=True,
    )
    capacity = models.PositiveSmallIntegerField(_("seats"), null=True, blank=True)
    access = models.CharField(
        _("how to take part"), max_length=200, blank=True, help_text=_("For instance “Sur inscription”.")
    )
    registration_url = models.URLField(_("registration address"), blank=True)

    stylesheets = ["core/css/agenda.css"]
    parent_page_types = ["agenda.AgendaPage"]
    subpage_types = []
    schema_type = "Event"

    content_panels = [
        *ReadingPage.content_panels,
        MultiFieldPanel(
            [
                FieldPanel("event_kind"),
                FieldRowPanel([FieldPanel("starts_at"), FieldPanel("ends_at")]),
                FieldRowPanel([FieldPanel("all_day"), FieldPanel("date_text")]),
            ],
            heading=_("When"),
        ),
        MultiFieldPanel(
            [FieldPanel("place"), FieldPanel("address"), FieldPanel("territory")], heading=_("Where")
        ),
        MultiFieldPanel(
            [
                FieldPanel("programme"),
                FieldRowPanel([FieldPanel("capacity"), FieldPanel("access")]),
                FieldPanel("registration_url"),
            ],
            heading=_("Taking part"),
        ),
    ]
    search_fields = [
        *ReadingPage.search_fields,
        index.SearchField("place"),
        index.FilterField("starts_at"),
        index.FilterField("event_kind"),
    ]

    objects = PageManager.from_queryset(EventQuerySet)()

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")

    def clean(self):
        super().clean()
        if self.starts_at and self.ends_at and self.ends_at < self.starts_at:
            raise ValidationError({"ends_at": _("The end comes before the beginning.")})

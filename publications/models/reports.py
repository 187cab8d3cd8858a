"""Reports, notes and slides."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.models import PageManager
from wagtail.search import index

from core.choices import Availability
from core.models import ReadingPage
from publications.querysets import PublishedQuerySet


class ReportPage(ReadingPage):
    class Kind(models.TextChoices):
        REPORT = "report", _("Report")
        NOTE = "note", _("Note")
        SLIDES = "slides", _("Slides")
        RESOURCE = "resource", _("Resource")

    report_kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices, default=Kind.REPORT)
    availability = models.CharField(
        _("availability"), max_length=20, choices=Availability.choices, default=Availability.PUBLISHED
    )
    published_on = models.DateField(_("published on"), null=True, blank=True)
    date_text = models.CharField(
        _("date in words"), max_length=60, blank=True, help_text=_("Where the day is not known.")
    )
    pages = models.PositiveSmallIntegerField(_("pages"), null=True, blank=True)
    licence = models.CharField(_("licence"), max_length=120, blank=True)
    partners = ParentalManyToManyField("core.Partner", verbose_name=_("partners"), blank=True, related_name="reports")
    document = models.ForeignKey(
        "documents.CustomDocument",
        verbose_name=_("file"),
        on_delete=models.SET_NULL,
        related_name="+",
        null=True,
        blank=True,
    )
    source_url = models.URLField(_("where it can be read"), blank=True)

    stylesheets = ["core/css/publications.css"]
    parent_page_types = ["publications.PublicationIndexPage"]
    subpage_types = []
    schema_type = "Report"

    content_panels = [
        *ReadingPage.content_panels,
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("report_kind"), FieldPanel("availability")]),
                FieldRowPanel([FieldPanel("published_on"), FieldPanel("date_text")]),
                FieldRowPanel([FieldPanel("pages"), FieldPanel("licence")]),
                FieldPanel("partners"),
                FieldPanel("document"),
                FieldPanel("source_url"),
            ],
            heading=_("The report"),
        ),
    ]
    search_fields = [*ReadingPage.search_fields, index.FilterField("published_on")]

    objects = PageManager.from_queryset(PublishedQuerySet)()

    class Meta:
        verbose_name = _("report")
        verbose_name_plural = _("reports")

"""Reports, notes and slides."""

from django import forms
from django.db import models
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.models import PageManager
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField

from core.citing.pages import CitedMixin
from core.facts import Fact, known
from core.feeds import Enclosure, enclosed
from core.models import ContactSettings, ReadingPage, TranslatablePart
from core.news import named
from core.permalinks import permalink
from core.pictures import attach, own
from core.schema_org import whole_address
from publications.citing.reports import report_item
from publications.describing import report_schema
from publications.licences import licence_link
from publications.models.availability import AvailabilityMixin
from publications.models.makers import Contributor, MadeByMixin
from publications.models.provenance import FromProgrammeMixin
from publications.querysets import PublishedQuerySet
from publications.wording import page_count


class ReportPage(CitedMixin, MadeByMixin, AvailabilityMixin, FromProgrammeMixin, ReadingPage):
    """A report, note, set of slides or resource, with its file or the place where it can be read."""

    class Kind(models.TextChoices):
        REPORT = "report", _("Report")
        NOTE = "note", _("Note")
        SLIDES = "slides", _("Slides")
        RESOURCE = "resource", _("Resource")

    report_kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices, default=Kind.REPORT)
    pages = models.PositiveSmallIntegerField(_("pages"), null=True, blank=True)
    licence = models.CharField(_("licence"), max_length=120, blank=True)
    partners = ParentalManyToManyField(
        "core.Partner", verbose_name=_("partners"), blank=True, related_name="reports"
    )
    document = models.ForeignKey(
        "documents.CustomDocument",
        verbose_name=_("file"),
        on_delete=models.SET_NULL,
        related_name="+",
        null=True,
        blank=True,
    )
    source_url = models.URLField(_("where it can be read"), blank=True)

    shown_with = [*ReadingPage.shown_with, "document"]
    feed_with = ["document"]
    stylesheets = ["core/css/publications.css", "core/css/citing.css"]
    parent_page_types = ["publications.PublicationIndexPage"]
    subpage_types = []
    schema_type = "Report"

    content_panels = [
        *ReadingPage.content_panels,
        MultiFieldPanel(
            [
                FieldPanel("report_kind"),
                AvailabilityMixin.availability_panel,
                FieldPanel("programme"),
                FieldRowPanel([FieldPanel("pages"), FieldPanel("licence")]),
                FieldPanel("partners", widget=forms.CheckboxSelectMultiple),
                FieldPanel("document"),
                FieldPanel("source_url"),
            ],
            heading=_("The report"),
        ),
        InlinePanel("contributors", label=_("Contributor"), heading=_("Contributors")),
        InlinePanel("files", label=_("File"), heading=_("Other files"), max_num=20),
    ]
    override_translatable_fields = [
        SynchronizedField("licence"),
        SynchronizedField("partners", overridable=False),
    ]
    search_fields = [
        *ReadingPage.search_fields,
        *AvailabilityMixin.availability_search_fields,
        index.RelatedFields("partners", [index.SearchField("name"), index.SearchField("acronym")]),
    ]

    objects = PageManager.from_queryset(PublishedQuerySet)()

    class Meta:
        verbose_name = _("report")
        verbose_name_plural = _("reports")

    @classmethod
    def feed_names(cls, pages) -> list:
        """Who wrote them and who led them."""
        makers = ReportContributor.objects.filter(page__in=pages, role__in=ReportContributor.WRITERS)
        return [named(makers, "page", "author", "sort_order", "person__name")]

    @property
    def feed_enclosures(self) -> tuple[Enclosure, ...]:
        return (enclosed(self.document),) if self.document else ()

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        attach(*own(self))
        context |= {"facts": self._facts(), "all_files": self.all_files}
        context["structured_data"][0] |= report_schema(self, request, self.all_files)
        return context

    def csl_item(self, request) -> dict:
        return report_item(
            self,
            url=permalink(self, request),
            house=ContactSettings.for_request(request),
        )

    def pdf_urls(self, request) -> list[str]:
        """That of the report itself: other files are annexes and translations."""
        if self.document is None or self.document.content_type != "application/pdf":
            return []
        return [whole_address(request, self.document.url)]

    @property
    def kind(self) -> str:
        return self.get_report_kind_display()

    @cached_property
    def all_files(self) -> list["ReportFile"]:
        """The report first, then its other files, with their documents: one query."""
        first = [ReportFile(page=self, document=self.document)] if self.document else []
        others = self.files.select_related("document")
        return [*first, *(file for file in others if file.document_id is not None)]

    @cached_property
    def partners_named(self) -> list:
        """With whom it was made. One query."""
        return list(self.partners.all())

    def _facts(self) -> list[Fact]:
        return known(
            Fact(_("Kind"), self.get_report_kind_display()),
            *(
                Fact(capfirst(role.label), ", ".join(map(str, people)))
                for role, people in self.people_by_role().items()
            ),
            Fact(_("Publication"), self.when),
            Fact(_("With"), ", ".join(partner.name for partner in self.partners_named)),
            Fact(_("Length"), page_count(self.pages)),
            Fact(_("Licence"), licence_link(self.licence)),
        )


class ReportContributor(Contributor):
    """Somebody who made the report, and as what. Without any, its author is the association."""

    class Role(models.TextChoices):
        AUTHOR = "author", _("author")
        COORDINATOR = "coordinator", _("coordination")
        EDITOR = "editor", _("edition")
        ILLUSTRATOR = "illustrator", _("illustration")

    # Books alone have illustrators for schema.org.
    SCHEMA_PROPERTIES = Contributor.SCHEMA_PROPERTIES | {"illustrator": "contributor"}

    page = ParentalKey(ReportPage, on_delete=models.CASCADE, related_name="contributors")
    person = models.ForeignKey(
        "core.Person", verbose_name=_("person"), on_delete=models.PROTECT, related_name="reports"
    )
    role = models.CharField(_("role"), max_length=20, choices=Role.choices, default=Role.AUTHOR)


class ReportFile(TranslatablePart):
    """Another file of the same report: an annex, a translation, an accessible version."""

    page = ParentalKey(ReportPage, on_delete=models.CASCADE, related_name="files")
    document = models.ForeignKey(
        "documents.CustomDocument", verbose_name=_("file"), on_delete=models.CASCADE, related_name="+"
    )
    title = models.CharField(
        _("title"), max_length=160, blank=True, help_text=_("Empty: the document’s own.")
    )

    panels = [FieldPanel("document"), FieldPanel("title")]

    class Meta(TranslatablePart.Meta):
        verbose_name = _("file")
        verbose_name_plural = _("files")

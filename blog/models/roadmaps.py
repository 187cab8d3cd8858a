"""Yearly roadmaps: what the association promises, with what means, and what became of it.

Amounts are whole euros. Shares are percentages with one decimal.
"""

from decimal import Decimal

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail import blocks
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Orderable, PageManager
from wagtail.search import index

from blog.blocks import DownloadBlock, KeywordBlock, OpenQuestionBlock
from blog.querysets import RoadmapQuerySet
from core.blocks.data import KeyFiguresBlock
from core.choices import OrganisationType
from core.models import BasePage, ReadingPage


class RoadmapIndexPage(BasePage):
    """Roadmaps, latest year first."""

    stylesheets = ["core/css/roadmap.css"]
    parent_page_types = ["home.HomePage"]
    subpage_types = ["blog.RoadmapPage"]
    max_count_per_parent = 1
    schema_type = "CollectionPage"

    class Meta:
        verbose_name = _("index of roadmaps")


class RoadmapPage(ReadingPage):
    """The roadmap of one year. `body` is the story around the data."""

    year = models.PositiveSmallIntegerField(
        _("year"), validators=[MinValueValidator(2008), MaxValueValidator(2100)], db_index=True
    )
    published_on = models.DateField(_("published on"), null=True, blank=True)
    author = models.ForeignKey(
        "core.Person",
        verbose_name=_("author"),
        on_delete=models.PROTECT,
        related_name="roadmaps",
        null=True,
        blank=True,
    )
    figures = StreamField([("figures", KeyFiguresBlock())], verbose_name=_("key figures"), blank=True, max_num=1)
    keywords = StreamField([("keyword", KeywordBlock())], verbose_name=_("keywords"), blank=True)

    fee = models.PositiveIntegerField(_("membership fee (€ a year)"), null=True, blank=True)
    previous_fee = models.PositiveIntegerField(_("fee of the year before (€)"), null=True, blank=True)
    fee_note = models.TextField(_("about the fee"), blank=True)
    membership_target = models.PositiveSmallIntegerField(_("memberships aimed at"), null=True, blank=True)

    budget_total = models.PositiveIntegerField(_("budget (€)"), null=True, blank=True)
    payroll = models.PositiveIntegerField(_("payroll (€)"), null=True, blank=True)
    staff = models.DecimalField(
        _("staff (full-time equivalents)"), max_digits=5, decimal_places=1, null=True, blank=True
    )
    budget_note = models.TextField(_("about the budget"), blank=True)

    meeting_note = models.TextField(
        _("about the organisations represented"), blank=True, help_text=_("Where and when they met, what being listed means.")
    )
    impressions = StreamField(
        [("impression", blocks.TextBlock(label=_("Impression")))], verbose_name=_("impressions"), blank=True
    )
    questions = StreamField(
        [("question", OpenQuestionBlock())], verbose_name=_("open questions"), blank=True
    )
    downloads = StreamField([("download", DownloadBlock())], verbose_name=_("downloads"), blank=True)

    stylesheets = ["core/css/roadmap.css"]
    parent_page_types = ["blog.RoadmapIndexPage"]
    subpage_types = []
    schema_type = "Article"
    og_type = "article"

    content_panels = [
        *ReadingPage.content_panels,
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("year"), FieldPanel("published_on")]), FieldPanel("author")],
            heading=_("The year"),
        ),
        FieldPanel("figures"),
        InlinePanel("priorities", label=_("Priority"), heading=_("Priorities")),
        FieldPanel("keywords"),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("fee"), FieldPanel("previous_fee"), FieldPanel("membership_target")]),
                FieldPanel("fee_note"),
            ],
            heading=_("Membership"),
        ),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("budget_total"), FieldPanel("payroll"), FieldPanel("staff")]),
                InlinePanel("budget_lines", label=_("Line"), heading=_("Revenue and spending")),
                FieldPanel("budget_note"),
            ],
            heading=_("Budget"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("meeting_note"),
                InlinePanel("represented_organisations", label=_("Organisation"), heading=_("Organisations represented")),
            ],
            heading=_("The meeting"),
        ),
        FieldPanel("impressions"),
        FieldPanel("questions"),
        FieldPanel("downloads"),
    ]
    search_fields = [
        *ReadingPage.search_fields,
        index.SearchField("impressions"),
        index.SearchField("questions"),
        index.SearchField("budget_note"),
        index.FilterField("year"),
        index.RelatedFields("priorities", [index.SearchField("title"), index.SearchField("text")]),
        index.RelatedFields("commitments", [index.SearchField("title"), index.SearchField("description")]),
    ]

    objects = PageManager.from_queryset(RoadmapQuerySet)()

    class Meta:
        verbose_name = _("roadmap")
        verbose_name_plural = _("roadmaps")


class RoadmapPriority(Orderable):
    page = ParentalKey(RoadmapPage, on_delete=models.CASCADE, related_name="priorities")
    title = models.CharField(_("title"), max_length=160)
    text = RichTextField(_("text"), features=["bold", "italic", "link", "ul"], blank=True)

    panels = [FieldPanel("title"), FieldPanel("text")]


class BudgetLine(Orderable):
    """A share of the revenue or of the spending of the year."""

    class Side(models.TextChoices):
        REVENUE = "revenue", _("Revenue")
        SPENDING = "spending", _("Spending")

    page = ParentalKey(RoadmapPage, on_delete=models.CASCADE, related_name="budget_lines")
    side = models.CharField(_("side"), max_length=20, choices=Side.choices)
    label = models.CharField(_("label"), max_length=160)
    share = models.DecimalField(
        _("share (%)"),
        max_digits=4,
        decimal_places=1,
        validators=[MinValueValidator(Decimal(0)), MaxValueValidator(Decimal(100))],
    )
    note = models.CharField(_("note"), max_length=200, blank=True)

    panels = [FieldRowPanel([FieldPanel("side"), FieldPanel("share")]), FieldPanel("label"), FieldPanel("note")]


class RepresentedOrganisation(Orderable):
    """A public body represented when the roadmap was presented; this says nothing of membership."""

    page = ParentalKey(RoadmapPage, on_delete=models.CASCADE, related_name="represented_organisations")
    organisation_type = models.CharField(_("type"), max_length=30, choices=OrganisationType.choices)
    name = models.CharField(_("name"), max_length=160)
    full_name = models.CharField(_("name in full"), max_length=200, blank=True)

    panels = [FieldPanel("organisation_type"), FieldRowPanel([FieldPanel("name"), FieldPanel("full_name")])]


class Commitment(index.Indexed, models.Model):
    """One promise of a roadmap. A record of its own: its state changes without a new version of the page."""

    class State(models.TextChoices):
        ANNOUNCED = "announced", _("Announced")
        UNDER_WAY = "under_way", _("Under way")
        DONE = "done", _("Done")
        POSTPONED = "postponed", _("Postponed")
        DROPPED = "dropped", _("Dropped")

    class Area(models.TextChoices):
        ASSOCIATION = "association", _("The association")
        RESEARCH = "research", _("Action research")
        RESOURCE = "resource", _("Resource centre")

    roadmap = models.ForeignKey(
        RoadmapPage, verbose_name=_("roadmap"), on_delete=models.PROTECT, related_name="commitments"
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    area = models.CharField(_("area"), max_length=20, choices=Area.choices)
    title = models.CharField(_("title"), max_length=200)
    description = models.TextField(_("description"), blank=True)
    programme = models.ForeignKey(
        "programmes.ProgrammePage",
        verbose_name=_("programme"),
        on_delete=models.PROTECT,
        related_name="commitments",
        null=True,
        blank=True,
    )
    priority = models.PositiveSmallIntegerField(
        _("priority"), null=True, blank=True, help_text=_("Its number among the priorities of the roadmap.")
    )
    period = models.CharField(_("period"), max_length=120, blank=True)
    cost = models.CharField(_("cost"), max_length=160, blank=True, help_text=_("As it was announced, in words."))
    state = models.CharField(_("state"), max_length=20, choices=State.choices, default=State.ANNOUNCED)
    state_since = models.DateField(_("since"), null=True, blank=True)
    state_reason = models.CharField(
        _("reason"), max_length=250, blank=True, help_text=_("Required for what is postponed or dropped.")
    )

    panels = [
        FieldRowPanel([FieldPanel("roadmap"), FieldPanel("area"), FieldPanel("position")]),
        FieldPanel("title"),
        FieldPanel("description"),
        FieldRowPanel([FieldPanel("programme"), FieldPanel("priority")]),
        FieldRowPanel([FieldPanel("period"), FieldPanel("cost")]),
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("state"), FieldPanel("state_since")]), FieldPanel("state_reason")],
            heading=_("State"),
        ),
    ]
    search_fields = [
        index.SearchField("title"),
        index.AutocompleteField("title"),
        index.FilterField("roadmap"),
        index.FilterField("state"),
    ]

    class Meta:
        verbose_name = _("commitment")
        verbose_name_plural = _("commitments")
        ordering = ["roadmap", "position", "pk"]

    def __str__(self):
        return self.title

    def clean(self):
        super().clean()
        if self.state in (self.State.POSTPONED, self.State.DROPPED) and not self.state_reason:
            raise ValidationError({"state_reason": _("Say why: readers are owed the reason.")})

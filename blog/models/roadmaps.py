"""Yearly roadmaps: what the association promises, with what means, and what became of it.

Amounts are whole euros. Shares are percentages with one decimal.
"""

from urllib.parse import urljoin

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.contrib.routable_page.models import path
from wagtail.fields import StreamField
from wagtail.models import PageManager
from wagtail.rich_text import expand_db_html
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField

from blog import comparing, opendata, printout
from blog.articles import article_data, open_graph
from blog.blocks import DownloadBlock, KeywordBlock, OpenQuestionBlock
from blog.citing import roadmap_item
from blog.dashboard import contents_of, dashboard_of, neighbours_of, ways_of
from blog.forms import RoadmapForm
from blog.models.commitments import Commitment, state_counts
from blog.models.parts import parts_of
from blog.models.words import CommitmentWordsField, CommitmentWordsPanel
from blog.querysets import RoadmapQuerySet
from core.blocks.data import KeyFiguresBlock
from core.choices import DataLicence
from core.citing.pages import CitedMixin
from core.models import BasePage, ContactSettings, ReadingPage
from core.permalinks import permalink
from core.references import all_known


class RoadmapIndexPage(BasePage):
    """Roadmaps, latest year first."""

    levels_listed = 1
    stylesheets = ["core/css/roadmap.css", "core/css/charts.css"]
    parent_page_types = ["home.HomePage"]
    subpage_types = ["blog.RoadmapPage"]
    max_count_per_parent = 1
    schema_type = "CollectionPage"

    class Meta:
        verbose_name = _("index of roadmaps")

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        roadmaps = list(RoadmapPage.objects.child_of(self).published().defer_streamfields())
        counts = Commitment.objects.counts(roadmaps)
        context["roadmaps"] = [
            {"page": roadmap, "states": state_counts(counts.get(roadmap.translation_key, {}))}
            for roadmap in roadmaps
        ]
        return context


class RoadmapPage(CitedMixin, ReadingPage):
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
    figures = StreamField(
        [("figures", KeyFiguresBlock())], verbose_name=_("key figures"), blank=True, max_num=1
    )
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

    data_licence = models.CharField(
        _("licence of the data"),
        max_length=20,
        choices=DataLicence.choices,
        default=DataLicence.ETALAB,
        help_text=_("Under which commitments and budget may be reused as data."),
    )

    meeting_note = models.TextField(
        _("about the organisations represented"),
        blank=True,
        help_text=_("Where and when they met, what being listed means."),
    )
    impressions = StreamField(
        [
            (
                "impression",
                blocks.TextBlock(
                    label=_("Impression"),
                    description=_("What somebody who took part said, in their words."),
                    preview_value="On en sort avec plus de questions, et de meilleures.",
                ),
            )
        ],
        verbose_name=_("impressions"),
        blank=True,
    )
    questions = StreamField([("question", OpenQuestionBlock())], verbose_name=_("open questions"), blank=True)
    commitment_words = CommitmentWordsField(_("words of commitments"), default=dict, blank=True)
    downloads = StreamField([("download", DownloadBlock())], verbose_name=_("downloads"), blank=True)

    stylesheets = [
        "core/css/roadmap.css",
        "core/css/charts.css",
        "core/css/commitments.css",
        "core/css/timeline.css",
        "core/css/budget.css",
        "core/css/citing.css",
    ]
    parent_page_types = ["blog.RoadmapIndexPage"]
    subpage_types = []
    base_form_class = RoadmapForm
    schema_type = "Article"
    og_type = "article"
    feed_with = ["author"]

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
                FieldRowPanel(
                    [FieldPanel("fee"), FieldPanel("previous_fee"), FieldPanel("membership_target")]
                ),
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
                InlinePanel(
                    "represented_organisations",
                    label=_("Organisation"),
                    heading=_("Organisations represented"),
                ),
            ],
            heading=_("The meeting"),
        ),
        FieldPanel("impressions"),
        FieldPanel("questions"),
        FieldPanel("downloads"),
        FieldPanel("data_licence"),
        CommitmentWordsPanel("commitment_words"),
    ]
    # Pages name people by the record of the first language: see `Person`.
    override_translatable_fields = [SynchronizedField("author")]
    search_fields = [
        *ReadingPage.search_fields,
        index.SearchField("impressions"),
        index.SearchField("questions"),
        index.SearchField("budget_note"),
        index.FilterField("year"),
        index.RelatedFields("priorities", [index.SearchField("title"), index.SearchField("text")]),
        index.RelatedFields("commitments", [index.SearchField("title"), index.SearchField("description")]),
        index.SearchField("translated_words"),
    ]

    objects = PageManager.from_queryset(RoadmapQuerySet)()

    class Meta:
        verbose_name = _("roadmap")
        verbose_name_plural = _("roadmaps")

    def clean(self):
        super().clean()
        if self.year is None:
            return
        same_year = RoadmapPage.objects.filter(year=self.year, locale_id=self.locale_id).exclude(pk=self.pk)
        if same_year.exists():
            raise ValidationError({"year": _("There is a roadmap of this year already.")})

    def get_context(self, request, *args, **kwargs):
        neighbours = neighbours_of(self)
        parts = parts_of(self)
        with all_known([self.body, self.downloads], [priority.text for priority in parts["priorities"]]):
            list(self.downloads)
            for priority in parts["priorities"]:
                priority.html = mark_safe(expand_db_html(priority.text))  # noqa: S308 - what editors may write
            context = super().get_context(request, *args, **kwargs)
        context |= neighbours | ways_of(self, request, neighbours)
        context |= dashboard_of(self, request, neighbours["years"], parts)
        has_address = bool(context["roadmap_url"])
        context["open_data"] = (
            opendata.offer(self, request, context["progress"].commitments) if has_address else None
        )
        context["table_of_contents"] = contents_of(self, context)
        return context

    @path("comparer/", name="compare_fr")
    @path("compare/", name="compare_en")
    def serve_comparison(self, request):
        """Beside the year before or, for the first roadmap, the year after."""
        return comparing.serve(request, self)

    @path("comparer/<int:year>/", name="compare_with_fr")
    @path("compare/<int:year>/", name="compare_with_en")
    def serve_comparison_with(self, request, year):
        return comparing.serve(request, self, year)

    @path("donnees.json/", name="json_fr")
    @path("data.json/", name="json_en")
    def serve_json(self, request):
        return opendata.serve_json(request, self)

    @path("donnees.csv/", name="csv_fr")
    @path("data.csv/", name="csv_en")
    def serve_csv(self, request):
        return opendata.serve_csv(request, self)

    @path("schema.json/", name="schema_fr")
    @path("schema.json/", name="schema_en")
    def serve_schema(self, request):
        return opendata.serve_schema(request, self)

    @path("feuille-de-route.pdf/", name="pdf_fr")
    @path("roadmap.pdf/", name="pdf_en")
    def serve_pdf(self, request):
        return printout.serve(request, self)

    def csl_item(self, request) -> dict:
        return roadmap_item(
            self,
            url=permalink(self, request),
            house=ContactSettings.for_request(request),
        )

    def pdf_urls(self, request) -> list[str]:
        url = self.get_full_url(request)
        return [urljoin(url, self.file_url("pdf", request))] if url else []

    @property
    def translated_words(self) -> str:
        """What the search index knows of commitments that are recorded under another language's page."""
        return "\n".join(self.commitment_words.values())

    @property
    def figure_list(self) -> list:
        """The key figures, for the component figures.html."""
        return [figure for block in self.figures for figure in block.value["figures"]]

    @property
    def feed_authors(self) -> tuple[str, ...]:
        return (self.author.name,) if self.author else ()

    @property
    def open_graph(self):
        return open_graph(self, published=self.published_on)

    def get_structured_data(self, request):
        page, *others = super().get_structured_data(request)
        authors = [self.author] if self.author else []
        article = article_data(self, request, published=self.published_on, authors=authors)
        return [page | article, *others]

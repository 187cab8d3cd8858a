"""Yearly roadmaps: what the association promises, with what means, and what became of it.

Amounts are whole euros. Shares are percentages with one decimal.
"""

from collections import Counter

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.contrib.routable_page.models import path
from wagtail.fields import StreamField
from wagtail.models import PageManager
from wagtail.search import index

from blog import comparing, opendata, printout
from blog.articles import article_data
from blog.blocks import DownloadBlock, KeywordBlock, OpenQuestionBlock
from blog.charts import strip
from blog.forms import RoadmapForm
from blog.models.commitments import Commitment, state_counts
from blog.models.parts import BudgetLine, parts_of
from blog.querysets import RoadmapQuerySet
from core.blocks.data import KeyFiguresBlock
from core.choices import DataLicence, OrganisationType
from core.models import BasePage, ReadingPage
from core.routes import RoutesByLanguageMixin

#: Circles of public bodies, from the nearest to the farthest, and the types that each takes in.
CIRCLES = [
    (_("Regions"), {OrganisationType.REGION}),
    (_("Departments"), {OrganisationType.DEPARTMENT}),
    (_("Towns and metropolises"), {OrganisationType.CITY}),
    (
        _("State, ministries, public establishments"),
        {OrganisationType.STATE, OrganisationType.PUBLIC_ESTABLISHMENT},
    ),
    (_("European institutions"), {OrganisationType.EUROPEAN}),
    (_("Foreign governments and local authorities"), {OrganisationType.FOREIGN}),
    (_("Other public bodies"), {OrganisationType.OTHER}),
]


class RoadmapIndexPage(BasePage):
    """Roadmaps, latest year first."""

    stylesheets = ["core/css/roadmap.css"]
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


class RoadmapPage(RoutesByLanguageMixin, ReadingPage):
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
        [("impression", blocks.TextBlock(label=_("Impression")))], verbose_name=_("impressions"), blank=True
    )
    questions = StreamField([("question", OpenQuestionBlock())], verbose_name=_("open questions"), blank=True)
    downloads = StreamField([("download", DownloadBlock())], verbose_name=_("downloads"), blank=True)

    stylesheets = ["core/css/roadmap.css"]
    parent_page_types = ["blog.RoadmapIndexPage"]
    subpage_types = []
    base_form_class = RoadmapForm
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

    def clean(self):
        super().clean()
        if self.year is None:
            return
        same_year = RoadmapPage.objects.filter(year=self.year, locale_id=self.locale_id).exclude(pk=self.pk)
        if same_year.exists():
            raise ValidationError({"year": _("There is a roadmap of this year already.")})

    def get_context(self, request, *args, **kwargs):
        neighbours = self._neighbours()
        context = super().get_context(request, *args, **kwargs)
        commitments = list(Commitment.objects.of_roadmap(self))
        parts = parts_of(self)
        priorities = parts["priorities"]
        context |= {
            "priorities": priorities,
            "areas": self._areas(commitments, priorities),
            "states": state_counts(Counter(commitment.state for commitment in commitments)),
            "commitment_count": len(commitments),
            "budget": self._budget(parts["budget_lines"]),
            "circles": self._circles(parts["represented_organisations"]),
            **neighbours,
        }
        context["table_of_contents"] = self._contents(context)
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

    @property
    def figure_list(self) -> list:
        """The key figures, for the component figures.html."""
        return [figure for block in self.figures for figure in block.value["figures"]]

    def _areas(self, commitments, priorities) -> list[dict]:
        """Commitments by area, each of them with the priority that it serves."""
        numbered = dict(enumerate(priorities, start=1))
        for commitment in commitments:
            commitment.served = numbered.get(commitment.priority)
        areas = [
            {
                "code": area.value,
                "label": area.label,
                "commitments": [c for c in commitments if c.area == area],
            }
            for area in Commitment.Area
        ]
        return [area for area in areas if area["commitments"]]

    def _budget(self, lines) -> dict | None:
        """Charts of revenue and spending, and the share of payroll (%); None where nothing is known."""
        sides = [
            {
                "code": side.value,
                "label": side.label,
                "parts": strip(
                    (line.side, line.label, line.share, line.note) for line in lines if line.side == side
                ),
            }
            for side in BudgetLine.Side
        ]
        for side in sides:
            side["rows"] = [(part, self._amount(part.value)) for part in side["parts"]]
        sides = [side for side in sides if side["parts"]]
        if not sides and self.budget_total is None:
            return None
        known = self.payroll and self.budget_total
        share = round(100 * self.payroll / self.budget_total) if known else None
        return {"sides": sides, "payroll_share": share}

    def _amount(self, share) -> int | None:
        """What a share comes to, to the nearest thousand euros: an indication, shares being rounded."""
        if self.budget_total is None:
            return None
        return int(round(self.budget_total * share / 100, -3))

    def _circles(self, organisations) -> list[dict]:
        """Organisations represented, by circle, in the association's order."""
        circles = [
            {"label": str(label), "organisations": [o for o in organisations if o.organisation_type in types]}
            for label, types in CIRCLES
        ]
        return [circle for circle in circles if circle["organisations"]]

    def _neighbours(self) -> dict:
        """Roadmaps of the years before and after.

        The one query that reads all years brings the author and the pictures of this one too.
        """
        if not (self.pk and self.year):
            return {"previous_roadmap": None, "next_roadmap": None}
        pointed_at = ("author", "listing_image", "sharing_image")
        years = RoadmapPage.objects.sibling_of(self).published().select_related(*pointed_at)
        earlier, later = [], []
        for roadmap in years.defer_streamfields().order_by("year"):
            if roadmap.pk != self.pk:
                (earlier if roadmap.year < self.year else later).append(roadmap)
                continue
            for name in pointed_at:
                if getattr(roadmap, f"{name}_id") == getattr(self, f"{name}_id"):
                    setattr(self, name, getattr(roadmap, name))
        return {
            "previous_roadmap": earlier[-1] if earlier else None,
            "next_roadmap": later[0] if later else None,
        }

    def _contents(self, context) -> list[dict]:
        """Table of contents: the sections that have something to show, the story in the middle."""
        data = [
            ("keywords", gettext("Keywords"), self.keywords),
            ("priorities", gettext("Priorities"), context["priorities"]),
            ("commitments", gettext("Commitments"), context["areas"]),
            ("fee", gettext("Membership"), self.fee is not None),
            ("budget", gettext("Budget"), context["budget"]),
        ]
        story = [entry for entry in context["table_of_contents"] if entry["level"] == 2]
        meeting = [
            ("organisations", gettext("Organisations represented"), context["circles"]),
            ("impressions", gettext("Impressions"), self.impressions),
            ("questions", gettext("Open questions"), self.questions),
            ("downloads", gettext("Downloads"), self.downloads),
        ]
        return [*_entries(data), *story, *_entries(meeting)]

    def get_structured_data(self, request):
        page, *others = super().get_structured_data(request)
        authors = [self.author] if self.author else []
        article = article_data(self, request, published=self.published_on, authors=authors)
        return [page | article, *others]


def _entries(sections) -> list[dict]:
    """Entries of a table of contents for the sections that are not empty.

    Anchors of a story are made of words and hyphens: an underscore keeps these apart from them.
    """
    return [
        {"text": text, "anchor": f"part_{code}", "level": 2} for code, text, content in sections if content
    ]

"""A programme: what a director asks first, its story, what it joins up with."""

from django import forms
from django.apps import apps
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.contrib.routable_page.models import RoutablePageMixin, path, re_path
from wagtail.models import PageManager
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField

from core.facts import Fact, known
from core.feeds import feed_links
from core.models import ReadingPage, TranslatablePart
from programmes import feeds
from programmes.choices import (
    Certainty,
    CostUnit,
    Function,
    Membership,
    Need,
    SmallOrganisations,
    Stage,
    State,
    Tax,
)
from programmes.forms import ProgrammeForm
from programmes.models.links import junctions_of
from programmes.models.register import TerrainRegister
from programmes.querysets import ProgrammeQuerySet
from programmes.thread import Thread
from programmes.wording import amount, months, years

#: Slugs that the routes of the index answer.
RESERVED_SLUGS = ("find", "trouver", "junctions", "jonctions")


class ProgrammePage(RoutablePageMixin, ReadingPage):
    """One programme or activity of the association."""

    function = models.CharField(_("function"), max_length=20, choices=Function.choices)
    activity = models.CharField(
        _("activity"),
        max_length=60,
        blank=True,
        help_text=_("Within its function, for instance “Compétences”."),
    )
    stage = models.CharField(
        _("step of the parcours"),
        max_length=20,
        choices=Stage.choices,
        blank=True,
        help_text=_("Empty: on none."),
    )
    need = models.CharField(
        _("need that it answers"),
        max_length=20,
        choices=Need.choices,
        blank=True,
        help_text=_("What somebody who should find it comes for. Empty: it is never recommended."),
    )
    gives = models.CharField(
        _("what it gives"),
        max_length=250,
        blank=True,
        help_text=_("What one leaves with, in one sentence."),
    )
    on_home = models.BooleanField(
        _("leads its step"), default=False, help_text=_("Shown on the staircase of the home page.")
    )
    state = models.CharField(_("state"), max_length=20, choices=State.choices, default=State.RUNNING)
    state_note = models.CharField(_("about this state"), max_length=200, blank=True)
    start_year = models.PositiveSmallIntegerField(_("first year"), null=True, blank=True)
    end_year = models.PositiveSmallIntegerField(_("last year"), null=True, blank=True)
    period_note = models.CharField(_("about the period"), max_length=160, blank=True)

    cost_min = models.PositiveIntegerField(_("cost, from (€)"), null=True, blank=True)
    cost_max = models.PositiveIntegerField(_("cost, to (€)"), null=True, blank=True)
    cost_unit = models.CharField(_("cost is"), max_length=20, choices=CostUnit.choices, blank=True)
    cost_tax = models.CharField(_("tax"), max_length=20, choices=Tax.choices, default=Tax.UNSTATED)
    cost_certainty = models.CharField(_("certainty"), max_length=20, choices=Certainty.choices, blank=True)
    cost_note = models.CharField(_("about the cost"), max_length=200, blank=True)

    duration_min = models.PositiveSmallIntegerField(_("duration, from (months)"), null=True, blank=True)
    duration_max = models.PositiveSmallIntegerField(_("duration, to (months)"), null=True, blank=True)
    duration_note = models.CharField(_("about the duration"), max_length=160, blank=True)

    audience = models.CharField(_("for whom"), max_length=250, blank=True)
    small_organisations = models.CharField(
        _("small organisations"),
        max_length=20,
        choices=SmallOrganisations.choices,
        default=SmallOrganisations.UNKNOWN,
    )
    small_organisations_note = models.CharField(_("about small organisations"), max_length=200, blank=True)
    membership = models.CharField(_("membership"), max_length=20, choices=Membership.choices)
    themes = ParentalManyToManyField(
        "core.Theme",
        verbose_name=_("themes"),
        blank=True,
        related_name="+",
        limit_choices_to={"locale__language_code": settings.LANGUAGE_CODE},
    )

    stylesheets = ["core/css/slip.css", "core/css/programme.css", "core/css/thread.css", "core/css/atlas.css"]
    parent_page_types = ["programmes.ProgrammeIndexPage"]
    subpage_types = ["programmes.TerrainPage"]
    base_form_class = ProgrammeForm

    content_panels = [
        *ReadingPage.content_panels,
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("function"), FieldPanel("activity")]),
                FieldRowPanel([FieldPanel("stage"), FieldPanel("on_home")]),
                FieldRowPanel([FieldPanel("need"), FieldPanel("gives")]),
                FieldRowPanel([FieldPanel("state"), FieldPanel("state_note")]),
                FieldRowPanel([FieldPanel("start_year"), FieldPanel("end_year")]),
                FieldPanel("period_note"),
            ],
            heading=_("Where it stands"),
        ),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("cost_min"), FieldPanel("cost_max"), FieldPanel("cost_unit")]),
                FieldRowPanel([FieldPanel("cost_tax"), FieldPanel("cost_certainty")]),
                FieldPanel("cost_note"),
            ],
            heading=_("What it costs"),
        ),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("duration_min"), FieldPanel("duration_max")]),
                FieldPanel("duration_note"),
            ],
            heading=_("How long it takes"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("audience"),
                FieldRowPanel([FieldPanel("small_organisations"), FieldPanel("small_organisations_note")]),
                FieldPanel("membership"),
            ],
            heading=_("For whom"),
        ),
        InlinePanel("programme_partners", label=_("Partner"), heading=_("Partners")),
        InlinePanel("links", label=_("Junction"), heading=_("Junctions with other programmes")),
        FieldPanel("themes", widget=forms.CheckboxSelectMultiple),
    ]
    override_translatable_fields = [SynchronizedField("themes", overridable=False)]
    search_fields = [
        *ReadingPage.search_fields,
        index.SearchField("audience"),
        index.SearchField("gives"),
        index.FilterField("function"),
        index.FilterField("state"),
    ]

    objects = PageManager.from_queryset(ProgrammeQuerySet)()

    class Meta:
        verbose_name = _("programme")
        verbose_name_plural = _("programmes")

    def clean(self):
        super().clean()
        errors = {}
        if self.slug in RESERVED_SLUGS:
            errors["slug"] = _("This address is the one of another page of the site: choose another.")
        for low, high in (
            ("cost_min", "cost_max"),
            ("duration_min", "duration_max"),
            ("start_year", "end_year"),
        ):
            first, last = getattr(self, low), getattr(self, high)
            if first is not None and last is not None and first > last:
                errors[high] = _("The end of the range comes before its beginning.")
        if (self.cost_min is not None or self.cost_max is not None) and not self.cost_unit:
            errors["cost_unit"] = _("Say what the cost covers: an organisation, a session…")
        if errors:
            raise ValidationError(errors)

    @path("")
    def programme(self, request):
        return self.render(request)

    @re_path(r"^(?P<feed>rss|atom)/$", name="feed")
    def serve_feed(self, request, feed):
        return feeds.serve(request, self, feed)

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        context["partners"] = self.programme_partners.select_related("partner")
        # A page without children has no terrain: nothing to ask.
        context["terrains"] = TerrainRegister.of(self) if _has_below(self) else None
        context["junctions"] = junctions_of(self, drafted=getattr(request, "is_preview", False))
        context["continues_in"] = [] if self.is_open else _open_ends(context["junctions"])
        context["thread"] = thread = Thread.of(self, request.GET.getlist("kind"))
        context["thread_filters"] = thread.filters(self.get_url(request))
        context["feeds"] = feed_links(self.get_url(request), self.title)
        context["junctions_url"] = self._junctions_url(request)
        return context

    def _junctions_url(self, request) -> str:
        """The map of all junctions, of which the index above this page makes a route."""
        index = apps.get_model("programmes", "ProgrammeIndexPage")()
        parent = self.get_parent() if self.depth else None
        return (
            parent.get_url(request) + index.reverse_subpage(f"junctions_{index.route_language}")
            if parent
            else ""
        )

    def get_structured_data(self, request) -> list[dict]:
        page, *others = super().get_structured_data(request)
        page["mainEntity"] = {
            "@type": "Service",
            "name": self.title,
            "serviceType": self.get_function_display(),
            "provider": page["publisher"],
        }
        if self.audience:
            page["mainEntity"]["audience"] = {"@type": "Audience", "audienceType": self.audience}
        if self.gives:
            page["mainEntity"]["serviceOutput"] = {"@type": "Thing", "description": self.gives}
        return [page, *others]

    @property
    def kind(self) -> str:
        """“programme”; for what is closed, its state too, wherever its card is shown."""
        if self.is_open:
            return super().kind
        return str(_("programme, %(state)s") % {"state": str(self.get_state_display()).lower()})

    @property
    def is_open(self) -> bool:
        """Whether one may still take part in it, or will."""
        return self.state not in State.closed()

    @property
    def step_number(self) -> int | None:
        """Place of its step on the parcours, from 1."""
        return Stage(self.stage).number if self.stage else None

    @property
    def cost_amount(self) -> str:
        """“de 80 000 à 90 000 €”; empty where it is not known."""
        return amount(self.cost_min, self.cost_max)

    @property
    def cost_text(self) -> str:
        """“de 80 000 à 90 000 € TTC par organisation”; empty where it is not known."""
        if not self.cost_amount:
            return ""
        tax = self.get_cost_tax_display() if self.cost_tax != Tax.UNSTATED else ""
        unit = self.get_cost_unit_display() if self.cost_max != 0 else ""
        return " ".join(str(part) for part in (self.cost_amount, tax, unit) if part)

    @property
    def cost_remark(self) -> str:
        """How far the figure may be relied upon."""
        if not self.cost_amount:
            return self.cost_note
        return ". ".join(
            str(part) for part in (capfirst(self.get_cost_certainty_display()), self.cost_note) if part
        )

    @property
    def duration_text(self) -> str:
        """“16 à 18 mois”; the note alone where the months are not counted; empty where nothing is known."""
        return months(self.duration_min, self.duration_max) or self.duration_note

    @property
    def period_text(self) -> str:
        """“2016–2020”; the note alone where the years are not known."""
        return years(self.start_year, self.end_year, lasting=self.is_open) or self.period_note

    @property
    def small_organisations_text(self) -> str:
        """Whether they may take part; empty where it is not known."""
        known_answer = self.small_organisations != SmallOrganisations.UNKNOWN
        return str(self.get_small_organisations_display()) if known_answer else ""

    @property
    def facts(self) -> list[Fact]:
        """What a director asks first, in that order. The cost of one that goes on is always answered for."""
        return known(
            Fact(
                _("What it costs"),
                capfirst(self.cost_text) or (_("Not disclosed") if self.is_open else ""),
                self.cost_remark,
            ),
            Fact(_("What it gives"), self.gives),
            Fact(_("For which need"), str(self.get_need_display()) if self.is_open else ""),
            Fact(_("How long it takes"), self.duration_text, _remark(self.duration_text, self.duration_note)),
            Fact(_("For whom"), self.audience),
            Fact(_("Small organisations"), self.small_organisations_text, self.small_organisations_note),
            Fact(_("Membership"), self.get_membership_display() if self.is_open else ""),
            Fact(_("When"), capfirst(self.period_text), _remark(self.period_text, self.period_note)),
        )


class ProgrammePartner(TranslatablePart):
    """A partner and what it does in the programme."""

    page = ParentalKey(ProgrammePage, on_delete=models.CASCADE, related_name="programme_partners")
    partner = models.ForeignKey(
        "core.Partner", verbose_name=_("partner"), on_delete=models.PROTECT, related_name="programme_roles"
    )
    role = models.CharField(_("role"), max_length=120, blank=True)

    panels = [FieldPanel("partner"), FieldPanel("role")]

    class Meta(TranslatablePart.Meta):
        verbose_name = _("partner of a programme")
        verbose_name_plural = _("partners of a programme")


def _has_below(programme) -> bool:
    """Whether anything stands below the programme, or below its original."""
    original = programme.first_version
    return bool(programme.numchild or (original and original.numchild))


def _open_ends(junctions) -> list:
    """Open programmes at the other end of junctions, each once."""
    return list({each.programme.pk: each.programme for each in junctions if each.programme.is_open}.values())


def _remark(value: str, note: str) -> str:
    """The note, unless it already stands for the value."""
    return "" if note == value else note

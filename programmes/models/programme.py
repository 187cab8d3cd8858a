"""A programme: what a director asks first, its story, what it joins up with."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.models import Orderable, PageManager
from wagtail.search import index

from core.models import ReadingPage
from programmes.querysets import ProgrammeQuerySet


class Function(models.TextChoices):
    """The two functions of the association."""

    RESEARCH = "research", _("Action research")
    RESOURCE = "resource", _("Resource centre")


class Stage(models.TextChoices):
    """Steps of the parcours, from the curious to the pioneer."""

    CURIOUS = "curious", _("Curious")
    PROOF = "proof", _("Proof of concept")
    INSTITUTION = "institution", _("Institution")
    TRAINING = "training", _("Training")
    PIONEER = "pioneer", _("Pioneer")


class State(models.TextChoices):
    ANNOUNCED = "announced", _("Announced")
    DISCUSSED = "discussed", _("Under discussion")
    RUNNING = "running", _("Under way")
    DORMANT = "dormant", _("Asleep")
    OVER = "over", _("Over")


class CostUnit(models.TextChoices):
    ORGANISATION = "organisation", _("per organisation")
    SHARED = "shared", _("shared between the partners")
    SESSION = "session", _("per session")


class Tax(models.TextChoices):
    INCLUDED = "included", _("tax included")
    EXCLUDED = "excluded", _("before tax")
    UNSTATED = "unstated", _("tax not stated")


class Certainty(models.TextChoices):
    DECIDED = "decided", _("decided")
    ESTIMATED = "estimated", _("estimate")
    DISCUSSED = "discussed", _("under discussion")


class Membership(models.TextChoices):
    REQUIRED = "required", _("Membership required")
    OPEN = "open", _("Open to non-members")
    REDUCED = "reduced", _("Open to all, reduced price for members")


class SmallOrganisations(models.TextChoices):
    """Whether a small town or a small service can take part."""

    YES = "yes", _("Within reach of small organisations")
    TOGETHER = "together", _("Within reach of small organisations that join forces")
    NO = "no", _("Made for large organisations")
    UNKNOWN = "unknown", _("Not stated")


class ProgrammePage(ReadingPage):
    """One programme or activity of the association."""

    function = models.CharField(_("function"), max_length=20, choices=Function.choices)
    activity = models.CharField(
        _("activity"), max_length=60, blank=True, help_text=_("Within its function, for instance “Compétences”.")
    )
    stage = models.CharField(
        _("step of the parcours"), max_length=20, choices=Stage.choices, blank=True, help_text=_("Empty: on none.")
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
    themes = ParentalManyToManyField("core.Theme", verbose_name=_("themes"), blank=True, related_name="+")

    stylesheets = ["core/css/programme.css"]
    parent_page_types = ["programmes.ProgrammeIndexPage"]
    subpage_types = ["programmes.TerrainPage"]
    template = "programmes/programme_page.html"

    content_panels = [
        *ReadingPage.content_panels,
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("function"), FieldPanel("activity")]),
                FieldRowPanel([FieldPanel("stage"), FieldPanel("on_home")]),
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
        InlinePanel("links", label=_("Link"), heading=_("Junctions with other programmes")),
        FieldPanel("themes"),
    ]
    search_fields = [
        *ReadingPage.search_fields,
        index.SearchField("audience"),
        index.FilterField("function"),
        index.FilterField("state"),
    ]

    objects = PageManager.from_queryset(ProgrammeQuerySet)()

    class Meta:
        verbose_name = _("programme")
        verbose_name_plural = _("programmes")

    def clean(self):
        super().clean()
        for low, high in (("cost_min", "cost_max"), ("duration_min", "duration_max"), ("start_year", "end_year")):
            first, last = getattr(self, low), getattr(self, high)
            if first is not None and last is not None and first > last:
                raise ValidationError({high: _("The end of the range comes before its beginning.")})
        if self.cost_min is not None and not self.cost_unit:
            raise ValidationError({"cost_unit": _("Say what the cost covers: an organisation, a session…")})


class ProgrammePartner(Orderable):
    """A partner and what it does in the programme."""

    page = ParentalKey(ProgrammePage, on_delete=models.CASCADE, related_name="programme_partners")
    partner = models.ForeignKey(
        "core.Partner", verbose_name=_("partner"), on_delete=models.PROTECT, related_name="programme_roles"
    )
    role = models.CharField(_("role"), max_length=120, blank=True)

    panels = [FieldPanel("partner"), FieldPanel("role")]


class ProgrammeLink(Orderable):
    """A junction: this programme prepares, extends, feeds or shares places with another. Entered once."""

    class Kind(models.TextChoices):
        PREPARES = "prepares", _("prepares")
        EXTENDS = "extends", _("extends")
        FEEDS = "feeds", _("feeds")
        SHARES_PLACES = "shares_places", _("shares places with")

    #: The same links, told from the other end.
    REVERSE = {
        Kind.PREPARES: _("is prepared by"),
        Kind.EXTENDS: _("is extended by"),
        Kind.FEEDS: _("is fed by"),
        Kind.SHARES_PLACES: _("shares places with"),
    }

    page = ParentalKey(ProgrammePage, on_delete=models.CASCADE, related_name="links")
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices)
    target = models.ForeignKey(
        ProgrammePage, verbose_name=_("programme"), on_delete=models.CASCADE, related_name="reverse_links"
    )
    note = models.CharField(_("note"), max_length=200, blank=True)

    panels = [FieldPanel("kind"), FieldPanel("target"), FieldPanel("note")]

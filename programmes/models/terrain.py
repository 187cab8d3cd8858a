"""A terrain: one residence of a programme in one place."""

import re
from dataclasses import dataclass
from itertools import groupby

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.models import PageManager
from wagtail.search import index

from core.facts import Fact, known
from core.models import ReadingPage
from programmes.querysets import TerrainQuerySet
from programmes.wording import day, days


class TerrainPage(ReadingPage):
    """A residence: where, with whom, when. Dates are as precise as the facts are."""

    class State(models.TextChoices):
        ANNOUNCED = "announced", _("Announced")
        RUNNING = "running", _("Under way")
        OVER = "over", _("Over")

    number = models.PositiveSmallIntegerField(_("number in the series"), null=True, blank=True)
    place = models.CharField(_("place"), max_length=120, help_text=_("Town or district, as people say it."))
    territory = models.ForeignKey(
        "core.Territory",
        verbose_name=_("territory"),
        on_delete=models.PROTECT,
        related_name="terrains",
        null=True,
        blank=True,
    )
    latitude = models.DecimalField(
        _("latitude"),
        max_digits=7,
        decimal_places=4,
        null=True,
        blank=True,
        validators=[MinValueValidator(-90), MaxValueValidator(90)],
        help_text=_("Of its mark on the map, in degrees: 48.14. Empty: the middle of its territory."),
    )
    longitude = models.DecimalField(
        _("longitude"),
        max_digits=7,
        decimal_places=4,
        null=True,
        blank=True,
        validators=[MinValueValidator(-180), MaxValueValidator(180)],
        help_text=_("In degrees; west of Greenwich it is negative, for instance -1.95."),
    )
    host = models.CharField(_("host"), max_length=200, blank=True, help_text=_("Who carries the residence."))
    partners = ParentalManyToManyField(
        "core.Partner", verbose_name=_("partners"), blank=True, related_name="terrains"
    )
    starts_on = models.DateField(
        _("begins on"),
        null=True,
        blank=True,
        help_text=_("Used for sorting; shown only where the period is not given in words."),
    )
    ends_on = models.DateField(_("ends on"), null=True, blank=True)
    period = models.CharField(
        _("period"), max_length=80, blank=True, help_text=_("As it is known, for instance “mars–mai 2010”.")
    )
    state = models.CharField(_("state"), max_length=20, choices=State.choices, default=State.OVER)

    stylesheets = ["core/css/slip.css", "core/css/programme.css"]
    parent_page_types = ["programmes.ProgrammePage"]
    subpage_types = []

    content_panels = [
        *ReadingPage.content_panels,
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("place"), FieldPanel("territory")]),
                FieldRowPanel([FieldPanel("latitude"), FieldPanel("longitude")]),
                FieldRowPanel([FieldPanel("host"), FieldPanel("number")]),
                FieldRowPanel([FieldPanel("starts_on"), FieldPanel("ends_on")]),
                FieldRowPanel([FieldPanel("period"), FieldPanel("state")]),
                FieldPanel("partners", widget=forms.CheckboxSelectMultiple),
            ],
            heading=_("Where and when"),
        ),
    ]
    search_fields = [
        *ReadingPage.search_fields,
        index.SearchField("place"),
        index.AutocompleteField("place"),
        index.SearchField("host"),
        index.RelatedFields("territory", [index.SearchField("name")]),
        index.FilterField("territory"),
        index.FilterField("state"),
    ]

    objects = PageManager.from_queryset(TerrainQuerySet)()

    class Meta:
        verbose_name = _("terrain")
        verbose_name_plural = _("terrains")

    def clean(self):
        super().clean()
        errors = {}
        if self.starts_on and self.ends_on and self.ends_on < self.starts_on:
            errors["ends_on"] = _("The end comes before the beginning.")
        if (self.latitude is None) != (self.longitude is None):
            missing = "latitude" if self.latitude is None else "longitude"
            errors[missing] = _("Latitude and longitude go together: give both or neither.")
        if errors:
            raise ValidationError(errors)

    def get_context(self, request, *args, **kwargs):
        earlier, later = self._neighbours()
        context = super().get_context(request, *args, **kwargs)
        context["earlier"], context["later"] = earlier, later
        context["partners"] = self.partners.all()
        context["programme"] = context["breadcrumbs"][-1] if context["breadcrumbs"] else None
        return context

    def get_structured_data(self, request) -> list[dict]:
        page, *others = super().get_structured_data(request)
        page["contentLocation"] = {"@type": "Place", "name": self.where}
        return [page, *others]

    def _neighbours(self) -> tuple["TerrainPage | None", "TerrainPage | None"]:
        """The terrains before and after this one in the life of the programme, and the territory on the way.

        One query.
        """
        terrains = list(TerrainPage.objects.sibling_of(self).published().defer_streamfields())
        ids = [terrain.pk for terrain in terrains]
        if self.pk not in ids:
            return None, None
        position = ids.index(self.pk)
        if terrains[position].territory_id == self.territory_id:
            self.territory = terrains[position].territory
        earlier = terrains[position + 1] if position + 1 < len(terrains) else None
        later = terrains[position - 1] if position else None
        return earlier, later

    @property
    def where(self) -> str:
        """“Revin (Champagne-Ardenne)”; the territory is left out where the place says it."""
        return f"{self.place} ({self.territory_name})" if self.territory_name else self.place

    @property
    def territory_name(self) -> str:
        """Name of the territory where it adds something to the place; empty otherwise."""
        name = self.territory.name if self.territory else ""
        return "" if re.search(rf"\b{re.escape(name)}\b", self.place) else name

    @property
    def period_text(self) -> str:
        """The period in the editor's words, else the dates; empty where nothing is known."""
        if self.period or not (self.starts_on or self.ends_on):
            return self.period
        if self.starts_on and self.ends_on:
            return days(self.starts_on, self.ends_on)
        if self.starts_on:
            return _("from %(date)s on") % {"date": day(self.starts_on)}
        return _("until %(date)s") % {"date": day(self.ends_on)}

    @property
    def facts(self) -> list[Fact]:
        """Where, when, with whom."""
        return known(
            Fact(_("Place"), self.place),
            Fact(_("Territory"), self.territory_name, self.territory.note if self.territory else ""),
            Fact(_("When"), capfirst(self.period_text)),
            Fact(_("Carried by"), self.host),
        )


@dataclass(frozen=True)
class TerrainRegister:
    """The terrains of a programme: those one can still see at work, then the others, latest first."""

    current: list[TerrainPage]
    over: list[TerrainPage]

    @classmethod
    def of(cls, programme) -> "TerrainRegister":
        """One query."""
        terrains = list(TerrainPage.objects.child_of(programme).published().defer_streamfields())
        current = [terrain for terrain in terrains if terrain.state != TerrainPage.State.OVER]
        return cls(current, [terrain for terrain in terrains if terrain.state == TerrainPage.State.OVER])

    @property
    def over_by_year(self) -> list[tuple[int | None, list[TerrainPage]]]:
        """Those that are over, by the year in which they began; None for those without a date."""
        by_year = groupby(self.over, key=lambda terrain: terrain.starts_on and terrain.starts_on.year)
        return [(year, list(terrains)) for year, terrains in by_year]

    @property
    def count(self) -> int:
        return len(self.current) + len(self.over)

    def __bool__(self):
        return self.count > 0

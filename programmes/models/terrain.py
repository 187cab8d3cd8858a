"""A terrain: one residence of a programme in one place."""

import re

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
from wagtail_localize.fields import SynchronizedField

from core.atlas.addresses import territories_url
from core.atlas.drawing import MapOfFrance, map_of_france
from core.atlas.france import code_of, middle_of, point_of
from core.atlas.marks import Pin
from core.clock import today
from core.facts import Fact, known
from core.languages import foreign
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

    stylesheets = ["core/css/slip.css", "core/css/programme.css", "core/css/atlas.css"]
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
    override_translatable_fields = [SynchronizedField("partners", overridable=False)]
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
        elif self.latitude is not None and self._is_swapped:
            errors["latitude"] = _("Latitude and longitude seem to be one in place of the other.")
        if errors:
            raise ValidationError(errors)

    def get_context(self, request, *args, **kwargs):
        earlier, later = self._neighbours()
        context = super().get_context(request, *args, **kwargs)
        context["earlier"], context["later"] = earlier, later
        context["partners"] = self.partners.all()
        context["territory_url"] = self.territory_url(request)
        context["map"] = locator(self)
        context["programme"] = context["breadcrumbs"][-1] if context["breadcrumbs"] else None
        return context

    def get_structured_data(self, request) -> list[dict]:
        page, *others = super().get_structured_data(request)
        page["contentLocation"] = {"@type": "Place", "name": self.where}
        return [page, *others]

    def _neighbours(self) -> tuple["TerrainPage | None", "TerrainPage | None"]:
        """The terrains before and after this one in its programme; on the way, what its place needs.

        One query.
        """
        terrains = list(TerrainPage.objects.sibling_of(self).published().defer_streamfields())
        ids = [terrain.pk for terrain in terrains]
        if self.pk not in ids:
            return None, None
        position = ids.index(self.pk)
        if terrains[position].territory_id == self.territory_id:
            self.territory = terrains[position].territory
        self.map_path = terrains[position].map_path
        earlier = terrains[position + 1] if position + 1 < len(terrains) else None
        later = terrains[position - 1] if position else None
        return earlier, later

    #: Where the map of territories stands, as `TerrainQuerySet.published` tells; None: nowhere, or not asked.
    map_path: str | None = None

    def territory_url(self, request) -> str:
        """Address of the page of its territory; empty where there is none."""
        if self.territory is None:
            return ""
        return territories_url(request, self.map_path, self.territory.slug)

    @property
    def point(self) -> tuple[int, int] | None:
        """Where it stands on the map of France, else the middle of its Region; None where it is not on it."""
        if self.latitude is not None and self.longitude is not None:
            return point_of(self.latitude, self.longitude)
        return middle_of(self.territory)

    @property
    def _is_swapped(self) -> bool:
        """Whether its place is on the map of France only once its two numbers change places."""
        there = point_of(self.latitude, self.longitude)
        return there is None and point_of(self.longitude, self.latitude) is not None

    @property
    def years(self) -> range:
        """Years in which it was at work, as far as its dates tell; empty where they tell nothing."""
        if not (self.starts_on or self.ends_on):
            return range(0)
        first = (self.starts_on or self.ends_on).year
        last = self.ends_on.year if self.ends_on else first
        if self.state == self.State.RUNNING and not self.ends_on:
            last = max(first, today().year)
        return range(first, last + 1)

    @property
    def label(self) -> str:
        """Title, place, period and state in one line: the name of its mark on a map."""
        said = (self.title, self.where, self.period_text, self.get_state_display())
        return ", ".join(str(part) for part in said if part)

    def pin(self, request, around: str = "") -> Pin | None:
        """Its mark on a map, None where it has no place; `around` is the address of its Region."""
        if self.point is None:
            return None
        url = self.get_url(request) or ""
        return Pin(
            self.point,
            self.label,
            url,
            self.state,
            title=self.title,
            around=around,
            language=foreign(self),
        )

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
            Fact(_("Territory"), self.territory_name, self.territory.note_as_read if self.territory else ""),
            Fact(_("When"), capfirst(self.period_text)),
            Fact(_("Carried by"), self.host),
        )


def locator(terrain: TerrainPage) -> MapOfFrance | None:
    """A map with one mark, beside words that say the same; None where the place is not on it."""
    pin = terrain.pin(None)
    return map_of_france("", [pin], chosen=code_of(terrain.territory)) if pin else None

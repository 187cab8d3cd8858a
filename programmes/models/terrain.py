"""A terrain: one residence of a programme in one place."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.search import index

from core.models import ReadingPage


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
    host = models.CharField(_("host"), max_length=200, blank=True, help_text=_("Who carries the residence."))
    partners = ParentalManyToManyField("core.Partner", verbose_name=_("partners"), blank=True, related_name="terrains")
    starts_on = models.DateField(_("begins on"), null=True, blank=True, help_text=_("Used for sorting."))
    ends_on = models.DateField(_("ends on"), null=True, blank=True)
    period = models.CharField(
        _("period"), max_length=80, blank=True, help_text=_("As it is known, for instance “mars–mai 2010”.")
    )
    state = models.CharField(_("state"), max_length=20, choices=State.choices, default=State.OVER)

    stylesheets = ["core/css/programme.css"]
    parent_page_types = ["programmes.ProgrammePage"]
    subpage_types = []

    content_panels = [
        *ReadingPage.content_panels,
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("place"), FieldPanel("territory")]),
                FieldRowPanel([FieldPanel("host"), FieldPanel("number")]),
                FieldRowPanel([FieldPanel("starts_on"), FieldPanel("ends_on")]),
                FieldRowPanel([FieldPanel("period"), FieldPanel("state")]),
                FieldPanel("partners"),
            ],
            heading=_("Where and when"),
        ),
    ]
    search_fields = [
        *ReadingPage.search_fields,
        index.SearchField("place"),
        index.SearchField("host"),
        index.RelatedFields("territory", [index.SearchField("name")]),
        index.FilterField("territory"),
        index.FilterField("state"),
    ]

    class Meta:
        verbose_name = _("terrain")
        verbose_name_plural = _("terrains")

    def clean(self):
        super().clean()
        if self.starts_on and self.ends_on and self.ends_on < self.starts_on:
            raise ValidationError({"ends_on": _("The end comes before the beginning.")})

"""Whether a publication can be had, and since when."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.search import index

from core.choices import Availability
from core.typography import written_date


class AvailabilityMixin(models.Model):
    """Published or forthcoming, on a day or at a time as precise as it is known."""

    availability = models.CharField(
        _("availability"), max_length=20, choices=Availability.choices, default=Availability.PUBLISHED
    )
    published_on = models.DateField(
        _("published on"), null=True, blank=True, help_text=_("Also used for sorting.")
    )
    date_text = models.CharField(
        _("date in words"),
        max_length=60,
        blank=True,
        help_text=_("Where the day is not known, for instance “juin 2015”; replaces the date."),
    )

    availability_panel = FieldRowPanel(
        [FieldPanel("availability"), FieldPanel("published_on"), FieldPanel("date_text")]
    )
    availability_search_fields = [index.FilterField("availability"), index.FilterField("published_on")]

    class Meta:
        abstract = True

    @property
    def is_forthcoming(self) -> bool:
        return self.availability == Availability.FORTHCOMING

    @property
    def when(self) -> str:
        """Its date as it is printed; empty where nothing is known."""
        return self.date_text or written_date(self.published_on)

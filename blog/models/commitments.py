"""Commitments: what a roadmap promises, and what becomes of each promise."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.search import index

from blog.charts import Part, strip
from blog.querysets import CommitmentQuerySet


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
        "blog.RoadmapPage", verbose_name=_("roadmap"), on_delete=models.PROTECT, related_name="commitments"
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
    cost = models.CharField(
        _("cost"), max_length=160, blank=True, help_text=_("As it was announced, in words.")
    )
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

    objects = CommitmentQuerySet.as_manager()

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


def state_counts(counts) -> list[Part]:
    """How many commitments are in each state, as parts of a strip: “5 announced”, “1 under way”."""
    return strip(
        (state.value, in_words(state, counts[state]), counts[state], state.label)
        for state in Commitment.State
        if counts.get(state)
    )


def in_words(state: str, number: int) -> str:
    """A number of commitments and their state, agreeing in number."""
    words = {
        Commitment.State.ANNOUNCED: ngettext("%(number)d announced", "%(number)d announced", number),
        Commitment.State.UNDER_WAY: ngettext("%(number)d under way", "%(number)d under way", number),
        Commitment.State.DONE: ngettext("%(number)d done", "%(number)d done", number),
        Commitment.State.POSTPONED: ngettext("%(number)d postponed", "%(number)d postponed", number),
        Commitment.State.DROPPED: ngettext("%(number)d dropped", "%(number)d dropped", number),
    }
    return words[state] % {"number": number}

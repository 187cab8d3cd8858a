"""Commitments: what a roadmap promises, and what becomes of each promise."""

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.search import index

from blog.charts import Part, strip
from blog.querysets import CommitmentQuerySet
from core.clock import today
from core.previews import FramedPreviewMixin

#: Fields by which the search finds the roadmap.
FOUND_BY = {"title", "description", "roadmap"}


class CommitmentKept(Exception):
    """A promise that was made in public is not taken back: it is dropped, with its reason."""


class Commitment(FramedPreviewMixin, index.Indexed, models.Model):
    """One promise of a roadmap. A record of its own: its state changes without a new version of the page.

    Once its roadmap is published it is never deleted, nor moved to another roadmap.
    """

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
    period = models.CharField(
        _("period"), max_length=120, blank=True, help_text=_("As it was announced, in words.")
    )
    starts_on = models.DateField(
        _("begins on"), null=True, blank=True, help_text=_("Earliest day of that period, for the timeline.")
    )
    ends_on = models.DateField(_("ends on"), null=True, blank=True, help_text=_("Latest day of that period."))
    cost = models.CharField(
        _("cost"), max_length=160, blank=True, help_text=_("As it was announced, in words.")
    )
    cost_min = models.PositiveIntegerField(
        _("cost, from (€)"), null=True, blank=True, help_text=_("In figures, for the open data.")
    )
    cost_max = models.PositiveIntegerField(_("cost, to (€)"), null=True, blank=True)
    carried_from = models.ForeignKey(
        "self",
        verbose_name=_("carried over from"),
        on_delete=models.PROTECT,
        related_name="carried_to",
        null=True,
        blank=True,
        help_text=_("The commitment of an earlier roadmap that this one takes up again."),
    )
    # What the last of its `changes` says: written by them alone.
    state = models.CharField(_("state"), max_length=20, choices=State.choices, default=State.ANNOUNCED)
    state_since = models.DateField(_("since"), null=True, blank=True)
    state_reason = models.CharField(_("reason"), max_length=250, blank=True)

    preview_template = "blog/previews/commitment.html"
    preview_stylesheets = ("core/css/roadmap.css", "core/css/commitments.css")

    #: Fields that only a change of state writes.
    STATE_FIELDS = ("state", "state_since", "state_reason")
    #: Who writes down the state that a new one begins with.
    recorded_by = None

    panels = [
        FieldRowPanel([FieldPanel("roadmap"), FieldPanel("area"), FieldPanel("position")]),
        FieldPanel("title"),
        FieldPanel("description"),
        FieldRowPanel([FieldPanel("programme"), FieldPanel("priority")]),
        MultiFieldPanel(
            [FieldPanel("period"), FieldRowPanel([FieldPanel("starts_on"), FieldPanel("ends_on")])],
            heading=_("When"),
        ),
        MultiFieldPanel(
            [FieldPanel("cost"), FieldRowPanel([FieldPanel("cost_min"), FieldPanel("cost_max")])],
            heading=_("Cost"),
        ),
        FieldPanel("carried_from"),
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

    def save(self, *args, **kwargs):
        """Saves it; a new one is written down in the state that it begins with, an old one keeps its own."""
        is_new = self._state.adding
        if not is_new and kwargs.get("update_fields") is None:
            kwargs["update_fields"] = self._fields_of_its_own()
        with transaction.atomic():
            super().save(*args, **kwargs)
            if is_new:
                self.changes.create(
                    state=self.state,
                    on=self.state_since or self.roadmap.published_on or today(),
                    reason=self.state_reason,
                    recorded_by=self.recorded_by,
                )
            if is_new or FOUND_BY.intersection(kwargs["update_fields"]):
                self._index_roadmap()

    def delete(self, *args, **kwargs):
        """Deletes it with its history; raises `CommitmentKept` where its roadmap is published."""
        with transaction.atomic():
            if self.is_kept:
                raise CommitmentKept(self)
            return super().delete(*args, **kwargs)

    @property
    def language(self) -> str:
        """The language of its words as they stand here: see `blog.wording`."""
        return self.__dict__.get("spoken_in") or self.roadmap.locale.language_code

    @property
    def preview_language(self) -> str:
        """That of its roadmap, where one is chosen."""
        return self.language if self.roadmap_id else super().preview_language

    @property
    def is_kept(self) -> bool:
        """Whether it may have been read: asked of the database."""
        return type(self).objects.filter(pk=self.pk).kept().exists()

    def _fields_of_its_own(self) -> set[str]:
        """Names of the columns, without the state."""
        fields = {field.name for field in self._meta.concrete_fields if not field.primary_key}
        return fields - set(self.STATE_FIELDS) - self.get_deferred_fields()

    def _index_roadmap(self):
        """Commitments are found through the page that shows them."""
        roadmap = self.roadmap
        transaction.on_commit(lambda: index.insert_or_update_object(roadmap))

    def clean(self):
        super().clean()
        errors = {}
        if self.starts_on and self.ends_on and self.ends_on < self.starts_on:
            errors["ends_on"] = _("The end comes before the beginning.")
        if self.cost_min is not None and self.cost_max is not None and self.cost_max < self.cost_min:
            errors["cost_max"] = _("The end of the range comes before its beginning.")
        if self.carried_from and self.roadmap_id and self.carried_from.roadmap.year >= self.roadmap.year:
            errors["carried_from"] = _("What is carried over comes from the roadmap of an earlier year.")
        if self._is_moved():
            errors["roadmap"] = _("This roadmap has been published: what it promised stays on it.")
        if errors:
            raise ValidationError(errors)

    def _is_moved(self) -> bool:
        """Whether it leaves a published roadmap for that of another year."""
        if self._state.adding or not self.roadmap_id:
            return False
        before = type(self).objects.filter(pk=self.pk).exclude(roadmap=self.roadmap_id)
        return before.exclude(roadmap__translation_key=self.roadmap.translation_key).kept().exists()


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

"""The parcours as a visitor narrows it: which programmes stay on which step, and what is told of it.

A filter that is empty is not set. One that is unknown, or given twice with two values, is left out and said
to be: nothing of it is printed.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urlencode

from django import forms
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from programmes.affordability import Affordability, Budget, affordability
from programmes.choices import SmallOrganisations, Stage

#: The only size that one filters by: what is within reach of large organisations is everything.
SMALL = "small"
NAMES = ("size", "budget", "stage")


class ParcoursForm(forms.Form):
    """The same filters for whoever has no script: every state of it is an address."""

    size = forms.BooleanField(
        label=gettext_lazy("We are a small organisation"),
        required=False,
        widget=forms.CheckboxInput(attrs={"value": SMALL}),
    )
    budget = forms.ChoiceField(
        label=gettext_lazy("Our budget"),
        required=True,
        choices=[("", gettext_lazy("Any budget")), *Budget.choices],
    )
    stage = forms.ChoiceField(
        label=gettext_lazy("Our step"),
        required=True,
        choices=[("", gettext_lazy("All the steps")), *Stage.choices],
    )
    use_required_attribute = False


@dataclass(frozen=True)
class ActiveFilter:
    """A filter that is set, and the address without it."""

    label: str | Promise
    removal: str


@dataclass(frozen=True)
class ParcoursFilters:
    small: bool = False
    budget: Budget | None = None
    stage: Stage | None = None
    #: Whether something of the address was not understood.
    misread: bool = False

    @classmethod
    def read(cls, query: QueryDict) -> "ParcoursFilters":
        """Filters of an address, whatever it holds."""
        given = {name: {value for value in query.getlist(name) if value} for name in NAMES}
        known = {"size": {SMALL}, "budget": set(Budget.values), "stage": set(Stage.values)}
        sure = {
            name: next(iter(values))
            for name, values in given.items()
            if len(values) == 1 and values <= known[name]
        }
        return cls(
            small="size" in sure,
            budget=Budget(sure["budget"]) if "budget" in sure else None,
            stage=Stage(sure["stage"]) if "stage" in sure else None,
            misread=any(values and name not in sure for name, values in given.items()),
        )

    def __bool__(self):
        return self.small or self.budget is not None or self.stage is not None

    @property
    def values(self) -> dict[str, str]:
        """Query of the address that holds these filters."""
        chosen = {
            "size": SMALL if self.small else "",
            "budget": self.budget.value if self.budget else "",
            "stage": self.stage.value if self.stage else "",
        }
        return {name: value for name, value in chosen.items() if value}

    @property
    def form(self) -> ParcoursForm:
        return ParcoursForm(initial=self.values | {"size": self.small})

    def active(self, url: str) -> list[ActiveFilter]:
        """Each filter that is set, with the way out of it."""
        labels = {"size": gettext_lazy("We are a small organisation")}
        labels |= {"budget": self.budget and self.budget.label, "stage": self.stage and self.stage.label}
        filters = []
        for name in self.values:
            others = {other: value for other, value in self.values.items() if other != name}
            filters.append(ActiveFilter(labels[name], f"{url}?{urlencode(others)}" if others else url))
        return filters

    def keep(self, programmes: Iterable) -> "Kept":
        """What these filters leave of open programmes, in the same order."""
        kept, undisclosed, shared, unsaid = [], [], [], 0
        for programme in programmes:
            if self.stage and programme.stage != self.stage:
                continue
            if self.small and programme.small_organisations not in (
                SmallOrganisations.YES,
                SmallOrganisations.TOGETHER,
            ):
                unsaid += programme.small_organisations == SmallOrganisations.UNKNOWN
                continue
            answer = affordability(programme, self.budget) if self.budget else Affordability.WITHIN
            if answer is Affordability.WITHIN:
                kept.append(programme)
            elif answer is Affordability.UNKNOWN:
                undisclosed.append(programme)
            elif answer is Affordability.SHARED:
                shared.append(programme)
        return Kept(kept, undisclosed, shared, unsaid)


@dataclass(frozen=True)
class Kept:
    """Programmes that the filters keep; apart, those that a budget may or may not be enough for."""

    programmes: list
    #: Their cost is not known.
    undisclosed: list
    #: In all they cost more, divided between partners.
    shared: list
    #: How many were left out because nothing is said of small organisations.
    unsaid: int = 0

    def __bool__(self):
        return bool(self.programmes or self.undisclosed or self.shared)


@dataclass(frozen=True)
class Step:
    """A step of the parcours and what the filters leave on it, the leading programme first."""

    stage: Stage
    kept: Kept
    filters: ParcoursFilters

    @property
    def programmes(self) -> list:
        return self.kept.programmes

    @property
    def is_aside(self) -> bool:
        """Whether the visitor chose another step."""
        return self.filters.stage not in (None, self.stage)

    @property
    def emptiness(self) -> str:
        """Why nothing stands on it; empty where something does."""
        if self.kept:
            return ""
        if self.is_aside:
            return _("Not the step you chose")
        return _("No programme here with these filters") if self.filters else _("No programme here yet")


class Parcours:
    """The five steps and what stands beside them, narrowed by filters. Asks nothing of the database."""

    def __init__(self, programmes: list, filters: ParcoursFilters):
        self.filters = filters
        #: Nobody can take part in what is asleep or over: it is on no step.
        self.open = [programme for programme in programmes if programme.is_open]

    @cached_property
    def steps(self) -> list[Step]:
        return [
            Step(stage, self.filters.keep(each for each in self.open if each.stage == stage), self.filters)
            for stage in Stage
        ]

    @cached_property
    def beside(self) -> Kept:
        """Open programmes that answer no step in particular."""
        return self.filters.keep(programme for programme in self.open if not programme.stage)

    @cached_property
    def all_kept(self) -> Kept:
        return self.filters.keep(self.open)

    @property
    def told(self) -> list[str]:
        """The outcome in words, one sentence each."""
        kept = self.all_kept
        count, undisclosed, shared = len(kept.programmes), len(kept.undisclosed), len(kept.shared)
        sentences = [
            ngettext("%(count)d programme matches.", "%(count)d programmes match.", count) % {"count": count}
            if count
            else _("No programme is known to match.")
        ]
        if undisclosed:
            sentences.append(
                ngettext(
                    "%(count)d more does not disclose its cost: it is shown apart.",
                    "%(count)d more do not disclose their cost: they are shown apart.",
                    undisclosed,
                )
                % {"count": undisclosed}
            )
        if shared:
            sentences.append(
                ngettext(
                    "%(count)d costs more in all, but its cost is divided between the partners.",
                    "%(count)d cost more in all, but their cost is divided between the partners.",
                    shared,
                )
                % {"count": shared}
            )
        if kept.unsaid:
            sentences.append(
                ngettext(
                    "%(count)d is left out: nothing is said yet of small organisations.",
                    "%(count)d are left out: nothing is said yet of small organisations.",
                    kept.unsaid,
                )
                % {"count": kept.unsaid}
            )
        return sentences

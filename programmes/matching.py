"""Which programmes fit an organisation, and why: the rules of the finder, all of them.

A programme answers each question in one of three ways. Yes: something known about it says so. To ask: nothing
is known, or what is known does not settle it. No: something known rules it out.

- **Need.** Only programmes of the need that was chosen are looked at; all of them for whoever does not know
  yet. One without a need of its own, asleep or over is never looked at.
- **Size.** Programmes say whether small organisations can take part; for the others, only whether they were
  made for large ones. One made for large organisations is a no for a small one, to ask for a medium one.
- **Experience.** `EXPERIENCE` below: a laboratory comes after a first try; training and what pioneers do may
  be begun early, but that is to be asked.
- **Budget.** See `affordability`. What costs more than the budget is a no, unless partners divide it: the
  share of each is not known, so it is to be asked, as an unknown cost is.

A programme fits if no answer is no; surely, if all are yes. It almost fits if some answers are no. What
leaves one thing to ask is told apart from what leaves several: a visitor can settle one with a call.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import Enum

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from programmes.affordability import Affordability, Budget, affordability
from programmes.choices import Need, SmallOrganisations, Stage


class Size(models.TextChoices):
    SMALL = "small", gettext_lazy("Small: fewer than 10,000 inhabitants, or a small service")
    MEDIUM = "medium", gettext_lazy("Medium-sized")
    LARGE = "large", gettext_lazy("Large: a big town, a department, a region")
    STATE = "state", gettext_lazy("The State, or a national body")


class Experience(models.TextChoices):
    """What an organisation has tried already."""

    NONE = "none", gettext_lazy("None yet")
    FIRST = "first", gettext_lazy("A first try")
    TEAM = "team", gettext_lazy("A team or a laboratory exists")


#: The answer of somebody who comes with no need in mind.
ANY_NEED = "any"


class Verdict(Enum):
    YES = "yes"
    ASK = "ask"
    NO = "no"


_YES, _ASK, _NO = Verdict.YES, Verdict.ASK, Verdict.NO
_BY_EXPERIENCE = (Experience.NONE, Experience.FIRST, Experience.TEAM)

#: Whether a step suits each experience, in the order none, first try, team.
EXPERIENCE: dict[Stage, tuple[Verdict, Verdict, Verdict]] = {
    Stage.CURIOUS: (_YES, _YES, _YES),
    Stage.PROOF: (_YES, _YES, _YES),
    Stage.INSTITUTION: (_NO, _YES, _YES),
    Stage.TRAINING: (_ASK, _YES, _YES),
    Stage.PIONEER: (_ASK, _ASK, _YES),
}


@dataclass(frozen=True)
class Answers:
    size: Size
    experience: Experience
    #: None for whoever does not know yet.
    need: Need | None
    budget: Budget | None = None


@dataclass(frozen=True)
class Reason:
    """How a programme answers one question, in a sentence."""

    verdict: Verdict
    text: str

    @property
    def label(self) -> str:
        return {_YES: _("Yes:"), _ASK: _("To ask:"), _NO: _("No:")}[self.verdict]


@dataclass(frozen=True)
class Match:
    programme: models.Model
    reasons: list[Reason]
    #: Open programmes that come before it, where it comes too early.
    before: list = field(default_factory=list)

    @property
    def verdict(self) -> Verdict:
        verdicts = {reason.verdict for reason in self.reasons}
        return next(verdict for verdict in (_NO, _ASK, _YES) if verdict in verdicts)

    @property
    def doubts(self) -> int:
        """How many answers are not yes."""
        return sum(reason.verdict is not _YES for reason in self.reasons)


@dataclass(frozen=True)
class Outcome:
    #: Everything known says yes.
    fits: list[Match]
    #: Nothing says no, one thing is to be asked.
    one_to_ask: list[Match]
    #: Nothing says no, several things are to be asked.
    more_to_ask: list[Match]
    #: Something says no.
    almost: list[Match]

    @property
    def possible(self) -> list[Match]:
        """What nothing says no to, surest first."""
        return [*self.fits, *self.one_to_ask, *self.more_to_ask]

    @property
    def told(self) -> str:
        """The outcome in a sentence."""
        sure, close, unsure = len(self.fits), len(self.one_to_ask), len(self.more_to_ask)
        if sure:
            return ngettext("%(count)d programme fits.", "%(count)d programmes fit.", sure) % {"count": sure}
        if close:
            return ngettext(
                "%(count)d programme may fit: one thing is still to be asked.",
                "%(count)d programmes may fit: one thing is still to be asked of each.",
                close,
            ) % {"count": close}
        if unsure:
            return ngettext(
                "%(count)d programme may fit: several things are still to be asked.",
                "%(count)d programmes may fit: several things are still to be asked.",
                unsure,
            ) % {"count": unsure}
        return _("No programme fits as things stand.")


def match(programmes: Iterable, answers: Answers, before: Mapping[int, list]) -> Outcome:
    """Sorts programmes by how they answer. `before`: programmes that come before each, by primary key."""
    matches = [
        _match(programme, answers, before.get(programme.pk, []))
        for programme in programmes
        if programme.is_open and programme.need and answers.need in (None, programme.need)
    ]
    matches.sort(key=lambda each: each.doubts)
    possible = [each for each in matches if each.verdict is not _NO]
    return Outcome(
        fits=[each for each in possible if each.doubts == 0],
        one_to_ask=[each for each in possible if each.doubts == 1],
        more_to_ask=[each for each in possible if each.doubts > 1],
        almost=[each for each in matches if each.verdict is _NO],
    )


def _match(programme, answers: Answers, before: list) -> Match:
    reasons = [_need(programme, answers), _size(programme, answers), _experience(programme, answers, before)]
    if answers.budget is not None:
        reasons.append(_budget(programme, answers.budget))
    too_early = reasons[2].verdict is _NO
    return Match(programme, reasons, before if too_early else [])


def _need(programme, answers: Answers) -> Reason:
    need = Need(programme.need).label
    if answers.need is None:
        return Reason(_YES, _("it answers this need: %(need)s.") % {"need": need})
    return Reason(_YES, _("it answers your need: %(need)s.") % {"need": need})


def _size(programme, answers: Answers) -> Reason:
    said = SmallOrganisations(programme.small_organisations)
    if answers.size is Size.SMALL:
        note = programme.small_organisations_note
        if said is SmallOrganisations.UNKNOWN:
            return Reason(_ASK, _noted(_("nothing is said of small organisations"), note))
        verdict = _NO if said is SmallOrganisations.NO else _YES
        return Reason(verdict, _noted(_uncapped(str(said.label)), note))
    if said is SmallOrganisations.NO:
        if answers.size is Size.MEDIUM:
            return Reason(_ASK, _("it is made for large organisations: is yours one?"))
        return Reason(_YES, _("it is made for large organisations."))
    if programme.audience:
        return Reason(
            _YES, _("nothing rules out your size. For whom: %(audience)s") % {"audience": programme.audience}
        )
    return Reason(_ASK, _("for whom it is made is not stated."))


def _noted(statement: str, note: str) -> str:
    """A statement and what the editors add to it, which is a sentence of its own."""
    return f"{statement}. {note}" if note else f"{statement}."


def _uncapped(words: str) -> str:
    return words[:1].lower() + words[1:]


def _experience(programme, answers: Answers, before: list) -> Reason:
    if not programme.stage:
        return Reason(_YES, _("it is tied to no step of the path: it asks for no experience in particular."))
    stage = Stage(programme.stage)
    step = {"number": stage.number, "stage": stage.label}
    verdict = EXPERIENCE[stage][_BY_EXPERIENCE.index(answers.experience)]
    if verdict is _YES:
        return Reason(_YES, _("it fits your experience: step %(number)d, “%(stage)s”.") % step)
    if verdict is _ASK:
        return Reason(_ASK, _("it is further on than you are: step %(number)d, “%(stage)s”.") % step)
    if not before:
        return Reason(_NO, _("it comes after a first try: step %(number)d, “%(stage)s”.") % step)
    names = ", ".join(each.title for each in before)
    return Reason(_NO, _("it comes after a first try, such as this one: %(names)s.") % {"names": names})


def _budget(programme, budget: Budget) -> Reason:
    answer = affordability(programme, budget)
    cost = {"cost": programme.cost_text}
    if answer is Affordability.WITHIN:
        return Reason(_YES, _("it is within your budget: %(cost)s.") % cost)
    if answer is Affordability.SHARED:
        return Reason(
            _ASK, _("in all it costs more than your budget: %(cost)s. Your share is not known.") % cost
        )
    if answer is Affordability.BEYOND:
        return Reason(_NO, _("it is beyond your budget: %(cost)s.") % cost)
    if programme.cost_text:
        return Reason(_ASK, _("only the beginning of its cost is known: %(cost)s.") % cost)
    return Reason(_ASK, _("its cost is not disclosed."))

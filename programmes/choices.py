"""The words in which programmes are described."""

from django.db import models
from django.utils.translation import gettext_lazy as _


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

    @property
    def need(self) -> str:
        """What an organisation on this step wants."""
        return {
            Stage.CURIOUS: _("Understand, without committing yet"),
            Stage.PROOF: _("Try for real, on one subject and in one place"),
            Stage.INSTITUTION: _("Build a laboratory of one’s own"),
            Stage.TRAINING: _("Train the staff"),
            Stage.PIONEER: _("Stay a step ahead, with others"),
        }[self]

    @property
    def number(self) -> int:
        return Stage.values.index(self.value) + 1


class Need(models.TextChoices):
    """What somebody comes for, in their own words."""

    UNDERSTAND = "understand", _("Understand what public innovation is")
    TRY = "try", _("Try for real, on one subject")
    IMAGINE = "imagine", _("Rethink a practice, imagine what comes next")
    LABORATORY = "laboratory", _("Build a laboratory of our own")
    TRAIN = "train", _("Train our staff")
    MEET = "meet", _("Meet others, share what we do")
    SCALE = "scale", _("Go from one success to a whole network")


class State(models.TextChoices):
    """Where a programme stands."""

    ANNOUNCED = "announced", _("Announced")
    DISCUSSED = "discussed", _("Under discussion")
    RUNNING = "running", _("Under way")
    DORMANT = "dormant", _("Asleep")
    OVER = "over", _("Over")

    @classmethod
    def closed(cls) -> tuple["State", ...]:
        """States of a programme that nobody can take part in."""
        return cls.DORMANT, cls.OVER


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

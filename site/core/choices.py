"""Lists shared by several sections."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class OrganisationType(models.TextChoices):
    """Kinds of public bodies, in the order in which the association names its circles."""

    REGION = "region", _("Region")
    DEPARTMENT = "department", _("Department")
    CITY = "city", _("Town, metropolis or group of communes")
    PUBLIC_ESTABLISHMENT = "public_establishment", _("National public establishment")
    STATE = "state", _("Ministry or State service")
    EUROPEAN = "european", _("European institution")
    FOREIGN = "foreign", _("Foreign government or local authority")
    OTHER = "other", _("Other public body")


class Availability(models.TextChoices):
    """Whether a publication can be had."""

    PUBLISHED = "published", _("Published")
    FORTHCOMING = "forthcoming", _("Forthcoming")


class GroundColour(models.TextChoices):
    """Flat grounds of the palette under ink text."""

    YELLOW = "yellow", _("Yellow")
    PINK = "pink", _("Pink")
    SKY = "sky", _("Sky blue")
    PAPER = "paper", _("Paper")

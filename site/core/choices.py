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


class DataLicence(models.TextChoices):
    """Licences under which data may be reused: those of article D. 323-2-1 of the Code des relations entre le
    public et l'administration, and two that other countries know.
    """

    ETALAB = "etalab-2.0", "Licence Ouverte 2.0"
    ODBL = "ODbL-1.0", "Open Database License 1.0"
    CC_BY = "CC-BY-4.0", "Creative Commons BY 4.0"
    CC0 = "CC0-1.0", "Creative Commons CC0 1.0"

    @property
    def url(self) -> str:
        """Where its text is read."""
        return {
            DataLicence.ETALAB: "https://www.etalab.gouv.fr/licence-ouverte-open-licence/",
            DataLicence.ODBL: "https://opendatacommons.org/licenses/odbl/1-0/",
            DataLicence.CC_BY: "https://creativecommons.org/licenses/by/4.0/",
            DataLicence.CC0: "https://creativecommons.org/publicdomain/zero/1.0/",
        }[self]

from programmes.choices import Stage

from .index import ProgrammeIndexPage
from .links import ProgrammeLink
from .programme import ProgrammePage, ProgrammePartner
from .terrain import TerrainPage

__all__ = ["ProgrammeIndexPage", "ProgrammeLink", "ProgrammePage", "ProgrammePartner", "Stage", "TerrainPage"]

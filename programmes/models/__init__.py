from .index import ProgrammeIndexPage
from .programme import ProgrammeLink, ProgrammePage, ProgrammePartner, Stage
from .terrain import TerrainPage

__all__ = ["ProgrammeIndexPage", "ProgrammeLink", "ProgrammePage", "ProgrammePartner", "Stage", "TerrainPage"]

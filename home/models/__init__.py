from .content import ContentPage
from .home import HomePage
from .lexicon import LexiconPage
from .territories import TerritoriesPage

__all__ = ["ContentPage", "HomePage", "LexiconPage", "TerritoriesPage"]

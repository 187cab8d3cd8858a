from .content import ContentPage
from .home import HomePage

__all__ = ["ContentPage", "HomePage"]

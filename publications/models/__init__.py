from .books import BookContributor, BookPage, CollectionPage
from .index import PublicationIndexPage
from .reports import ReportPage
from .series import EpisodePage, EpisodeSpeaker, VideoSeriesPage

__all__ = [
    "BookContributor",
    "BookPage",
    "CollectionPage",
    "EpisodePage",
    "EpisodeSpeaker",
    "PublicationIndexPage",
    "ReportPage",
    "VideoSeriesPage",
]

from .books import BookChapter, BookContributor, BookPage, BookReview, CollectionPage
from .episode_parts import EpisodeChapter, EpisodeSpeaker, EpisodeTrack
from .episodes import EpisodePage
from .index import PublicationIndexPage
from .reports import ReportContributor, ReportFile, ReportPage
from .series import VideoSeriesPage

__all__ = [
    "BookChapter",
    "BookContributor",
    "BookPage",
    "BookReview",
    "CollectionPage",
    "EpisodeChapter",
    "EpisodePage",
    "EpisodeSpeaker",
    "EpisodeTrack",
    "PublicationIndexPage",
    "ReportContributor",
    "ReportFile",
    "ReportPage",
    "VideoSeriesPage",
]

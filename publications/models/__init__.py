from .books import BookChapter, BookContributor, BookPage, BookReview, CollectionPage
from .index import PublicationIndexPage
from .reports import ReportContributor, ReportFile, ReportPage
from .series import EpisodeChapter, EpisodePage, EpisodeSpeaker, EpisodeTrack, VideoSeriesPage

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

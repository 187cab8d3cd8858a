from .commitments import Commitment
from .index import BlogIndexPage
from .posts import PostAuthor, PostPage, PostTag
from .roadmaps import BudgetLine, RepresentedOrganisation, RoadmapIndexPage, RoadmapPage, RoadmapPriority

__all__ = [
    "BlogIndexPage",
    "BudgetLine",
    "Commitment",
    "PostAuthor",
    "PostPage",
    "PostTag",
    "RepresentedOrganisation",
    "RoadmapIndexPage",
    "RoadmapPage",
    "RoadmapPriority",
]

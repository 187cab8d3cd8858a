from .posts import BlogIndexPage, PostAuthor, PostPage, PostTag
from .roadmaps import (
    BudgetLine,
    Commitment,
    RepresentedOrganisation,
    RoadmapIndexPage,
    RoadmapPage,
    RoadmapPriority,
)

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

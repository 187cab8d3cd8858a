from .changes import StateChange
from .commitments import Commitment, CommitmentKept
from .index import BlogIndexPage
from .parts import BudgetLine, RepresentedOrganisation, RoadmapPriority
from .posts import PostAuthor, PostPage, PostTag
from .roadmaps import RoadmapIndexPage, RoadmapPage

__all__ = [
    "BlogIndexPage",
    "BudgetLine",
    "Commitment",
    "CommitmentKept",
    "PostAuthor",
    "PostPage",
    "PostTag",
    "RepresentedOrganisation",
    "RoadmapIndexPage",
    "RoadmapPage",
    "RoadmapPriority",
    "StateChange",
]

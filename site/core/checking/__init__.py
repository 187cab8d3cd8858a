"""Checks of what editors wrote: what they read, where they find something, what is found.

A section registers its own checks (`register`); who shows them and who refuses to publish
stand above it.
"""

from core.checking.contents import Content, Part, content_of
from core.checking.known import Known
from core.checking.places import Place
from core.checking.registry import Check, Finding, Level, check_named, checks, register

__all__ = [
    "Check",
    "Content",
    "Finding",
    "Known",
    "Level",
    "Part",
    "Place",
    "check_named",
    "checks",
    "content_of",
    "register",
]

"""StreamField blocks, one module a family. `streams` says which page is offered which."""

from .streams import ArticleStream, LandingStream, footnote_count, outline

__all__ = ["ArticleStream", "LandingStream", "footnote_count", "outline"]

"""Documents of the blog: the roadmap of a year on paper, tagged PDF/UA-1 (ISO 14289-1)."""

from .roadmap import roadmap_pdf

__all__ = ["roadmap_pdf"]

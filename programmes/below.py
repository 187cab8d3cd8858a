"""The same as `core.below`, where whoever asked for it here still finds it."""

from core.below import RouteInLanguage

__all__ = ["RouteInLanguage"]

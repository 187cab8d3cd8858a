"""Addresses of an event below its own by which one registers and withdraws."""

from core.routes import RoutesByLanguageMixin


class RegistrationRoutesMixin(RoutesByLanguageMixin):
    """An event that one may register for."""

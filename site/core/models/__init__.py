from .base import BasePage, ReadingPage
from .navigation import Navigation
from .parts import TranslatablePart
from .settings import ContactSettings
from .taxonomy import Partner, Person, Term, Territory, Theme

__all__ = [
    "BasePage",
    "ContactSettings",
    "Navigation",
    "Partner",
    "Person",
    "ReadingPage",
    "Term",
    "Territory",
    "Theme",
    "TranslatablePart",
]

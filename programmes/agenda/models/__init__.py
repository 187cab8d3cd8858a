"""The agenda along the reader's journey: the index, an event and its venue, a seat at it."""

from .events import EventPage
from .index import AgendaPage
from .registrations import Registration, RegistrationMail, RegistrationSettings
from .sequences import CalendarEntry
from .venues import Venue

__all__ = [
    "AgendaPage",
    "CalendarEntry",
    "EventPage",
    "Registration",
    "RegistrationMail",
    "RegistrationSettings",
    "Venue",
]

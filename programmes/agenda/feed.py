"""Calendars that one subscribes to: all events, or those of one programme."""

import datetime
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from core import clock
from core.below import full_url
from core.made_files import kept_file, public_file
from core.models import ContactSettings
from programmes.agenda import ics, shown
from programmes.agenda.filters import EventFilters

#: For how long a calendar keeps what is over: whoever came finds it again; the file does not grow for ever.
KEPT = datetime.timedelta(days=365)


@dataclass(frozen=True)
class Subscription:
    """A calendar, and the two ways to it."""

    name: str
    #: Whole address, for programs in which one pastes it.
    url: str
    #: The same for programs that open it themselves (`webcal:`).
    webcal_url: str


@dataclass(frozen=True)
class Subscriptions:
    """What an agenda offers: the calendar that fits what is read, then the others."""

    first: Subscription
    others: list[Subscription]


def serve_all(request, agenda):
    """Every event whose day is fixed."""
    return _serve(request, agenda, agenda.calendar_events(), _name(request, agenda.title.lower()), "calendar")


def serve_programme(request, agenda, slug: str):
    """Those of one programme. 404 where there is none of that name that anybody may read of."""
    programme = agenda.public_programmes().filter(slug=slug).first()
    if programme is None:
        raise Http404
    events = agenda.calendar_events().filter(programme__translation_key=programme.translation_key)
    return _serve(request, agenda, events, _name(request, programme.title), "programme_calendar", slug)


def serve_event(request, event, name: str):
    """One event, under the name of its address. 404 where its day is not fixed."""
    if event.date_text or name != event.slug:
        raise Http404
    url = event.file_url("ics", request, name)
    return public_file(request, url, ics.event_file(event, request=request), ics.MEDIA_TYPE)


def subscriptions(request, agenda, filters: EventFilters) -> Subscriptions:
    """Calendars of an agenda; that of the programme chosen comes first."""
    everything = _subscription(pgettext("calendar", "all dates"), _address(agenda, request, "calendar"))
    own = {
        choice.slug: _subscription(choice.name, _address(agenda, request, "programme_calendar", choice.slug))
        for choice in sorted(filters.known["programme"].values(), key=lambda choice: choice.name)
    }
    chosen = filters.chosen.get("programme")
    first = own.pop(chosen.slug) if chosen else everything
    return Subscriptions(first, ([everything] if chosen else []) + list(own.values()))


def _serve(request, agenda, events, name: str, route: str, *args):
    url = agenda.file_url(route, request, *args)
    if elsewhere := agenda.elsewhere(request, url):
        return elsewhere
    events = events.lasting_since(clock.today() - KEPT)
    head = {
        "name": name,
        "url": agenda.get_full_url(request),
        "source": _address(agenda, request, route, *args),
        "contact": ics.contact_of(agenda, request),
    }
    state = shown.digest(events, agenda.locale.language_code, *head.values())

    def make() -> bytes:
        return ics.calendar_file(agenda, list(events), request=request, **head)

    return kept_file(request, url, state, make, ics.MEDIA_TYPE)


def _name(request, what: str) -> str:
    """“La 27e Région : agenda”, “La 27e Région : La Transfo”: told apart from a reader's other calendars."""
    organisation = ContactSettings.for_request(request).organisation_name
    return _("%(organisation)s: %(what)s") % {"organisation": organisation, "what": what}


def _address(agenda, request, route: str, *args) -> str:
    """Whole address of a calendar."""
    return full_url(agenda, request, route, *args).removesuffix("/")


def _subscription(name: str, url: str) -> Subscription:
    return Subscription(name, url, urlsplit(url)._replace(scheme="webcal").geturl())

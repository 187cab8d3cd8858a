"""Events as calendars elsewhere read them: iCalendar (RFC 5545), with the names of RFC 7986.

There is no METHOD: nobody is invited by these files. Therefore no ORGANIZER either, which is kept for
invitations (RFC 5545, 3.8.4.3): whom to ask is told by CONTACT.
"""

import datetime
import re

import icalendar
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from wagtail.models import Site

from core.models import ContactSettings
from programmes.agenda.places import in_own_language

MEDIA_TYPE = "text/calendar; charset=utf-8"
#: How often a calendar is worth asking for again.
REFRESH = datetime.timedelta(hours=12)
ZONE = "Europe/Paris"
#: What a text of iCalendar cannot hold, whatever an editor pasted (RFC 5545, 3.1: CONTROL).
UNPRINTABLE = dict.fromkeys([*range(9), 11, 12, *range(14, 32), 127])
#: Beyond this, the page tells the rest.
DESCRIPTION_LENGTH = 1500


class Text(icalendar.vText):
    """A text that means the same when read back: the library breaks the line at “\\N”, as in “C:\\News”."""

    def to_ical(self) -> bytes:
        return re.sub(r"([\\;,])", r"\\\1", self).replace("\n", r"\n").encode()


def event_file(event, *, request=None) -> bytes:
    """One event, in its own language. Without a request, addresses are those of its site."""
    with override(event.locale.language_code):
        in_own_language([event])
        calendar = _calendar(event.locale.language_code)
        calendar.add_component(_zone())
        calendar.add_component(_entry(event, contact_of(event, request), request))
        return calendar.to_ical()


def calendar_file(above, events, *, name: str, url: str, source: str, contact: str, request) -> bytes:
    """`events` as a calendar to subscribe to, named `name`; `url` is its page, `source` its own address.

    `above` is the agenda. Events whose day is not fixed must have been left out. Whatever else this shows one
    day belongs into `shown.digest` too.
    """
    calendar = _calendar(above.locale.language_code)
    for key in ("NAME", "X-WR-CALNAME"):
        calendar[key] = _text(name)
    calendar["X-WR-TIMEZONE"] = _text(ZONE)
    calendar.add("URL", url)
    calendar.add("SOURCE", source, parameters={"VALUE": "URI"})
    calendar.add("REFRESH-INTERVAL", REFRESH, parameters={"VALUE": "DURATION"})
    calendar["X-PUBLISHED-TTL"] = icalendar.vDuration(REFRESH)
    calendar.add_component(_zone())
    in_own_language(events)
    for event in events:
        calendar.add_component(_entry(event, contact, request))
    return calendar.to_ical()


def _calendar(language: str) -> icalendar.Calendar:
    calendar = icalendar.Calendar()
    calendar["VERSION"] = _text("2.0")
    calendar["PRODID"] = _text(f"-//La 27e Région//Agenda//{language.upper()}")
    calendar["CALSCALE"] = _text("GREGORIAN")
    return calendar


def _entry(event, contact: str, request) -> icalendar.Event:
    """What is told of one event. All its translations have one UID: in two languages it is one event."""
    entry = icalendar.Event()
    entry["UID"] = _text(str(event.translation_key))
    _tell_dates(entry, event)
    # Without METHOD, DTSTAMP is the last change (RFC 5545, 3.8.7.2): the file stays the same.
    counted = getattr(event, "calendar_entry", None)
    # That of its venue counts too, for which the page is not published again.
    moments = (event.first_published_at, event.last_published_at, counted and counted.changed_at)
    changed = max(filter(None, moments), default=event.starts_at)
    entry.add("DTSTAMP", changed.astimezone(datetime.UTC))
    entry.add("LAST-MODIFIED", changed.astimezone(datetime.UTC))
    if event.first_published_at:
        entry.add("CREATED", event.first_published_at.astimezone(datetime.UTC))
    entry.add("SEQUENCE", counted.sequence if counted else 0)
    entry.add("STATUS", "CANCELLED" if event.is_cancelled else "CONFIRMED")
    # Whole days are told of, not taken.
    entry.add("TRANSP", "TRANSPARENT" if event.all_day or event.is_cancelled else "OPAQUE")
    language = event.locale.language_code
    url = event.get_full_url(request)
    for name, words in (
        ("SUMMARY", event.title),
        ("DESCRIPTION", _description(event, url)),
        ("LOCATION", event.location_text),
    ):
        if text := _text(words, language):
            entry[name] = text
    entry["CATEGORIES"] = icalendar.vCategory([_text(event.get_event_kind_display())])
    entry["CATEGORIES"].params["LANGUAGE"] = language
    if contact:
        entry["CONTACT"] = _text(contact)
    if url:
        entry.add("URL", url)
    return entry


def _tell_dates(entry: icalendar.Event, event) -> None:
    """Begin and end; whole days as dates, the end being the day after the last one (RFC 5545, 3.6.1)."""
    if event.all_day:
        entry.add("DTSTART", event.first_day)
        entry.add("DTEND", event.last_day + datetime.timedelta(days=1))
        return
    entry.add("DTSTART", _moment(event.starts_at))
    if event.ends_at and event.ends_at.timestamp() > event.starts_at.timestamp():
        entry.add("DTEND", _moment(event.ends_at))


def _moment(moment: datetime.datetime) -> datetime.datetime:
    """Local time, as its reader knows it.

    When an hour comes twice in a night, that means the first one (RFC 5545, 3.3.5): the second is in UTC.
    """
    local = timezone.localtime(moment)
    return moment.astimezone(datetime.UTC) if local.fold else local


def _description(event, url: str | None) -> str:
    """What it is, why it is off, how to take part, how to get there, where to read more."""
    cancelled = ""
    if event.is_cancelled:
        cancelled = " ".join(part for part in (_("Cancelled."), event.cancellation_reason) if part)
    venue = event.held_at
    parts = [
        cancelled,
        event.introduction,
        event.access,
        venue.access if venue else "",
        venue.accessibility if venue else "",
    ]
    text = "\n\n".join(part.strip() for part in parts if part.strip())
    if len(text) > DESCRIPTION_LENGTH:
        text = text[:DESCRIPTION_LENGTH].rsplit(maxsplit=1)[0] + "…"
    return f"{text}\n\n{url or ''}".strip()


def contact_of(page, request) -> str:
    """“La 27e Région, contact@example.org”; empty where no address is known."""
    if request:
        contact = ContactSettings.for_request(request)
    else:
        site = page.get_site() or Site.objects.filter(is_default_site=True).first()
        contact = ContactSettings.for_site(site) if site else ContactSettings()
    return f"{contact.organisation_name}, {contact.email}" if contact.email else ""


def _zone() -> icalendar.Timezone:
    """Europe/Paris since 1996: summer time from the last Sunday of March to that of October, at 1:00 UTC.

    Directive 2000/84/EC, and 94/21/EC before it.
    """
    zone = icalendar.Timezone()
    zone["TZID"] = _text(ZONE)
    for part, name, month, before, after, first in (
        (icalendar.TimezoneDaylight(), "CEST", 3, 1, 2, datetime.datetime(1996, 3, 31, 2)),
        (icalendar.TimezoneStandard(), "CET", 10, 2, 1, datetime.datetime(1996, 10, 27, 3)),
    ):
        part.add("TZOFFSETFROM", datetime.timedelta(hours=before))
        part.add("TZOFFSETTO", datetime.timedelta(hours=after))
        part["TZNAME"] = _text(name)
        part.add("DTSTART", first)
        part.add("RRULE", {"freq": "yearly", "bymonth": month, "byday": "-1su"})
        zone.add_component(part)
    return zone


def _text(value: str, language: str = "") -> Text:
    text = value.replace("\r\n", "\n").replace("\r", "\n").translate(UNPRINTABLE).strip()
    return Text(text, params={"LANGUAGE": language} if language else None)

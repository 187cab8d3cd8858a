"""An event as search engines read it: schema.org Event."""

from decimal import Decimal

from django.utils import timezone
from django.utils.translation import gettext as _

from core.schema_org import whole_address

#: What an Event is nothing without; where one of them is not known, the page is no Event for search engines.
REQUIRED = ("name", "startDate", "location")


def event_data(event, request, page: dict) -> dict:
    """`page`: what is said of every page. Only what is known is said; a date is as precise as it is known."""
    data = {key: value for key, value in page.items() if key != "publisher"}
    data["organizer"] = page["publisher"]
    data["eventStatus"] = f"https://schema.org/{'EventCancelled' if event.is_cancelled else 'EventScheduled'}"
    if start := _start(event):
        data["startDate"] = start
    if event.ends_at and not event.date_text:
        data["endDate"] = _iso(event, event.ends_at)
    data["location"] = _location(event)
    if event.place_text:
        data["eventAttendanceMode"] = "https://schema.org/OfflineEventAttendanceMode"
    if event.capacity:
        data["maximumAttendeeCapacity"] = event.capacity
    if event.shared_image and request:
        data["image"] = whole_address(request, event.shared_image.file.url)
    return data if all(data.get(name) for name in REQUIRED) else page | {"@type": "WebPage"}


def with_offer(data: dict, offer, euros: Decimal | None) -> dict:
    """The same event with what a seat costs, where one can be had and the price is known.

    `offer` is that of registration, or None.
    """
    if data["@type"] != "Event" or offer is None or not offer.is_open or euros is None:
        return data
    return data | {
        "offers": {
            "@type": "Offer",
            "price": str(euros),
            "priceCurrency": "EUR",
            "availability": f"https://schema.org/{'SoldOut' if offer.is_full else 'InStock'}",
            "validThrough": timezone.localtime(offer.closes_at).isoformat(),
            "url": data["url"],
        },
        "isAccessibleForFree": euros == 0,
    }


def _start(event) -> str:
    """Moment, day, month or year (ISO 8601); empty where not even the year is known."""
    if not event.date_text:
        return _iso(event, event.starts_at)
    first, last = event.first_day, event.last_day
    if first.year != last.year:
        return ""
    return f"{first:%Y-%m}" if first.month == last.month else f"{first:%Y}"


def _iso(event, moment) -> str:
    local = timezone.localtime(moment)
    return local.date().isoformat() if event.all_day else local.isoformat()


def _location(event) -> dict:
    """The place; “to be announced” where it is not known, for an Event must have one."""
    venue = event.held_at
    name = venue.name if venue else event.place or event.place_text or event.address
    place = {"@type": "Place", "name": name or _("Place to be announced")}
    if venue:
        place["address"] = {
            "@type": "PostalAddress",
            **{
                key: value
                for key, value in (
                    ("streetAddress", venue.street),
                    ("postalCode", venue.postal_code),
                    ("addressLocality", venue.city),
                )
                if value
            },
        }
    elif event.address:
        place["address"] = event.address
    return place

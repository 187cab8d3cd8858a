"""All that a calendar shows, as one digest: it tells whether a file is still good without making it."""

import hashlib
from functools import cache
from pathlib import Path

import icalendar
from django.utils.translation import gettext as _

from programmes.agenda.models.venues import Venue

#: Of an event; its venue is looked up below, in every language.
_OF_EVENTS = (
    "translation_key",
    "locale_id",
    "url_path",
    "title",
    "introduction",
    "event_kind",
    "starts_at",
    "ends_at",
    "all_day",
    "is_cancelled",
    "cancellation_reason",
    "venue_id",
    "place",
    "address",
    "territory__name",
    "access",
    "first_published_at",
    "last_published_at",
    "calendar_entry__sequence",
    "calendar_entry__changed_at",
)
_OF_VENUES = (
    "pk",
    "translation_key",
    "locale_id",
    "name",
    "street",
    "postal_code",
    "city",
    "territory__name",
    "access",
    "accessibility",
)


def digest(events, *told: str) -> str:
    """Of those events, in their order, and of what else the file tells. Two queries.

    `events` is a queryset. The words of the interface count, and the code that writes the file.
    """
    words = [str(label) for _value, label in events.model.Kind.choices] + [_("Cancelled.")]
    rows = list(events.values_list(*_OF_EVENTS))
    venues = list(Venue.objects.order_by("pk").values_list(*_OF_VENUES))
    return hashlib.sha256(repr((_writer(), told, words, rows, venues)).encode()).hexdigest()[:32]


@cache
def _writer() -> str:
    """The code of the agenda and of the library as they run: another release may write otherwise."""
    sources = sorted(Path(__file__).parent.rglob("*.py"))
    code = b"".join(source.read_bytes() for source in sources)
    return hashlib.sha256(icalendar.__version__.encode() + code).hexdigest()

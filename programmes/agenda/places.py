"""Where an event is held, in words."""

from collections.abc import Iterable

from django.apps import apps


def in_own_language(events: Iterable) -> None:
    """Gives each event its venue in its own language, where there is a translation. One query at most."""
    foreign = [event for event in events if event.venue and event.venue.locale_id != event.locale_id]
    if not foreign:
        return
    venues = apps.get_model("agenda", "Venue").objects.filter(
        translation_key__in={event.venue.translation_key for event in foreign},
        locale__in={event.locale_id for event in foreign},
    )
    known = {(venue.translation_key, venue.locale_id): venue for venue in venues.select_related("territory")}
    for event in foreign:
        event.held_at = known.get((event.venue.translation_key, event.locale_id), event.venue)


def joined(*parts: str) -> str:
    """The parts that say something not said yet: no “Paris, Paris”, no “Superpublic, superpublic”."""
    said: list[str] = []
    for part in (part.strip() for part in parts):
        if part and not any(_covers(earlier, part) for earlier in said):
            said.append(part)
    return ", ".join(said)


def _covers(said: str, part: str) -> bool:
    return f", {part.casefold()}," in f", {said.casefold()},"

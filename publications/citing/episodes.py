"""An episode as an item of CSL-JSON."""

from django.utils.translation import gettext as _

from core.citing.items import csl_item
from core.citing.names import person
from core.languages import language_of
from publications.citing.dates import issued


def episode_item(episode, *, url: str, house, series: str) -> dict:
    """The film, a part of its series, published by `house` (ContactSettings).

    Who speaks in it (`speakers`) are its guests, not its authors.
    """
    return csl_item(
        "motion_picture",
        episode.alias_of_id or episode.pk,
        episode.title,
        guest=[person(speaker.person.name) for speaker in episode.speakers],
        **issued(episode),
        publisher=house.organisation_name,
        publisher_place=house.city,
        collection_title=series,
        number=str(episode.number or ""),
        medium=_("video"),
        language=language_of(episode),
        URL=url,
    )

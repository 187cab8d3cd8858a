"""An episode as an item of CSL-JSON."""

from django.utils.translation import gettext as _

from core.citing.items import csl_item
from core.citing.names import body, person
from publications.citing.dates import issued


def episode_item(episode, *, url: str, organisation: str, series: str, producer: str, speakers: list) -> dict:
    """The film, a part of its series. Who speaks in it are its guests, not its authors."""
    return csl_item(
        "motion_picture",
        episode.alias_of_id or episode.pk,
        episode.title,
        guest=[person(speaker.person.name) for speaker in speakers],
        producer=[body(producer)] if producer else [],
        **issued(episode),
        publisher=organisation,
        collection_title=series,
        number=str(episode.number or ""),
        medium=_("video"),
        language=episode.locale.language_code,
        URL=url,
    )

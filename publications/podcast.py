"""The feed of a series: whole, latest episode first; a podcast as soon as one of its films is kept here."""

import uuid
from datetime import datetime, time
from urllib.parse import urljoin

from django.db.models import OuterRef, Subquery
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import get_language
from wagtail.images import get_image_model

from core import feeds
from core.models.settings import ContactSettings
from core.references import all_known
from publications.citing.lists import attach_speakers
from publications.track_files import ROUTES, TYPES

#: Apple's directory asks for 1400 to 3000 pixels a side, in JPEG or PNG.
SIDE = 1400
COVER = f"fill-{SIDE}x{SIDE}|format-jpeg"


def serve(request, series, name: str) -> HttpResponse:
    """The feed called `name` (rss or atom)."""
    episodes = [episode for episode in series.episodes_for_feed() if _published(episode)]
    attach_speakers(episodes)
    channel = feeds.Channel(
        title=series.title,
        url=series.get_full_url(request),
        description=series.introduction or series.title,
        podcast=_podcast(request, series) if any(episode.film_id for episode in episodes) else None,
    )
    published = [series.last_published_at, *(episode.last_published_at for episode in episodes)]
    return feeds.serve(
        request,
        name,
        channel,
        lambda: _entries(request, episodes),
        state=[_told(episode) for episode in episodes],
        changed=max(filter(None, published), default=None),
    )


def _told(episode) -> tuple:
    """What an entry tells, in short: it is another one as soon as any of it changes."""
    film = episode.film and (episode.film.file.name, episode.film.duration)
    return episode.pk, episode.last_published_at, episode.feed_authors, film


def _podcast(request, series) -> feeds.Podcast:
    contact = ContactSettings.for_request(request)
    return feeds.Podcast(
        author=series.producer or contact.organisation_name,
        category=series.podcast_category,
        image_url=_cover_url(request, series),
        owner_email=contact.email,
    )


def cover_file() -> Subquery:
    """File of the picture of a series as directories want it, told within the query of the page."""
    covers = get_image_model().get_rendition_model().objects.filter(filter_spec=COVER)
    return Subquery(covers.filter(image=OuterRef("listing_image")).values("file")[:1])


def _cover_url(request, series) -> str:
    """The picture of the series as directories want it; empty where it is a drawing (SVG) or too small."""
    image = series.listing_image
    if image is None or image.is_svg() or min(image.width, image.height) < SIDE:
        return ""
    if series.cover_file:
        files = get_image_model().get_rendition_model()._meta.get_field("file").storage
        return request.build_absolute_uri(files.url(series.cover_file))
    return request.build_absolute_uri(image.get_rendition(COVER).url)


def _entries(request, episodes) -> list[feeds.Entry]:
    with all_known([episode.body for episode in episodes]):
        return [_entry(request, episode) for episode in episodes]


def _entry(request, episode) -> feeds.Entry:
    url = episode.get_full_url(request)
    transcripts = [
        (
            urljoin(url, episode.file_url(ROUTES[extension], request, language, extension)),
            extension,
            language,
        )
        for language in episode.spoken_languages
        for extension in TYPES
    ]
    return feeds.Entry(
        title=episode.title,
        url=url,
        published=_published(episode),
        changed=episode.last_published_at,
        summary=episode.introduction,
        html=feeds.page_html(request, episode)
        + render_to_string(
            "publications/components/feed_transcripts.html",
            {"episode": episode, "transcripts": transcripts},
        ),
        authors=episode.feed_authors,
        enclosures=tuple(
            feeds.Enclosure(urljoin(url, file.url), file.length, file.mime_type)
            for file in episode.feed_enclosures
        ),
        guid=_guid(episode),
        episode=_heard(episode, transcripts) if episode.film else None,
    )


def _heard(episode, transcripts) -> feeds.PodcastEpisode:
    return feeds.PodcastEpisode(
        number=episode.number,
        duration=episode.length,
        transcripts=tuple(
            (address, TYPES[extension].partition(";")[0], language)
            for address, extension, language in transcripts
        ),
    )


def _published(episode) -> datetime | None:
    """The day it is said to be published on; where none is known, when it came online here."""
    if episode.published_on:
        return timezone.make_aware(datetime.combine(episode.published_on, time()))
    return episode.first_published_at


def _guid(episode) -> str:
    """Stays the same whatever becomes of the address of an episode; each language has its own."""
    return uuid.uuid5(episode.translation_key, get_language()).urn

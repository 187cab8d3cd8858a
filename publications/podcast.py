"""The feed of a series: whole, latest episode first; a podcast as soon as one of its films is kept here."""

import uuid
from datetime import datetime, time
from urllib.parse import urljoin

from django.http import HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import get_language

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
    episodes = series.episodes_to_hear()
    stamps = list(
        episodes.order_by("pk", "episode_speakers__pk").values_list(
            "pk", "last_published_at", "film__file", "film__duration", "episode_speakers__person__name"
        )
    )
    published = [stamp[1] for stamp in stamps]
    channel = feeds.Channel(
        title=series.title,
        url=series.get_full_url(request),
        description=series.introduction or series.title,
        podcast=_podcast(request, series) if any(stamp[2] for stamp in stamps) else None,
    )
    return feeds.serve(
        request,
        name,
        channel,
        lambda: _entries(request, series, episodes.for_feed()),
        state=stamps,
        changed=max(filter(None, [*published, series.last_published_at]), default=None),
    )


def _podcast(request, series) -> feeds.Podcast:
    contact = ContactSettings.for_request(request)
    return feeds.Podcast(
        author=series.producer or contact.organisation_name,
        category=series.podcast_category,
        image_url=_cover_url(request, series),
        owner_email=contact.email,
    )


def _cover_url(request, series) -> str:
    """The picture of the series as directories want it; empty where it is a drawing (SVG) or too small."""
    image = series.listing_image
    if image is None or image.is_svg() or min(image.width, image.height) < SIDE:
        return ""
    return request.build_absolute_uri(image.get_rendition(COVER).url)


def _entries(request, series, episodes) -> list[feeds.Entry]:
    episodes = [episode for episode in episodes if _published(episode)]
    attach_speakers(episodes)
    with all_known([episode.body for episode in episodes]):
        return [_entry(request, series, episode) for episode in episodes]


def _entry(request, series, episode) -> feeds.Entry:
    url = episode.get_full_url(request)
    transcripts = tuple(
        (
            urljoin(url, episode.file_url(ROUTES[extension], request, track.language, extension)),
            extension,
            track.language,
        )
        for track in episode.tracks.all()
        for extension in TYPES
    )
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
        episode=feeds.PodcastEpisode(
            number=episode.number,
            duration=episode.length,
            transcripts=tuple(
                (address, TYPES[extension].partition(";")[0], language)
                for address, extension, language in transcripts
            ),
        )
        if episode.film
        else None,
    )


def _published(episode) -> datetime | None:
    """The day it is said to be published on; where none is known, when it came online here."""
    if episode.published_on:
        return timezone.make_aware(datetime.combine(episode.published_on, time()))
    return episode.first_published_at


def _guid(episode) -> str:
    """Stays the same whatever becomes of the address of an episode; each language has its own."""
    return uuid.uuid5(episode.translation_key, get_language()).urn

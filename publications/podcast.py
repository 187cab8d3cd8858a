"""The feed of a series: whole, latest episode first; a podcast as soon as one of its films is kept here."""

from dataclasses import replace
from urllib.parse import urljoin

from django.db.models import OuterRef, Subquery
from django.http import HttpResponse
from django.template.loader import render_to_string
from wagtail.images import get_image_model

from core import feeds, news
from core.clock import today
from core.models.settings import ContactSettings
from core.schema_org import whole_address
from publications.track_files import ROUTES, TYPES

#: Apple's directory asks for 1400 to 3000 pixels a side, in JPEG or PNG.
SIDE = 1400
COVER = f"fill-{SIDE}x{SIDE}|format-jpeg"


def serve(request, series, name: str) -> HttpResponse:
    """The feed called `name` (rss or atom)."""
    episodes = series.episodes_for_feed().exclude(published_on__gt=today())
    episodes = list(episodes.annotate(released=news.day("published_on")).exclude(released=None))
    is_podcast = any(episode.film_id for episode in episodes)
    channel = feeds.channel_of(request, series, podcast=_podcast(request, series) if is_podcast else None)
    entries = zip(episodes, news.entries(request, episodes), strict=True)
    return feeds.serve(
        request, name, channel, [_with_transcripts(request, episode, entry) for episode, entry in entries]
    )


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
        return whole_address(request, files.url(series.cover_file))
    return whole_address(request, image.get_rendition(COVER).url)


def _with_transcripts(request, episode, entry: feeds.Entry) -> feeds.Entry:
    transcripts = [
        (
            urljoin(entry.url, episode.file_url(ROUTES[extension], request, language, extension)),
            extension,
            language,
        )
        for language in episode.spoken_languages
        for extension in TYPES
    ]
    links = render_to_string(
        "publications/components/feed_transcripts.html", {"episode": episode, "transcripts": transcripts}
    )
    heard = _heard(episode, transcripts) if episode.film else None
    return replace(entry, html=entry.html + links, episode=heard)


def _heard(episode, transcripts) -> feeds.PodcastEpisode:
    return feeds.PodcastEpisode(
        number=episode.number,
        duration=episode.length,
        transcripts=tuple(
            (address, TYPES[extension].partition(";")[0], language)
            for address, extension, language in transcripts
        ),
    )

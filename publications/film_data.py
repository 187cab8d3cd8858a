"""The film of an episode as schema.org describes it."""

from urllib.parse import urljoin

from django.utils.duration import duration_iso_string
from django.utils.html import strip_tags
from wagtail.models import Site

from publications.subtitles import cues
from publications.transcripts import plain, whole_seconds

POSTER = "fill-1280x720|format-jpeg"


def film_data(page, request, chapters: list, tracks: list) -> dict:
    """`{"video": …}` or `{"audio": …}`; nothing unless all that search engines require is known.

    They ask of a VideoObject a name, a thumbnail and the day it was put online (Google Search Central,
    “Video structured data”), and it must lead to the film.
    """
    is_sound = bool(page.film and page.film.is_sound)
    thumbnail = thumbnail_url(page, request)
    has_film = bool(page.film or page.player)
    if not (has_film and page.published_on and (thumbnail or is_sound)):
        return {}
    address = page.get_full_url(request)
    data = {
        "@type": "AudioObject" if is_sound else "VideoObject",
        "name": page.title,
        "description": page.meta_description or page.title,
        "thumbnailUrl": thumbnail,
        "uploadDate": page.published_on.isoformat(),
        "duration": duration_iso_string(page.length) if page.length else "",
        "transcript": _transcript(page, tracks),
        "caption": [
            {
                "@type": "MediaObject",
                "contentUrl": urljoin(address, page.file_url("captions", request, track.language, "vtt")),
                "encodingFormat": "text/vtt",
                "inLanguage": track.language,
            }
            for track in tracks
        ],
        "hasPart": _clips(page, address, chapters),
    }
    if page.film:
        data |= {"contentUrl": urljoin(address, page.film.url), "encodingFormat": page.film.media_type}
    else:
        data |= {"embedUrl": page.player, "url": page.video_url}
    return {"audio" if is_sound else "video": {name: value for name, value in data.items() if value}}


def thumbnail_url(page, request) -> str:
    """Whole address of the picture of an episode as a JPEG; empty for a drawing (SVG), or without one."""
    image = page.listing_image
    if image is None or image.is_svg():
        return ""
    site = Site.find_for_request(request)
    return urljoin(f"{site.root_url}/", image.get_rendition(POSTER).url)


def _transcript(page, tracks: list) -> str:
    """What is said, in the language being read or the one there is."""
    return plain(cues(tracks[0].webvtt)) if tracks else " ".join(strip_tags(page.transcript).split())


def _clips(page, address: str, chapters: list) -> list[dict]:
    """Each chapter with its own address on the page, which plays from there."""
    ends = [whole_seconds(chapter.starts_at) for chapter in chapters[1:]]
    ends.append(whole_seconds(page.length) if page.length else None)
    return [
        {
            "@type": "Clip",
            "name": chapter.title,
            "startOffset": whole_seconds(chapter.starts_at),
            "url": f"{address}#t={whole_seconds(chapter.starts_at)}",
        }
        | ({"endOffset": end} if end is not None else {})
        for chapter, end in zip(chapters, ends, strict=False)
    ]

"""The files that an episode makes of what is said in it: captions, transcripts, chapters."""

from datetime import timedelta

from django.http import Http404, HttpResponse

from core import page_files
from publications.subtitles import clock, cues, escaped, to_srt
from publications.transcripts import File, as_text

TYPES = {
    "vtt": "text/vtt; charset=utf-8",
    "srt": "application/x-subrip; charset=utf-8",
    "txt": "text/plain; charset=utf-8",
}
#: The route of the episode that gives each format.
ROUTES = {"vtt": "captions", "srt": "captions", "txt": "transcript"}


def contents(page, track, spoken) -> dict[str, bytes]:
    """Each file of a track by its extension; `spoken` is what is said in it."""
    return {
        "vtt": track.webvtt.encode(),
        "srt": to_srt(spoken).encode(),
        "txt": as_text(page.title, spoken).encode(),
    }


def files(page, track, spoken, request) -> tuple[File, ...]:
    """What a page offers of a track."""
    return tuple(
        File(
            extension.upper(),
            len(content),
            page.file_url(ROUTES[extension], request, track.language, extension),
        )
        for extension, content in contents(page, track, spoken).items()
    )


def serve_track(request, page, language: str, extension: str) -> HttpResponse:
    """404 where nothing is written in that language."""
    track = next((track for track in page.tracks_in_order() if track.language == language), None)
    spoken = cues(track.webvtt) if track else []
    if not spoken:
        raise Http404
    url = page.file_url(ROUTES[extension], request, language, extension)
    response = page_files.serve(
        request, page, url, lambda: contents(page, track, spoken)[extension], TYPES[extension]
    )
    response["Content-Language"] = language
    return response


def serve_chapters(request, page) -> HttpResponse:
    """The chapters as a track that players list; 404 where there is none."""
    chapters = page.chapters_in_order()
    if not chapters:
        raise Http404
    url = page.file_url("chapters", request)
    return page_files.serve(request, page, url, lambda: chapters_vtt(chapters, page.length), TYPES["vtt"])


def chapters_vtt(chapters: list, length: timedelta | None) -> bytes:
    """Each chapter lasts until the next one; the last one to the end, an hour where nobody knows it."""
    starts = [chapter.starts_at for chapter in chapters]
    last = length if length and length > starts[-1] else starts[-1] + timedelta(hours=1)
    blocks = [
        f"{clock(chapter.starts_at)} --> {clock(end)}\n{escaped(chapter.title)}"
        for chapter, end in zip(chapters, [*starts[1:], last], strict=True)
    ]
    return "\n\n".join(["WEBVTT", *blocks, ""]).encode()

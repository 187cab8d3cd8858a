"""Files that a page makes as they are asked for."""

from collections.abc import Callable
from hashlib import sha256

from django.core.cache import cache
from django.http import HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import http_date, quote_etag

#: In seconds: a day. What nobody asks for any more leaves the cache.
KEPT = 24 * 60 * 60


def made_file(url: str, content: bytes, content_type: str = "application/pdf") -> HttpResponse:
    """The file, shown rather than stored; it bears the last part of its address."""
    response = HttpResponse(content, content_type=content_type)
    name = url.rpartition("/")[2]
    response["Content-Disposition"] = f'inline; filename="{name}"'
    return response


def public_file(request, url: str, content: bytes, content_type: str = "application/pdf") -> HttpResponse:
    """The same for everybody: asked again each time, sent again only where something in it has changed."""
    return if_changed(request, made_file(url, content, content_type))


def kept_file(request, url: str, state: str, make: Callable[[], bytes], content_type: str) -> HttpResponse:
    """The same where making it takes time: `make` is called once for each `state`, and for no 304.

    `state` is a digest of all that the file shows: another one is another file.
    """
    response = made_file(url, b"", content_type)
    answer = if_changed(request, response, state=state)
    if answer is response:
        response.content = cache.get_or_set(f"made_file.{state}", make, KEPT)
    return answer


def if_changed(
    request, response: HttpResponse, since: int | None = None, state: str | None = None
) -> HttpResponse:
    """What was made, or 304 for who has it; `since` when it has been the same, in seconds of Unix.

    `state` tells it from what it was before, where its content does not yet.
    """
    etag = response["ETag"] = quote_etag(state or state_of(response.content))
    response["Cache-Control"] = "public, no-cache"
    if since:
        response["Last-Modified"] = http_date(since)
    return get_conditional_response(request, etag=etag, last_modified=since, response=response)


def state_of(content: bytes) -> str:
    """What two contents have in common only where they are the same."""
    return sha256(content).hexdigest()[:32]

"""Files that a page makes as they are asked for."""

from hashlib import sha256

from django.http import HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag


def made_file(url: str, content: bytes, content_type: str = "application/pdf") -> HttpResponse:
    """The file, shown rather than stored; it bears the last part of its address."""
    response = HttpResponse(content, content_type=content_type)
    name = url.rpartition("/")[2]
    response["Content-Disposition"] = f'inline; filename="{name}"'
    return response


def public_file(request, url: str, content: bytes, content_type: str = "application/pdf") -> HttpResponse:
    """The same for everybody: asked again each time, sent again only where something in it has changed."""
    response = made_file(url, content, content_type)
    response["ETag"] = quote_etag(sha256(content).hexdigest()[:32])
    response["Cache-Control"] = "public, no-cache"
    return get_conditional_response(request, etag=response["ETag"], response=response)

"""Files that a page makes of itself: at whose address, for whom, kept by whom."""

from collections.abc import Callable

from django.http import HttpResponse

from core.made_files import made_file, public_file


def serve(request, page, url: str, make: Callable[[], bytes], content_type: str) -> HttpResponse:
    """The file that `make` gives, at its address `url` in the language being read.

    Whoever came by the other language's words is led there. What is not for all is kept by nobody.
    """
    if elsewhere := page.elsewhere(request, url):
        return elsewhere
    if page.get_view_restrictions().exists():
        response = made_file(url, make(), content_type)
        response["Cache-Control"] = "private, no-store"
        return response
    return public_file(request, url, make(), content_type)

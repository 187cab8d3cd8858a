"""Files that a roadmap makes of itself: at whose address, for whom, kept by whom."""

from core.made_files import made_file, public_file


def serve(request, roadmap, name: str, content_type: str, make):
    """The file that `make` gives, at its address in the language being read.

    Whoever came by the other language's words is led there. What is not for all is kept by nobody.
    """
    url = roadmap.file_url(name, request)
    if elsewhere := roadmap.elsewhere(request, url):
        return elsewhere
    if roadmap.get_view_restrictions().exists():
        response = made_file(url, make(), content_type)
        response["Cache-Control"] = "private, no-store"
        return response
    return public_file(request, url, make(), content_type)

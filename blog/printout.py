"""The roadmap as a file to print and keep: made on demand, sent again only where something has changed."""

from django.utils.translation import override

from blog.pdf import roadmap_pdf
from core.lexicon import text_language
from core.made_files import made_file, public_file


def serve(request, roadmap):
    """The document, in the language that the page is written in."""
    url = roadmap.file_url("pdf", request)
    if elsewhere := roadmap.elsewhere(request, url):
        return elsewhere
    with override(text_language(roadmap)):
        content = roadmap_pdf(roadmap, request)
    if roadmap.get_view_restrictions().exists():
        response = made_file(url, content)
        response["Cache-Control"] = "private, no-store"
        return response
    return public_file(request, url, content)

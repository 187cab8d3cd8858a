"""The roadmap as a file to print and keep: made on demand, sent again only where something has changed."""

from django.utils.translation import override

from blog import files
from blog.pdf import roadmap_pdf
from core.lexicon import text_language


def serve(request, roadmap):
    """The document, in the language that the page is written in."""

    def make():
        with override(text_language(roadmap)):
            return roadmap_pdf(roadmap, request)

    return files.serve(request, roadmap, "pdf", "application/pdf", make)

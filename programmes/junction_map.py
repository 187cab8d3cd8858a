"""All programmes and what joins them, drawn and in words."""

from django.http import Http404


def serve(request, index):
    raise Http404

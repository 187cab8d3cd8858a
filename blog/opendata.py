"""Commitments and budget of a roadmap as data that anybody may reuse."""

from django.http import Http404


def serve_json(request, roadmap):
    raise Http404


def serve_csv(request, roadmap):
    raise Http404


def serve_schema(request, roadmap):
    raise Http404

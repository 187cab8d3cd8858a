"""Two years side by side: what was carried over, and what became of it."""

from django.http import Http404


def serve(request, roadmap, year: int | None = None):
    raise Http404

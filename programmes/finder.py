"""Three short questions, and the programmes that fit, with why."""

from django.http import Http404


def serve(request, index):
    raise Http404

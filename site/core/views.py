"""Answers that belong to no page."""

from django.shortcuts import render


def csrf_failure(request, reason=""):
    """A form that arrived without its cookie: says what to do, and that what was typed is still there."""
    return render(request, "core/csrf_failure.html", status=403)

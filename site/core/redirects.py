"""Where an address that answers no longer leads: what `wagtail.contrib.redirects` recorded, with care.

Wagtail records the former address of a page that moves or changes its slug, and of all below it. Followed by
its own middleware, such a record is a dead end or worse where the page is not public (a permanent redirect to
a page that is not there), has come back to its former address and is unpublished (an endless redirect), or
stands in no site (an error). It also forgets what was asked for (`?theme=…`) and knows nothing of addresses
that a page makes below its own: its files, its months, its comparison.
"""

from urllib.parse import urlsplit

from django.db.models import F
from django.http import HttpResponseRedirect
from django.http.response import HttpResponsePermanentRedirect
from django.urls import Resolver404, resolve
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Site

from core.serving import find_route, serve

#: Longest address that a redirect records, and how deep an address is looked at.
LONGEST = Redirect._meta.get_field("old_path").max_length
DEEPEST = 12


class RedirectMiddleware:
    """Answers an address that leads nowhere any more by the one that took its place."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if response.status_code != 404 or request.method not in {"GET", "HEAD"}:
            return response
        return forwarding(request) or response


def forwarding(request):
    """The redirect from the address asked for; None where nothing took its place. One query for most."""
    for redirect, rest in _candidates(request):
        url = _page_url(request, redirect, rest) if redirect.redirect_page_id else _link(redirect, rest)
        if url and urlsplit(url).path != request.path:
            return _answer(redirect, url)
    return None


def _answer(redirect, url):
    response_class = HttpResponsePermanentRedirect if redirect.is_permanent else HttpResponseRedirect
    response = response_class(url)
    # A page may come back: a browser that kept the answer would then be sent to and fro without end.
    response["Cache-Control"] = "no-cache"
    return response


def _candidates(request):
    """Redirects from this address, then from those above it, each with what is left of the address."""
    if "\0" in request.path:
        return []
    rests = {}
    whole = Redirect.normalise_path(request.get_full_path())
    own = Redirect.normalise_path(request.get_full_path().partition("?")[0])
    steps = own.split("/")
    for depth in range(min(len(steps), DEEPEST), 1, -1):
        above = "/".join(steps[:depth])
        if above:
            rests[above] = request.path[len(above) :]
    rests[own] = rests[whole] = ""
    known = [path for path in rests if len(path) <= LONGEST]
    redirects = Redirect.get_for_site(Site.find_for_request(request)).filter(old_path__in=known)
    # The nearest first; where one holds for all sites and another for this one, the latter.
    found = sorted(
        redirects.select_related("redirect_page").order_by(F("site").asc(nulls_last=True), "pk"),
        key=lambda redirect: -len(redirect.old_path),
    )
    return [(redirect, rests[redirect.old_path]) for redirect in found]


def _link(redirect, rest: str) -> str | None:
    """An address that somebody typed holds for what it was typed for, and nothing below."""
    return None if rest else redirect.redirect_link


def _page_url(request, redirect, rest: str) -> str | None:
    page = redirect.redirect_page
    url = page.get_url(request) if page.live else None
    if not url:
        return None
    query = request.META.get("QUERY_STRING", "")
    asked = f"?{query}" if query and "?" not in redirect.old_path else ""
    if rest.strip("/"):
        below = url.rstrip("/") + rest
        return below + asked if _answers(request, below) else None
    # As recorded, with the route of the page that it leads to.
    return f"{redirect.link}{asked}"


def _answers(request, path: str) -> bool:
    """Whether a page is there, or an address that a page makes."""
    try:
        match = resolve(path)
    except Resolver404:
        return False
    return match.func is serve and find_route(request, *match.args) is not None

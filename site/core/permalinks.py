"""An address that stays with a page wherever it moves: what references cite."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_safe
from wagtail.models import Page, Site

#: The largest primary key that a database holds (64 bits, signed).
LARGEST = 2**63 - 1


def permalink(page, request) -> str:
    """Whole stable address of a page; that of its original for an alias; empty for one never saved."""
    pk = page.alias_of_id or page.pk
    site = Site.find_for_request(request)
    return f"{site.root_url if site else ''}{reverse('permalink', args=[pk])}" if pk else ""


@require_safe
def follow(request, pk: int) -> HttpResponse:
    """To where the page is now; 404 for who may not read it, so that nothing is learnt of it.

    The answer is temporary (302): a permanent one would be kept by browsers after the page has moved again.
    """
    page = Page.objects.filter(pk=pk, live=True).first() if pk <= LARGEST else None
    if page is None or not all(rule.accept_request(request) for rule in page.get_view_restrictions()):
        raise Http404
    url = page.get_url(request)
    if not url:
        raise Http404
    response = redirect(url)
    response["Cache-Control"] = "private, no-cache"
    return response

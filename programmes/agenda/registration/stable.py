"""The address that the mails of a registration give: it stays, wherever the page of the event goes."""

from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_safe

from programmes.agenda.registration import links, lists

STYLESHEETS = ["core/css/adhesion.css", "core/css/registration.css"]


@require_safe
def follow(request, number: int, signature: str):
    """To the registration's own page, below that of the event in the language of whoever registered.

    For the time being (302): the event may move again.
    """
    registration = links.opened(number, signature)
    if registration is None:
        return nothing(request)
    page = lists.announced(lists.head_of(registration.event), registration.language)
    with override(page.locale.language_code):
        if not page.get_url(request):
            return nothing(request)
        return private(redirect(page.route_url("mine", request, number, signature)))


def nothing(request):
    """What a link that opens nothing answers, whatever is wrong with it: 404, and no event is named."""
    page = {"title": _("This link opens nothing"), "stylesheets": STYLESHEETS}
    return private(TemplateResponse(request, "agenda/registration/nothing.html", {"page": page}, status=404))


def private(response):
    """Of one visitor: kept by no cache, listed by no search engine, repeated in no log.

    Its address is told to no other site; a form says where it comes from (`same-origin`).
    """
    response["Cache-Control"] = "private, no-store"
    response["Referrer-Policy"] = "same-origin"
    response["X-Robots-Tag"] = "noindex"
    # Django logs the address of what answers 4xx: it may open a registration.
    response._has_been_logged = True
    return response

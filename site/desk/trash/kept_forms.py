"""A form of the admin that is sent once the session is over: it comes back to whoever sent it.

Wagtail would lead to the log-in and drop what was sent. The answer here holds it, in hidden fields, to be
sent again after logging in elsewhere: nothing is stored, and it works without JavaScript. Log-in gives a new
token against forged requests (`csrfmiddlewaretoken`): where no script has put it in, what was kept comes back
once more, if the browser says that it was sent by a page of this site.
"""

from urllib.parse import urlsplit

from django.shortcuts import render
from django.urls import reverse

from core.views import csrf_failure as core_csrf_failure


class KeptFormMiddleware:
    """Answers with the form instead of leading to log-in."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if response.status_code != 302 or not _is_kept(request) or request.user.is_authenticated:
            return response
        leads_to_login = urlsplit(response.url).path == reverse("wagtailadmin_login")
        return kept_form(request) if leads_to_login else response


def csrf_failure(request, reason=""):
    """The same for a form whose token is of another session; what comes from elsewhere is refused as such."""
    if _is_kept(request) and _is_from_here(request):
        return kept_form(request)
    return core_csrf_failure(request, reason)


def kept_form(request):
    context = {
        "fields": [
            (name, value)
            for name, values in request.POST.lists()
            if name != "csrfmiddlewaretoken"
            for value in values
        ],
        "action": request.get_full_path(),
        "files": [file.name for file in request.FILES.values()],
        "is_in": request.user.is_authenticated,
    }
    response = render(request, "trash/kept_form.html", context, status=403)
    response["Cache-Control"] = "private, no-store"
    return response


def _is_kept(request) -> bool:
    """Whether it is a form of the admin, sent by a page, and holds no secret; nobody writes to log out."""
    return (
        request.method == "POST"
        and request.path.startswith(reverse("wagtailadmin_home"))
        and request.path not in (reverse("wagtailadmin_logout"), reverse("wagtailadmin_login"))
        and request.headers.get("X-Requested-With") != "XMLHttpRequest"
        and "text/html" in request.headers.get("Accept", "")
        and not any("password" in name and value for name, value in request.POST.items())
    )


def _is_from_here(request) -> bool:
    return request.headers.get("Origin") == f"{request.scheme}://{request.get_host()}"

"""What differs between the public side and the admin."""

from django.urls import reverse

FRAMED_BY_US = {"frame-ancestors": ["'self'"]}


class AdminPolicyMiddleware:
    """Widens the content policy under the admin's path only.

    Wagtail's admin needs inline code, and shows previews in a frame of its own. A preview is answered by
    a request of its own, at the address of the page: it keeps the policy of visitors, the frame excepted.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if request.path.startswith(reverse("wagtailadmin_home")):
            response._csp_update = {"script-src": ["'unsafe-inline'"], "style-src": ["'unsafe-inline'"]}
            response._csp_replace = FRAMED_BY_US
        elif getattr(request, "is_preview", False):
            response._csp_replace = FRAMED_BY_US
        return response

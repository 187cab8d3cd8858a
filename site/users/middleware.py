"""The second step of log-in, where the association makes it the rule."""

from django.conf import settings
from django.contrib.auth import logout
from django.shortcuts import redirect
from django.urls import reverse

from users import second_factor

#: What says of a session that a code was given for it.
PROVED = "second_factor"
#: Addresses of the admin that stay open to whoever has no second step yet.
OPEN = {
    "users_second_factor",
    "users_login_code",
    "wagtailadmin_login",
    "wagtailadmin_logout",
    "wagtailadmin_sprite",
    "wagtailadmin_javascript_catalog",
}


class SecondFactorMiddleware:
    """Leads users without a second step to where they turn it on, before anything else of the admin.

    Does nothing unless `REQUIRE_SECOND_FACTOR` is set.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        if (
            not settings.REQUIRE_SECOND_FACTOR
            or not request.path.startswith(reverse("wagtailadmin_home"))
            or request.resolver_match.view_name in OPEN
            or not request.user.is_authenticated
            or request.session.get(PROVED)
        ):
            return None
        if second_factor.is_on(request.user):
            # Turned on from another device since this session began with a password alone.
            logout(request)
            return redirect("wagtailadmin_login")
        return redirect("users_second_factor")

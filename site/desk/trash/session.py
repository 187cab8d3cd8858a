"""Whether whoever writes is still logged in: asked by `trash/session.js`, so that nothing typed is lost."""

from django.contrib.sessions.models import Session
from django.http import JsonResponse
from django.middleware.csrf import get_token
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin


@never_cache
@require_safe
def state(request):
    """Answers anybody; to who is logged in, for how long, and the token that forms need from now on."""
    if not request.user.has_perm("wagtailadmin.access_admin"):
        return JsonResponse({"is_in": False})
    return JsonResponse({"is_in": True, "seconds": _seconds_left(request), "csrf": get_token(request)})


def _seconds_left(request) -> int:
    """Until the session ends: its age as Django tells it is that of a session which would begin now."""
    ends = (
        Session.objects.filter(pk=request.session.session_key).values_list("expire_date", flat=True).first()
    )
    return max(0, int((ends - timezone.now()).total_seconds())) if ends else request.session.get_expiry_age()


class BackView(WagtailAdminTemplateMixin, TemplateView):
    """Where log-in leads who left a tab open with what they were writing."""

    template_name = "trash/back.html"
    header_icon = "check"

    def get_page_title(self):
        return _("You are logged in again")

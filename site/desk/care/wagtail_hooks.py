"""Care of the site in the admin: its report, what is done about a finding, the panels of the home page."""

from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets import Button
from wagtail.permissions import register_permission_policy

from . import dashboard
from .finding import PERMISSION
from .models import Finding, Kind
from .panels import CarePanel, VainSearchesPanel
from .screens import INDEX, CareView, DoneAction, ReassignAction, action_url, listing_url, may_read

# Django's own permissions on the model; registered before anything asks for them.
register_permission_policy(Finding)


@hooks.register("register_admin_urls")
def care_addresses():
    return [
        path("reports/care/", CareView.as_view(), name=INDEX),
        path("reports/care/results/", CareView.as_view(results_only=True), name=f"{INDEX}_results"),
    ]


class CareMenuItem(MenuItem):
    def is_shown(self, request):
        return may_read(request.user)


@hooks.register("register_reports_menu_item")
def care_menu_item():
    return CareMenuItem(
        _("Care of the site"),
        listing_url(state=Finding.State.OPEN.value),
        name="care",
        icon_name=CareView.header_icon,
        order=100,
    )


hooks.register("register_bulk_action", DoneAction)
hooks.register("register_bulk_action", ReassignAction)


@hooks.register("construct_homepage_panels")
def furnish_home(request, panels):
    dashboard.furnish(request, panels)
    panels += [CarePanel(), VainSearchesPanel()]


@hooks.register("register_page_header_buttons")
def still_right(page, user, view_name, next_url=None):
    """In the editor of a page not looked over for two years: the way to say that it still holds."""
    if view_name == "edit" and user.has_perm(PERMISSION):
        finding = Finding.objects.open().filter(kind=Kind.REVIEW, subject=f"page:{page.pk}").first()
        if finding:
            edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
            yield Button(_("Still right"), action_url("done", finding, edit), icon_name="check", priority=15)


@hooks.register("register_log_actions")
def care_actions(actions):
    actions.register_action("care.done", _("Declare done"), _("Declared done"))
    actions.register_action("care.reassign", _("Reassign"), _("Reassigned"))

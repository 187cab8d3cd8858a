"""Checks in the editor, at the door of publication, and in the menu of reports."""

from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from desk.checks.bulk import CheckedPublish
from desk.checks.reporting import FindingsMenuItem, FindingsView
from desk.checks.views import CheckedPageViewSet

# After Wagtail’s own, whose place it takes.
hooks.register("register_bulk_action", CheckedPublish, order=1)


@hooks.register("register_admin_viewset", order=1)
def check_pages():
    return CheckedPageViewSet()


@hooks.register("register_reports_menu_item")
def findings_menu_item():
    return FindingsMenuItem(
        _("Content checks"),
        reverse("content_checks"),
        name="content-checks",
        icon_name="clipboard-list",
        order=850,
    )


@hooks.register("register_admin_urls")
def findings_addresses():
    return [
        path("reports/checks/", FindingsView.as_view(), name="content_checks"),
        path(
            "reports/checks/results/", FindingsView.as_view(results_only=True), name="content_checks_results"
        ),
    ]

"""What freshness adds to the admin: a report, a panel, a notice, and addresses."""

from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from .actions import DifferenceView, SyncView, TranslateView
from .board import BoardView
from .localize import EditorCatalog, machine_translate, update_translations, upload_pofile
from .notices import tell_what_no_longer_follows
from .originals import PERMISSION
from .panel import FreshnessPanel


class FreshnessMenuItem(MenuItem):
    def is_shown(self, request):
        return request.user.has_perm(PERMISSION)


@hooks.register("register_reports_menu_item")
def freshness_menu_item():
    return FreshnessMenuItem(
        _("Freshness of translations"),
        reverse("freshness_board"),
        name="freshness",
        icon_name="wagtail-localize-language",
        order=800,
    )


@hooks.register("construct_reports_menu")
def leave_one_report_on_translations(request, menu_items):
    """That of wagtail-localize counts strings of what was handed over, and knows nothing of what was not."""
    of_localize = reverse("wagtail_localize:translations_report")
    menu_items[:] = [item for item in menu_items if item.url != of_localize]


@hooks.register("construct_homepage_panels")
def show_freshness(request, panels):
    panels.append(FreshnessPanel())


@hooks.register("after_publish_page")
def tell_after_publication(request, page):
    tell_what_no_longer_follows(request, page)


@hooks.register("after_edit_snippet")
def tell_after_saving(request, instance):
    tell_what_no_longer_follows(request, instance)


@hooks.register("register_admin_urls", order=-1)
def addresses_of_localize():
    """Before wagtail-localize's own, which are the same."""
    translation = "localize/translate/<int:translation_id>"
    return [
        path("localize/jsi18n/", EditorCatalog.as_view(), name="freshness_editor_catalog"),
        path(f"{translation}/pofile/upload/", upload_pofile, name="freshness_upload_pofile"),
        path(f"{translation}/machine_translate/", machine_translate, name="freshness_machine_translate"),
        path(
            "localize/update/<int:translation_source_id>/",
            update_translations,
            name="freshness_update_translations",
        ),
    ]


@hooks.register("register_admin_urls")
def freshness_addresses():
    return [
        path("reports/freshness/", BoardView.as_view(), name="freshness_board"),
        path(
            "reports/freshness/results/", BoardView.as_view(results_only=True), name="freshness_board_results"
        ),
        path(
            "reports/freshness/<uuid:key>/<slug:language>/difference/",
            DifferenceView.as_view(),
            name="freshness_difference",
        ),
        path("reports/freshness/<uuid:key>/<slug:language>/sync/", SyncView.as_view(), name="freshness_sync"),
        path(
            "reports/freshness/<uuid:key>/<slug:language>/translate/",
            TranslateView.as_view(),
            name="freshness_translate",
        ),
    ]

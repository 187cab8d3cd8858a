"""How often each document was downloaded, month by month: a report for the team, and its spreadsheet."""

import datetime

from django.db.models import F, Sum
from django.db.models.functions import TruncMonth
from django.urls import path, reverse
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django_filters import DateFromToRangeFilter
from wagtail import hooks
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.reports import ReportView
from wagtail.permissions import policy_registry

from core.spreadsheets import harmless
from documents.models import CustomDocument, DownloadCount

#: Who may do one of these to a document sees how often it was downloaded.
ACTIONS = ["add", "change", "delete", "choose"]


def month_in_words(month: datetime.date) -> str:
    """“janvier 2016”"""
    return date_format(month, "F Y")


class DownloadsFilterSet(WagtailFilterSet):
    day = DateFromToRangeFilter(label=_("Between"), widget=DateRangePickerWidget)

    class Meta:
        model = DownloadCount
        fields = ["day"]


class DownloadsView(ReportView):
    """A line for each document and month in which somebody took it, latest month first."""

    page_title = _("Downloads")
    header_icon = "download"
    model = DownloadCount
    verbose_name = _("line")
    verbose_name_plural = _("lines")
    filterset_class = DownloadsFilterSet
    index_url_name = "document_downloads"
    index_results_url_name = "document_downloads_results"
    columns = [
        TitleColumn(
            "title", label=_("Document"), get_url=lambda row: reverse("wagtaildocs:edit", args=[row["key"]])
        ),
        Column("month", label=_("Month"), accessor=lambda row: month_in_words(row["month"])),
        Column("downloads", label=_("Downloads")),
    ]
    list_export = ["title", "month", "downloads"]
    export_headings = {"title": _("Document"), "month": _("Month"), "downloads": _("Downloads")}
    custom_field_preprocess = {
        "title": {ReportView.FORMAT_CSV: harmless, ReportView.FORMAT_XLSX: harmless},
        # A month as spreadsheets sort it, whatever their language.
        "month": {
            ReportView.FORMAT_CSV: lambda month: f"{month:%Y-%m}",
            ReportView.FORMAT_XLSX: lambda month: f"{month:%Y-%m}",
        },
    }

    any_permission_required = ACTIONS

    @property
    def permission_policy(self):
        return policy_registry.get_by_type(CustomDocument)

    def get_filename(self):
        return str(_("downloads"))

    def get_queryset(self):
        documents = self.permission_policy.instances_user_has_any_permission_for(self.request.user, ACTIONS)
        return DownloadCount.objects.filter(document__in=documents)

    def get_filtered_queryset(self):
        """Days are chosen first, then added up."""
        months = super().get_filtered_queryset().values(month=TruncMonth("day"))
        rows = months.annotate(title=F("document__title"), key=F("document"), downloads=Sum("number"))
        return rows.order_by("-month", "-downloads", "title")


class DownloadsMenuItem(MenuItem):
    def is_shown(self, request):
        return policy_registry.get_by_type(CustomDocument).user_has_any_permission(request.user, ACTIONS)


@hooks.register("register_reports_menu_item")
def downloads_menu_item():
    return DownloadsMenuItem(
        _("Downloads"),
        reverse("document_downloads"),
        name="document-downloads",
        icon_name="download",
        order=900,
    )


@hooks.register("register_admin_urls")
def downloads_addresses():
    return [
        path("reports/downloads/", DownloadsView.as_view(), name="document_downloads"),
        path(
            "reports/downloads/results/",
            DownloadsView.as_view(results_only=True),
            name="document_downloads_results",
        ),
    ]

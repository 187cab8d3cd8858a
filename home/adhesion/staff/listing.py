"""The list of requests."""

import django_filters
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, StatusTagColumn, TitleColumn
from wagtail.admin.views import generic
from wagtail.permissions import policy_registry

from home.adhesion.models import AdhesionRequest
from home.adhesion.siret import compact

from .access import StaffOnlyMixin


def _years(**_kwargs):
    years = AdhesionRequest.objects.order_by("-year").values_list("year", flat=True).distinct()
    return [(year, str(year)) for year in years]


def _colleagues(request):
    """Those to whom a request can be assigned."""
    return policy_registry.get_by_type(AdhesionRequest).users_with_any_permission(["review", "decide"])


class RequestFilterSet(WagtailFilterSet):
    year = django_filters.ChoiceFilter(label=gettext_lazy("Year"), choices=_years)
    assignee = django_filters.ModelChoiceFilter(label=gettext_lazy("Assignee"), queryset=_colleagues)

    class Meta:
        model = AdhesionRequest
        fields = ["state", "organisation_category", "year", "assignee", "payer_kind", "suspect"]


def _age(request) -> str:
    days = request.age_in_days
    return ngettext("%(days)d day", "%(days)d days", days) % {"days": days} if days > 0 else _("today")


def _mail_failures(request) -> str:
    count = request.mail_failures
    return ngettext("%(count)d refused", "%(count)d refused", count) % {"count": count} if count else ""


class RequestListView(StaffOnlyMixin, generic.IndexView):
    """Organisation first; a mail that did not leave and a doubtful request are said in words."""

    default_ordering = "-received_at"
    filterset_class = RequestFilterSet
    is_searchable = True
    search_backend_name = None
    search_fields = ["organisation_name", "champion_name", "champion_email", "reference", "siret"]
    results_template_name = "wagtailadmin/generic/listing_results.html"
    list_display = [
        TitleColumn(
            "organisation_name",
            label=gettext_lazy("Organisation"),
            get_url=lambda request: reverse("adhesion_requests:detail", args=[request.pk]),
            sort_key="organisation_name",
        ),
        Column("reference", label=gettext_lazy("Reference")),
        Column(
            "get_organisation_category_display",
            label=gettext_lazy("Category"),
            sort_key="organisation_category",
        ),
        Column("champion_name", label=gettext_lazy("Champion"), sort_key="champion_name"),
        StatusTagColumn(
            "get_state_display",
            label=gettext_lazy("State"),
            primary=lambda request: request.is_open,
            sort_key="state",
        ),
        Column(
            "doubt",
            label=gettext_lazy("Doubt"),
            accessor=lambda request: _("doubtful") if request.suspect else "",
        ),
        Column("assignee", label=gettext_lazy("Assignee"), accessor=lambda request: request.assignee or ""),
        Column("age", label=gettext_lazy("Age"), accessor=_age, sort_key="received_at"),
        Column("mail_failures", label=gettext_lazy("Mail"), accessor=_mail_failures),
    ]

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.is_export = False

    def get_base_queryset(self):
        return super().get_base_queryset().select_related("assignee").with_mail_failures()

    def search_queryset(self, queryset):
        """Digits pasted with their spaces find their SIRET."""
        digits = compact(self.search_query)
        if len(digits) >= 9 and digits.isdecimal():
            return queryset.filter(siret__startswith=digits)
        return super().search_queryset(queryset)

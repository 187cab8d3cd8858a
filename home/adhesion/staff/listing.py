"""The list of requests."""

import django_filters
from django.db.models import Q
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, StatusTagColumn, TitleColumn
from wagtail.admin.widgets import BooleanRadioSelect
from wagtail.admin.widgets.button import Button, HeaderButton

from home.adhesion.models import AdhesionRequest
from home.adhesion.models.requests import PayerKind, State
from home.adhesion.siret import compact

from . import attention
from .access import colleagues
from .screens import CaseFilesListView

#: So many digits are the beginning of a SIRET: the SIREN of the body.
SIREN_LENGTH = 9


def _years(**_kwargs):
    years = AdhesionRequest.objects.order_by("-year").values_list("year", flat=True).distinct()
    return [(year, str(year)) for year in years]


def _colleagues(request):
    return colleagues()


class RequestFilterSet(WagtailFilterSet):
    attention = django_filters.ChoiceFilter(
        label=gettext_lazy("What calls for attention"),
        choices=attention.Attention.choices,
        method="filter_attention",
    )
    year = django_filters.ChoiceFilter(label=gettext_lazy("Year"), choices=_years)
    assignee = django_filters.ModelChoiceFilter(label=gettext_lazy("Assignee"), queryset=_colleagues)
    other_payer = django_filters.BooleanFilter(
        label=gettext_lazy("Paid by another body"), method="filter_other_payer", widget=BooleanRadioSelect
    )

    class Meta:
        model = AdhesionRequest
        fields = [
            "state",
            "attention",
            "organisation_category",
            "year",
            "assignee",
            "other_payer",
            "suspect",
            "source",
        ]

    def filter_attention(self, queryset, name, value):
        return queryset.filter(attention.condition(value))

    def filter_other_payer(self, queryset, name, value):
        other = Q(payer_kind=PayerKind.OTHER)
        return queryset.filter(other if value else ~other)


def _age(request) -> str:
    days = request.age_in_days
    return ngettext("%(days)d day", "%(days)d days", days) % {"days": days} if days > 0 else _("today")


def _mail_failures(request) -> str:
    count = request.mail_failures
    return ngettext("%(count)d refused", "%(count)d refused", count) % {"count": count} if count else ""


def _erasure_date(request) -> str:
    return (
        date_format(request.purge_on, "SHORT_DATE_FORMAT")
        if request.purge_on and not request.anonymised_at
        else ""
    )


class OrganisationColumn(TitleColumn):
    """Name, reference, and in words what is to be looked at twice."""

    cell_template_name = "adhesion/admin/organisation_cell.html"

    def get_value(self, instance):
        return instance.organisation_name or _("[erased]")


class RequestListView(CaseFilesListView):
    """Organisation first; a mail that did not leave and a doubtful request are said in words."""

    default_ordering = "-received_at"
    last_order = ("-pk",)
    filterset_class = RequestFilterSet
    search_fields = [
        "organisation_name",
        "champion_name",
        "champion_email",
        "payer_name",
        "payer_contact",
        "payer_email",
        "reference",
    ]
    template_name = "adhesion/admin/listing.html"
    results_template_name = "adhesion/admin/listing_results.html"
    list_display = [
        OrganisationColumn(
            "organisation_name",
            label=gettext_lazy("Organisation"),
            get_url=lambda request: reverse("adhesion_requests:detail", args=[request.pk]),
            sort_key="organisation_name",
        ),
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
        Column("assignee", label=gettext_lazy("Assignee"), accessor=lambda request: request.assignee or ""),
        Column("age", label=gettext_lazy("Age"), accessor=_age, sort_key="received_at"),
        Column("mail_failures", label=gettext_lazy("Mail"), accessor=_mail_failures),
        Column(
            "purge_on", label=gettext_lazy("To be erased on"), accessor=_erasure_date, sort_key="purge_on"
        ),
    ]

    def get_base_queryset(self):
        return super().get_base_queryset().select_related("assignee").with_mail_failures()

    def search_queryset(self, queryset):
        """Digits pasted with their spaces find their SIRET."""
        digits = compact(self.search_query)
        if len(digits) >= SIREN_LENGTH and digits.isdecimal():
            return queryset.filter(Q(siret__startswith=digits) | Q(payer_siret__startswith=digits))
        return super().search_queryset(queryset)

    @cached_property
    def header_buttons(self):
        return [
            HeaderButton(_("Enter a paper request"), url=reverse("adhesion_requests:paper"), icon_name="plus")
        ]

    @cached_property
    def header_more_buttons(self):
        return [
            Button(label, url=self.export_url(file_format), icon_name="download", priority=priority)
            for priority, (label, file_format) in enumerate(
                [(_("Export as XLSX"), "xlsx"), (_("Export as CSV"), "csv")]
            )
        ]

    def export_url(self, file_format: str) -> str:
        """The export of what the list shows: same filters, same search, same order."""
        query = self.request.GET.copy()
        for name in (self.page_kwarg, "_w_filter_fragment"):
            query.pop(name, None)
        query["format"] = file_format
        return f"{reverse('adhesion_requests:export')}?{query.urlencode()}"

    def get_context_data(self, *args, **kwargs):
        return super().get_context_data(*args, **kwargs) | {"shortcuts": self.shortcuts()}

    def shortcuts(self) -> list[dict]:
        """The lists that are opened most, one click away."""
        counts = attention.counts()
        chosen = {name: value for name, value in self.request.GET.items() if value}
        lists = [
            (_("All"), {}, None),
            (_("To handle"), {"state": State.SUBMITTED.value}, counts["to_handle"]),
            (_("To be completed"), {"state": State.TO_COMPLETE.value}, counts["to_complete"]),
            (_("Waiting too long"), {"attention": "waiting"}, counts["waiting"]),
            (_("Mails refused"), {"attention": "mail"}, counts["mail"]),
        ]
        return [
            {
                "label": label,
                "number": number,
                "url": self.index_url + "".join(f"?{name}={value}" for name, value in query.items()),
                "is_current": chosen == query,
            }
            for label, query, number in lists
        ]

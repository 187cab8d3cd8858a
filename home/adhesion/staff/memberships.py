"""Members year by year: who they are, whether they paid, whether they are named, whether they stay."""

import django_filters
from django.db.models import Exists, F, OuterRef, Prefetch
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy
from django.views import View
from wagtail.admin import messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail.admin.widgets import BooleanRadioSelect
from wagtail.admin.widgets.button import HeaderButton

from core.choices import OrganisationType
from core.clock import today
from home.adhesion import memberships, reminders
from home.adhesion.models.accounting import FeeCall
from home.adhesion.models.members import Membership, Renewal

from .screens import CaseFilesListView, CaseFilesViewSet, ObjectMixin, PageMixin

#: Namespace of the addresses below.
NAME = "adhesion_memberships"
ALL_YEARS = "all"


def page_of(membership: Membership) -> str:
    return reverse(f"{NAME}:detail", args=[membership.pk])


def _years(**_kwargs):
    """Years with members, and this one; the latest first."""
    years = set(Membership.objects.order_by().values_list("year", flat=True).distinct()) | {today().year}
    return [(str(year), str(year)) for year in sorted(years, reverse=True)] + [(ALL_YEARS, _("All years"))]


def _this_year() -> str:
    return str(today().year)


class MembershipFilterSet(WagtailFilterSet):
    year = django_filters.ChoiceFilter(
        label=gettext_lazy("Year"), choices=_years, empty_label=None, initial=_this_year, method="filter_year"
    )
    category = django_filters.ChoiceFilter(
        label=gettext_lazy("Category"), choices=OrganisationType.choices, field_name="organisation__category"
    )
    fee = django_filters.ChoiceFilter(
        label=gettext_lazy("Fee"),
        choices=[
            ("uncalled", pgettext_lazy("fee", "Not called for")),
            ("waiting", pgettext_lazy("fee", "Waited for")),
            ("paid", pgettext_lazy("fee", "Paid")),
        ],
        method="filter_fee",
    )
    is_listed = django_filters.BooleanFilter(
        label=gettext_lazy("Named on the site"), widget=BooleanRadioSelect
    )
    next_year = django_filters.ChoiceFilter(
        label=gettext_lazy("The year after"),
        choices=[
            ("member", gettext_lazy("Member again")),
            ("invited", gettext_lazy("Renewal proposed, no member yet")),
            ("nothing", gettext_lazy("Nothing yet")),
        ],
        method="filter_next_year",
    )

    class Meta:
        model = Membership
        fields = ["year", "category", "fee", "is_listed", "next_year"]

    def __init__(self, data=None, *args, **kwargs):
        # Without a choice, the members of this year.
        data = data.copy()
        data.setdefault("year", _this_year())
        super().__init__(data, *args, **kwargs)

    def filter_year(self, queryset, name, value):
        return queryset if value == ALL_YEARS else queryset.filter(year=value)

    def filter_fee(self, queryset, name, value):
        standing = FeeCall.objects.standing().filter(membership=OuterRef("pk"))
        if value == "uncalled":
            return queryset.filter(~Exists(standing))
        return queryset.filter(Exists(standing.filter(paid_on__isnull=value == "waiting")))

    def filter_next_year(self, queryset, name, value):
        if value == "member":
            return queryset.filter(is_renewed=True)
        return queryset.filter(is_renewed=False, is_invited=value == "invited")


def _fee(membership) -> str:
    call = next(iter(membership.standing_calls), None)
    return f"{call.state_label} ({call})" if call else pgettext("fee", "not called for")


def _named(membership) -> str:
    return pgettext("answer", "yes") if membership.is_listed else pgettext("answer", "no")


def _year_after(membership) -> str:
    if membership.is_renewed:
        return _("member again")
    return _("renewal proposed") if membership.is_invited else ""


class MembershipListView(CaseFilesListView):
    default_ordering = "organisation__name"
    filterset_class = MembershipFilterSet
    search_fields = ["organisation__name", "request__reference"]
    page_title = gettext_lazy("Members")
    template_name = "adhesion/admin/members_listing.html"
    list_display = [
        TitleColumn(
            "organisation",
            label=gettext_lazy("Member"),
            get_url=page_of,
            accessor=lambda membership: membership.organisation.name,
            sort_key="organisation__name",
        ),
        Column("year", label=gettext_lazy("Year"), sort_key="year"),
        Column(
            "category",
            label=gettext_lazy("Category"),
            accessor=lambda membership: membership.organisation.get_category_display(),
            sort_key="organisation__category",
        ),
        Column("fee", label=gettext_lazy("Fee"), accessor=_fee),
        Column("is_listed", label=gettext_lazy("Named on the site"), accessor=_named, sort_key="is_listed"),
        Column("next_year", label=gettext_lazy("The year after"), accessor=_year_after),
    ]

    def get_base_queryset(self):
        again = Membership.objects.filter(organisation=OuterRef("organisation"), year=OuterRef("year") + 1)
        invitations = Renewal.objects.filter(membership=OuterRef("pk"), year=F("membership__year") + 1)
        return (
            super()
            .get_base_queryset()
            .select_related("organisation")
            .annotate(is_renewed=Exists(again), is_invited=Exists(invitations))
            .prefetch_related(
                Prefetch("fee_calls", FeeCall.objects.standing().light(), to_attr="standing_calls")
            )
        )

    @property
    def header_buttons(self):
        return [HeaderButton(_("Renewals"), url=reverse("adhesion_renewals:index"), icon_name="rotate")]


class MembershipMixin(ObjectMixin):
    """A view of one membership."""

    def get_object(self) -> Membership:
        known = Membership.objects.select_related("organisation__territory", "request")
        return get_object_or_404(known, pk=self.kwargs["pk"])

    def back(self):
        """To the page from which it was asked: this one, or that of the request."""
        return redirect(get_valid_next_url_from_request(self.request) or page_of(self.object))


class MembershipView(MembershipMixin, PageMixin, View):
    template_name = "adhesion/admin/membership.html"
    header_icon = "date"
    list_url_name = f"{NAME}:index"
    list_label = gettext_lazy("Members")

    def get(self, request, *args, **kwargs):
        calls = self.object.fee_calls.light()
        context = self.get_context_data(object=self.object, calls=calls)
        return TemplateResponse(request, self.template_name, context)

    def get_page_title(self):
        return f"{_('Membership')} {self.object.year}"

    def get_breadcrumbs_items(self):
        return self.trail((self.get_page_title(), ""))


class ListingConsentView(MembershipMixin, View):
    """Names the member on the site, or no longer: what it wishes is said by the button, not by its state."""

    http_method_names = ["post"]

    def post(self, request, *args, **kwargs):
        membership = memberships.set_listed(
            self.object.pk, request.POST.get("listed") == "1", actor=request.user
        )
        message = (
            _("%(name)s is named on the site.")
            if membership.is_listed
            else _("%(name)s is no longer named on the site.")
        )
        messages.success(request, message % {"name": self.object.organisation.name})
        return self.back()


class RenewalReminderView(MembershipMixin, View):
    """Reminds of an invitation to renew without waiting for its day."""

    http_method_names = ["post"]

    def post(self, request, *args, **kwargs):
        renewal = get_object_or_404(self.object.renewals, year=kwargs["year"])
        if reminders.remind_of_renewal(renewal.pk, actor=request.user):
            messages.success(request, _("The reminder leaves by mail."))
        else:
            messages.warning(
                request, _("Nothing was sent: it was reminded or answered already, or has no address.")
            )
        return self.back()


class MembershipViewSet(CaseFilesViewSet):
    """Memberships come from accepted requests, and go with them."""

    name = NAME
    url_prefix = "adhesion/memberships"
    icon = "date"
    menu_label = gettext_lazy("Members")
    menu_name = "adhesion-memberships"
    model = Membership

    def get_urlpatterns(self):
        return [
            path("", self.construct_view(MembershipListView), name="index"),
            path(
                "results/", self.construct_view(MembershipListView, results_only=True), name="index_results"
            ),
            path("<int:pk>/", self.construct_view(MembershipView), name="detail"),
            path("<int:pk>/named/", self.construct_view(ListingConsentView), name="named"),
            path("<int:pk>/remind/<int:year>/", self.construct_view(RenewalReminderView), name="remind"),
        ]

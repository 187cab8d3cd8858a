"""Organisations that the team knows: found, corrected, merged where two are one; never added by hand."""

import django_filters
from django.db import IntegrityError, transaction
from django.db.models import Exists, Max, OuterRef
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from wagtail.admin import messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.widgets import BooleanRadioSelect
from wagtail.log_actions import log

from core import words
from core.models import Territory
from home.adhesion import matching, organisations
from home.adhesion.countries import country_name
from home.adhesion.forms.organisations import OrganisationCorrectionForm
from home.adhesion.models.members import Membership, Organisation
from home.adhesion.siret import compact, format_siret

from .listing import SIREN_LENGTH
from .screens import CaseFilesListView, CaseFilesViewSet, ObjectMixin, PageMixin

#: Namespace of the addresses below.
NAME = "adhesion_organisations"
#: How many possible twins one screen offers.
MOST_TWINS = 20


def page_of(organisation: Organisation) -> str:
    return reverse(f"{NAME}:detail", args=[organisation.pk])


def _member_years(**_kwargs):
    years = Membership.objects.order_by("-year").values_list("year", flat=True).distinct()
    return [(year, str(year)) for year in years]


def _territories(_request):
    return Territory.objects.filter(pk__in=Organisation.objects.order_by().values("territory"))


class OrganisationFilterSet(WagtailFilterSet):
    member_year = django_filters.ChoiceFilter(
        label=gettext_lazy("Member in"), choices=_member_years, method="filter_member_year"
    )
    territory = django_filters.ModelChoiceFilter(label=gettext_lazy("Territory"), queryset=_territories)
    without_siret = django_filters.BooleanFilter(
        label=gettext_lazy("Without SIRET"), method="filter_without_siret", widget=BooleanRadioSelect
    )

    class Meta:
        model = Organisation
        fields = ["category", "territory", "member_year", "without_siret"]

    def filter_member_year(self, queryset, name, value):
        return queryset.filter(Exists(Membership.objects.filter(organisation=OuterRef("pk"), year=value)))

    def filter_without_siret(self, queryset, name, value):
        return queryset.filter(siret="") if value else queryset.exclude(siret="")


def search(queryset, text: str):
    """Organisations found by words of their name, or by the beginning of their SIRET."""
    digits = compact(text)
    if len(digits) >= SIREN_LENGTH and digits.isdecimal():
        return queryset.filter(siret__startswith=digits)
    return queryset.filter(words.query(text, ["name", "foreign_identifier"]))


def _years(organisation) -> str:
    return ", ".join(str(membership.year) for membership in organisation.memberships.all())


class OrganisationListView(CaseFilesListView):
    default_ordering = "name"
    filterset_class = OrganisationFilterSet
    template_name = "adhesion/admin/members_listing.html"
    list_display = [
        TitleColumn("name", label=gettext_lazy("Organisation"), get_url=page_of, sort_key="name"),
        Column("get_category_display", label=gettext_lazy("Category"), sort_key="category"),
        Column(
            "territory",
            label=gettext_lazy("Territory"),
            accessor=lambda organisation: organisation.territory or "",
            sort_key="territory__name",
        ),
        Column("siret", label="SIRET", accessor=lambda organisation: format_siret(organisation.siret)),
        Column("years", label=gettext_lazy("Member in"), accessor=_years),
        Column("last_year", label=gettext_lazy("Last membership"), sort_key="last_year"),
    ]

    def get_base_queryset(self):
        organisations = super().get_base_queryset().select_related("territory")
        return organisations.annotate(last_year=Max("memberships__year")).prefetch_related("memberships")

    def search_queryset(self, queryset):
        return search(queryset, self.search_query)


class OrganisationMixin(ObjectMixin, PageMixin):
    """A view of one organisation."""

    header_icon = "group"
    list_url_name = f"{NAME}:index"
    list_label = capfirst(Organisation._meta.verbose_name_plural)
    title = ""

    def get_object(self) -> Organisation:
        return get_object_or_404(Organisation.objects.select_related("territory"), pk=self.kwargs["pk"])

    def shown(self, status=200, **context):
        context = self.get_context_data(object=self.object, detail_url=page_of(self.object), **context)
        return TemplateResponse(self.request, self.template_name, context, status=status)

    def get_page_title(self):
        return self.title or _("Organisation")

    def get_breadcrumbs_items(self):
        if not self.title:
            return self.trail((self.object.name, ""))
        return self.trail((self.object.name, page_of(self.object)), (self.title, ""))


class OrganisationView(OrganisationMixin, View):
    """All that is known of one organisation: its requests and its memberships."""

    template_name = "adhesion/admin/organisation.html"

    def get(self, request, *args, **kwargs):
        facts = [
            (_("Category"), self.object.get_category_display()),
            (_("Country"), country_name(self.object.country)),
            ("SIRET", format_siret(self.object.siret) or _("not known")),
            (_("Identifier abroad"), self.object.foreign_identifier),
            (_("Address"), self.object.address),
            (_("Territory"), self.object.territory),
        ]
        requests = list(self.object.requests.all())
        memberships = list(self.object.memberships.select_related("request"))
        decides = self.user_has_permission("decide")
        return self.shown(
            facts=[(label, value) for label, value in facts if value],
            requests=requests,
            memberships=memberships,
            can_merge=decides,
            can_delete=decides and not (requests or memberships),
        )


class OrganisationEditView(OrganisationMixin, View):
    """Corrects what the team knows of it; requests keep what applicants stated."""

    template_name = "adhesion/admin/organisation_edit.html"
    title = gettext_lazy("Correct the organisation")

    def get(self, request, *args, **kwargs):
        return self.shown(form=OrganisationCorrectionForm(instance=self.object))

    def post(self, request, *args, **kwargs):
        form = OrganisationCorrectionForm(request.POST, instance=self.object)
        if form.is_valid() and self._save(form):
            messages.success(request, _("%(name)s is corrected.") % {"name": form.instance.name})
            return redirect(page_of(self.object))
        self.object.refresh_from_db()
        return self.shown(form=form)

    def _save(self, form) -> bool:
        try:
            with transaction.atomic():
                form.save()
                log(self.object, "wagtail.edit", user=self.request.user)
        except IntegrityError:
            # Somebody gave the same SIRET to another one since it was checked.
            form.add_error("siret", _("Another organisation has just been given this SIRET."))
            return False
        return True


class OrganisationMergeView(OrganisationMixin, View):
    """First which one is the same, then what the merge does; the organisation of the address is kept."""

    permission_required = "decide"
    template_name = "adhesion/admin/organisation_merge.html"
    title = gettext_lazy("Merge with another organisation")

    def get(self, request, *args, **kwargs):
        if "other" in request.GET:
            return self._confirmation(self._other(request.GET["other"]))
        query = request.GET.get("q", "").strip()
        return self.shown(query=query, twins=self._twins(query))

    def post(self, request, *args, **kwargs):
        other = self._other(request.POST.get("other"))
        try:
            with transaction.atomic():
                organisations.merge(self.object.pk, other.pk, actor=request.user)
                log(other, "wagtail.delete", user=request.user)
        except organisations.MergeRefused as refusal:
            return self._confirmation(other, conflict=str(refusal), status=409)
        messages.success(
            request,
            _("%(merged)s is now part of %(kept)s.") % {"merged": other.name, "kept": self.object.name},
        )
        return redirect(page_of(self.object))

    def _confirmation(self, other, *, conflict="", status=200):
        years = organisations.common_years(self.object, other)
        if years and not conflict:
            conflict = organisations.refusal_of(years)
        return self.shown(
            status=status,
            other=other,
            conflict=conflict,
            request_count=other.requests.count(),
            years=list(other.memberships.order_by("year").values_list("year", flat=True)),
        )

    def _other(self, pk) -> Organisation:
        others = Organisation.objects.exclude(pk=self.object.pk).select_related("territory")
        if not str(pk).isdecimal() or len(str(pk)) > 18:
            raise Http404
        return get_object_or_404(others, pk=pk)

    def _twins(self, query) -> list[Organisation]:
        """What is searched for; without a search, those with the same SIREN or a similar name."""
        others = Organisation.objects.exclude(pk=self.object.pk).select_related("territory")
        if query:
            return list(search(others, query)[:MOST_TWINS])
        siren = self.object.siret[:SIREN_LENGTH]
        alike = [
            other
            for other in others
            if (siren and other.siret.startswith(siren)) or matching.names_agree(other.name, self.object.name)
        ]
        return alike[:MOST_TWINS]


class OrganisationDeleteView(OrganisationMixin, View):
    """Takes away an organisation that nothing points to; of any other, nothing is lost."""

    permission_required = "decide"
    template_name = "adhesion/admin/organisation_delete.html"
    title = gettext_lazy("Delete the organisation")

    def get(self, request, *args, **kwargs):
        return self.shown(is_free=self._is_free())

    def post(self, request, *args, **kwargs):
        with transaction.atomic():
            Organisation.objects.select_for_update(of=("self",)).filter(pk=self.object.pk).first()
            if not self._is_free():
                return self.shown(status=409, is_free=False)
            log(self.object, "wagtail.delete", user=request.user)
            name = self.object.name
            self.object.delete()
        messages.success(request, _("%(name)s is deleted.") % {"name": name})
        return redirect(f"{NAME}:index")

    def _is_free(self) -> bool:
        return not self.object.requests.exists() and not self.object.memberships.exists()


class OrganisationViewSet(CaseFilesViewSet):
    """Organisations come from accepted requests: there is no way to add one."""

    name = NAME
    url_prefix = "adhesion/organisations"
    icon = "group"
    menu_label = gettext_lazy("Organisations")
    menu_name = "adhesion-organisations"
    model = Organisation

    def get_urlpatterns(self):
        return [
            path("", self.construct_view(OrganisationListView), name="index"),
            path(
                "results/", self.construct_view(OrganisationListView, results_only=True), name="index_results"
            ),
            path("<int:pk>/", self.construct_view(OrganisationView), name="detail"),
            path("<int:pk>/correct/", self.construct_view(OrganisationEditView), name="correct"),
            path("<int:pk>/merge/", self.construct_view(OrganisationMergeView), name="merge"),
            path("<int:pk>/delete/", self.construct_view(OrganisationDeleteView), name="delete"),
        ]

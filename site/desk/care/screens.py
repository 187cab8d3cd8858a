"""The care report: what is to be seen to, by whom, and the two things that one does about it."""

import re

import django_filters
from django import forms
from django.contrib.admin.utils import quote
from django.contrib.auth import get_user_model
from django.middleware.csrf import get_token
from django.shortcuts import get_list_or_404
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext, pgettext_lazy
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.admin.auth import permission_denied
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import BulkActionsCheckboxColumn, Column, DateColumn, StatusTagColumn
from wagtail.admin.utils import set_query_params
from wagtail.admin.views import generic
from wagtail.admin.views.bulk_action import BulkAction
from wagtail.admin.views.mixins import SpreadsheetExportMixin
from wagtail.models import Page
from wagtail.permissions import policy_registry

from core.spreadsheets import harmless

from . import wording
from .finding import finish, hand_over, keepers
from .models import Finding, Kind

INDEX = "care_report"
#: Either opens the report.
ON_FINDINGS = ["view", "change"]
#: A primary key as addresses give it.
KEY = re.compile(r"[0-9]{1,18}")
#: Places of one finding that a row shows; the rest is told in number.
SHOWN_PLACES = 3


def listing_url(**query) -> str:
    return f"{reverse(INDEX)}?{urlencode(query)}" if query else reverse(INDEX)


def action_url(action: str, finding: Finding, come_back: str) -> str:
    """Where one finding is declared done, or handed over."""
    url = reverse("wagtail_bulk_action", args=["care", "finding", action])
    return set_query_params(url, {"id": finding.pk, "next": come_back})


def may_read(user) -> bool:
    return policy_registry.get_by_type(Finding).user_has_any_permission(user, ON_FINDINGS)


def name(user) -> str:
    return user.get_full_name() or user.get_username() if user else ""


def _owners(request):
    return keepers().order_by("first_name", "username")


class FindingFilterSet(WagtailFilterSet):
    state = django_filters.ChoiceFilter(label=gettext_lazy("State"), choices=Finding.State.choices)
    kind = django_filters.MultipleChoiceFilter(
        label=gettext_lazy("Kind"), choices=Kind.choices, widget=forms.CheckboxSelectMultiple
    )
    whose = django_filters.ChoiceFilter(
        label=gettext_lazy("Whose"),
        choices=[("mine", gettext_lazy("Mine")), ("nobody", gettext_lazy("Nobody’s"))],
        method="filter_whose",
    )
    owner = django_filters.ModelChoiceFilter(label=gettext_lazy("Owner"), queryset=_owners)

    class Meta:
        model = Finding
        fields = ["state", "kind", "whose", "owner"]

    def filter_whose(self, queryset, name, value):
        return queryset.filter(owner=self.request.user if value == "mine" else None)


class SubjectColumn(Column):
    """What it is about, why, what to do, and the ways to where it stands."""

    cell_template_name = "care/subject_cell.html"

    def get_cell_context_data(self, instance, parent_context):
        context = super().get_cell_context_data(instance, parent_context)
        places = self._places(instance, context["request"])
        is_place = instance.kind == Kind.REVIEW and len(places) == 1
        return context | {
            "finding": instance,
            "title": wording.title(instance),
            "url": places[0]["url"] if is_place else "",
            "reason": wording.reason(instance),
            "to_do": wording.to_do(instance),
            "places": [] if is_place else places[:SHOWN_PLACES],
            "more": len(places) - SHOWN_PLACES,
            "is_address": instance.kind in (Kind.EXTERNAL, Kind.MOVED, Kind.EMBED),
            "words": instance.label if instance.kind == Kind.SEARCH else "",
            "search_url": f"{reverse('search')}?{urlencode({'q': instance.label})}",
        }

    @staticmethod
    def _places(finding: Finding, request) -> list[dict]:
        finder = request.__dict__.setdefault("care_url_finder", AdminURLFinder(request.user))
        places = []
        for place in finding.places.all():
            if place.holder is None:
                continue
            is_page = isinstance(place.holder, Page)
            url = (
                reverse("wagtailadmin_pages:edit", args=[quote(place.object_id)])
                if is_page
                else finder.get_edit_url(place.holder)
            )
            anchor = f"#:w:contentpath={place.content_path}" if place.content_path else ""
            model = place.holder.specific_class if is_page else type(place.holder)
            places.append(
                {
                    "title": place.holder.get_admin_display_title() if is_page else str(place.holder),
                    "where": wording.place_label(model, place.model_path) if model else "",
                    "url": f"{url}{anchor}" if url else "",
                }
            )
        return places


class ActionsColumn(Column):
    """Done, and to whom it is given: a button each."""

    cell_template_name = "care/actions_cell.html"

    def get_cell_context_data(self, instance, parent_context):
        context = super().get_cell_context_data(instance, parent_context)
        come_back = _listing_as_seen(context["request"])
        return context | {
            "finding": instance,
            "done_label": _("Still right") if instance.kind == Kind.REVIEW else pgettext("finding", "Done"),
            "done_url": action_url("done", instance, come_back),
            "reassign_url": action_url("reassign", instance, come_back),
            # A cell is rendered apart from its page, and knows no more than this.
            "csrf_token": get_token(context["request"]),
        }


def _listing_as_seen(request) -> str:
    """Address of the list with its filters and its page: results alone are asked for at another one."""
    query = request.GET.copy()
    query.pop("_w_filter_fragment", None)
    return f"{reverse(INDEX)}?{query.urlencode()}" if query else reverse(INDEX)


class CareView(generic.IndexView):
    """What is to do first, then the rest; the latest found first."""

    model = Finding
    page_title = gettext_lazy("Care of the site")
    header_icon = "glasses"
    index_url_name = INDEX
    index_results_url_name = f"{INDEX}_results"
    any_permission_required = ON_FINDINGS
    filterset_class = FindingFilterSet
    default_ordering = "-first_seen"
    paginate_by = 50
    is_searchable = True
    search_fields = ["subject", "label", "moved_to", "note"]
    template_name = "care/report.html"
    results_template_name = "care/report_results.html"
    list_export = [
        "get_kind_display",
        "subject",
        "label",
        "reason_in_words",
        "moved_to",
        "number",
        "get_state_display",
        "owner_name",
        "first_seen",
    ]
    export_headings = {
        "get_kind_display": gettext_lazy("Kind"),
        "subject": gettext_lazy("Subject"),
        "reason_in_words": gettext_lazy("Reason"),
        "get_state_display": gettext_lazy("State"),
        "owner_name": gettext_lazy("Owner"),
    }
    custom_field_preprocess = {
        field: dict.fromkeys(SpreadsheetExportMixin.FORMATS, harmless)
        for field in ("subject", "label", "moved_to", "owner_name")
    }
    columns = [
        BulkActionsCheckboxColumn("bulk_actions", obj_type="finding"),
        SubjectColumn("subject", label=gettext_lazy("What is to be seen to")),
        StatusTagColumn(
            "get_state_display",
            label=gettext_lazy("State"),
            primary=lambda finding: finding.is_open,
        ),
        Column("owner", label=gettext_lazy("Owner"), accessor=lambda finding: name(finding.owner)),
        DateColumn("first_seen", label=gettext_lazy("Since"), sort_key="first_seen"),
        ActionsColumn("actions", label=gettext_lazy("Actions")),
    ]

    @property
    def permission_policy(self):
        return policy_registry.get_by_type(Finding)

    def get_base_queryset(self):
        findings = super().get_base_queryset().select_related("owner", "done_by")
        return findings.prefetch_related("places__content_type", "places__holder")

    def order_queryset(self, queryset):
        """Those found at the same moment keep one order: none is seen twice on the way from page to page."""
        return super().order_queryset(queryset).order_by(self.ordering, "-pk")

    def to_row_dict(self, item):
        item.reason_in_words, item.owner_name = str(wording.reason(item)), name(item.owner)
        return super().to_row_dict(item)

    def get_context_data(self, *args, **kwargs):
        return super().get_context_data(*args, **kwargs) | {"shortcuts": self.shortcuts()}

    def shortcuts(self) -> list[dict]:
        """The lists that are opened most, one click away."""
        counts = counts_for(self.request.user)
        chosen = {key: value for key, value in self.request.GET.items() if value}
        return [
            {"label": label, "number": number, "url": listing_url(**query), "is_current": chosen == query}
            for label, number, query in (
                (_("To do"), counts["open"], {"state": "open"}),
                (_("Mine"), counts["mine"], {"state": "open", "whose": "mine"}),
                (_("Nobody’s"), counts["nobody"], {"state": "open", "whose": "nobody"}),
                (pgettext("finding", "Done"), None, {"state": "done"}),
                (_("All"), None, {}),
            )
        ]


def counts_for(user) -> dict[str, int]:
    """How much there is to do: in all, for that user, and for nobody in particular. One query."""
    owners = list(Finding.objects.open().values_list("owner", flat=True))
    return {"open": len(owners), "mine": owners.count(user.pk), "nobody": owners.count(None)}


class _FindingAction(BulkAction):
    """Something done to one finding or to several: by a button at once, or after a screen that asks more."""

    models = [Finding]
    template_name = "care/confirm_action.html"

    def dispatch(self, request, *args, **kwargs):
        if not policy_registry.get_by_type(Finding).user_has_permission(request.user, "change"):
            return permission_denied(request)
        return super().dispatch(request, *args, **kwargs)

    @classmethod
    def get_queryset(cls, model, object_ids):
        """Those that were ticked: all at once, seen or not, is no choice (`id=all` finds nothing)."""
        return get_list_or_404(model, pk__in=[key for key in object_ids if KEY.fullmatch(key)])

    def get_all_objects_in_listing_query(self, parent_id):
        return []

    def object_context(self, finding):
        return {"title": wording.title(finding), "kind": finding.get_kind_display()}

    def get_execution_context(self):
        return {"user": self.request.user, "form": self.cleaned_form}

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {
            "action": self,
            "header_icon": CareView.header_icon,
        }


class DoneForm(forms.Form):
    note = forms.CharField(
        label=gettext_lazy("Note"),
        max_length=250,
        required=False,
        help_text=gettext_lazy("What was done, for those who come after you. May stay empty."),
    )


class DoneAction(_FindingAction):
    action_type = "done"
    display_name = pgettext_lazy("finding", "Done")
    aria_label = gettext_lazy("Declare the selected findings done")
    explanation = gettext_lazy(
        "What is found again later comes back to the list. Pages not reviewed count as reviewed today."
    )
    form_class = DoneForm

    @classmethod
    def execute_action(cls, objects, user=None, form=None, **kwargs):
        return finish(objects, user, form.cleaned_data["note"]), 0

    def get_success_message(self, num_parent_objects, num_child_objects):
        return ngettext(
            "%(number)d finding is done.", "%(number)d findings are done.", num_parent_objects
        ) % {"number": num_parent_objects}


class ReassignForm(forms.Form):
    owner = forms.ModelChoiceField(
        label=gettext_lazy("Owner"),
        queryset=get_user_model().objects.none(),
        required=False,
        empty_label=gettext_lazy("Nobody"),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = keepers().order_by("first_name", "username")
        self.fields["owner"].label_from_instance = name


class ReassignAction(_FindingAction):
    action_type = "reassign"
    display_name = gettext_lazy("Reassign")
    aria_label = gettext_lazy("Give the selected findings to somebody")
    explanation = ""
    form_class = ReassignForm

    @classmethod
    def execute_action(cls, objects, user=None, form=None, **kwargs):
        return hand_over(objects, user, form.cleaned_data["owner"]), 0

    def get_success_message(self, num_parent_objects, num_child_objects):
        return ngettext(
            "%(number)d finding has changed hands.",
            "%(number)d findings have changed hands.",
            num_parent_objects,
        ) % {"number": num_parent_objects}

"""Commitments in the admin: their list, what they say, and what became of each, changed in two clicks."""

from django import forms
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from wagtail.admin import messages
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList, Panel
from wagtail.admin.ui.tables import Column
from wagtail.admin.utils import get_valid_next_url_from_request, set_query_params
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.admin.widgets import AdminDateInput
from wagtail.snippets.views.snippets import SnippetViewSet

from blog.models import Commitment, StateChange
from blog.models.changes import latest_change
from blog.recording import Overtaken, record
from core.clock import today
from core.typography import written_date

#: Any of these opens the list.
ON_COMMITMENTS = ("add", "change", "delete", "view")


def may_record(user) -> bool:
    """Whether somebody may write down what becomes of commitments."""
    return user.has_perm("blog.add_statechange")


def next_states(commitment: Commitment, *, come_back: str) -> list[dict]:
    """The states in which it is not, each with the address of the screen that records it."""
    name = Commitment.snippet_viewset.get_url_name("record")
    return [
        {
            "code": state.value,
            "label": state.label,
            "url": set_query_params(reverse(name, args=[commitment.pk, state.value]), {"next": come_back}),
        }
        for state in Commitment.State
        if state != commitment.state
    ]


class StateColumn(Column):
    """The state, since when, and the ways to the others."""

    cell_template_name = "blog/admin/state_cell.html"

    class Media:
        css = {"all": ["blog/admin.css"]}

    def get_cell_context_data(self, instance, parent_context):
        context = super().get_cell_context_data(instance, parent_context)
        request = context["request"]
        context["commitment"] = instance
        context["states"] = []
        if may_record(request.user):
            context["states"] = next_states(instance, come_back=_listing_as_seen(request))
        return context


def _listing_as_seen(request) -> str:
    """Address of the list with its filters and its page: results alone are asked for at another one."""
    listing = reverse(Commitment.snippet_viewset.get_url_name("list"))
    query = request.GET.copy()
    query.pop("_w_filter_fragment", None)
    return f"{listing}?{query.urlencode()}" if query else listing


class HistoryPanel(Panel):
    """What became of the commitment, to be read; the ways to another state."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "blog/admin/history_panel.html"

        class Media:
            css = {"all": ["blog/admin.css"]}

        def get_context_data(self, parent_context=None):
            context = super().get_context_data(parent_context)
            context["commitment"] = self.instance
            context["changes"] = self.instance.changes.select_related("recorded_by").order_by("-on", "-pk")
            context["states"] = []
            if may_record(self.request.user):
                edit = reverse(Commitment.snippet_viewset.get_url_name("edit"), args=[self.instance.pk])
                context["states"] = next_states(self.instance, come_back=edit)
            return context


class NewCommitmentForm(WagtailAdminModelForm):
    """A new commitment says in which state it begins, and since when."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        since = self.fields["state_since"]
        since.required = True
        since.initial = today()
        since.help_text = StateChange._meta.get_field("on").help_text
        self.fields["state_reason"].help_text = StateChange._meta.get_field("reason").help_text

    def clean(self):
        cleaned_data = super().clean()
        first = StateChange(
            state=cleaned_data.get("state", ""),
            on=cleaned_data.get("state_since"),
            reason=cleaned_data.get("state_reason", ""),
        )
        try:
            first.clean()
        except ValidationError as refusal:
            names = {"on": "state_since", "reason": "state_reason"}
            for name, errors in refusal.error_dict.items():
                self.add_error(names.get(name, name), errors)
        self.instance.recorded_by = self.for_user
        return cleaned_data


class ChangeForm(forms.Form):
    """When, and why. `seen` is the last change that the person had before them."""

    on = forms.DateField(label=gettext_lazy("Date"), widget=AdminDateInput)
    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=250, required=False)
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, state, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["on"].help_text = StateChange._meta.get_field("on").help_text
        if state in StateChange.NEEDS_REASON:
            self.fields["reason"].required = True
            self.fields["reason"].error_messages["required"] = _("Say why: readers are owed the reason.")
            self.fields["reason"].help_text = _("Readers of the roadmap see it beside the state.")


class RecordView(PermissionCheckedMixin, WagtailAdminTemplateMixin, View):
    """GET asks for the day and the reason; POST writes the change down. Others are answered 403."""

    model = Commitment
    any_permission_required = list(ON_COMMITMENTS)
    template_name = "blog/admin/record.html"
    header_icon = "tasks"

    def dispatch(self, request, *args, **kwargs):
        # Wagtail would turn a refusal into the way back to its home page.
        if not (may_record(request.user) and self.user_has_any_permission(self.any_permission_required)):
            return render(request, "blog/admin/forbidden.html", status=403)
        return super().dispatch(request, *args, **kwargs)

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        listing = reverse(Commitment.snippet_viewset.get_url_name("list"))
        self.back_url = get_valid_next_url_from_request(request) or listing

    def find(self):
        """The commitment and the state asked for."""
        if self.kwargs["state"] not in Commitment.State.values:
            raise Http404
        commitments = Commitment.objects.select_related("roadmap")
        self.commitment = get_object_or_404(commitments, pk=self.kwargs["pk"])
        self.state = Commitment.State(self.kwargs["state"])
        self.last = latest_change(self.commitment)

    def get(self, request, *args, **kwargs):
        self.find()
        seen = self.last.pk if self.last else None
        form = ChangeForm(state=self.state, initial={"on": today(), "seen": seen})
        return self.page(form, is_already_so=self.state == self.commitment.state)

    def post(self, request, *args, **kwargs):
        self.find()
        form = ChangeForm(request.POST, state=self.state)
        if not form.is_valid():
            return self.page(form, status=422)
        try:
            change = record(self.commitment.pk, state=self.state, actor=request.user, **form.cleaned_data)
        except Overtaken:
            # The next attempt rests on what is on this screen.
            self.find()
            data = request.POST.copy()
            data["seen"] = self.last.pk if self.last else ""
            return self.page(ChangeForm(data, state=self.state), is_overtaken=True, status=409)
        except ValidationError as refusal:
            for name, errors in refusal.error_dict.items():
                form.add_error(name if name in form.fields else None, errors)
            return self.page(form, status=422)
        messages.success(
            request,
            _("“%(commitment)s”: %(state)s, since %(day)s.")
            % {
                "commitment": self.commitment.title,
                "state": change.get_state_display(),
                "day": written_date(change.on),
            },
        )
        return redirect(self.back_url)

    def page(self, form, *, is_already_so=False, is_overtaken=False, status=200):
        context = self.get_context_data(
            form=form,
            commitment=self.commitment,
            state=self.state,
            last=self.last,
            is_already_so=is_already_so,
            is_overtaken=is_overtaken,
            back_url=self.back_url,
        )
        return TemplateResponse(self.request, self.template_name, context, status=status)

    def get_page_title(self):
        return _("Record a change of state")

    def get_breadcrumbs_items(self):
        return [
            *self.breadcrumbs_items,
            {"url": self.back_url, "label": _("Commitments")},
            {"url": "", "label": self.get_page_title()},
        ]


class CommitmentViewSet(SnippetViewSet):
    """Listed, filtered and edited by those whose group may change commitments, and nobody else.

    The state is no field of the edit form: it is changed on its own screen, which writes history. Nothing is
    copied: the state would come along without its own.
    """

    model = Commitment
    icon = "tasks"
    menu_label = gettext_lazy("Commitments")
    menu_order = 250
    add_to_admin_menu = True
    copy_view_enabled = False
    list_display = [
        "title",
        StateColumn("state", label=gettext_lazy("State"), sort_key="state"),
        "roadmap",
        "area",
        "programme",
    ]
    list_filter = ["roadmap", "state", "area", "programme"]
    search_fields = ["title", "description"]
    search_backend_name = None
    ordering = ["-roadmap__year", "position"]
    list_per_page = 50
    edit_handler = ObjectList(
        [*Commitment.panels, HistoryPanel(heading=gettext_lazy("What became of it"), icon="history")]
    )

    def get_queryset(self, request):
        return Commitment.objects.select_related("roadmap", "programme")

    def get_add_view_kwargs(self, **kwargs):
        beginning = MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("state"), FieldPanel("state_since")]),
                FieldPanel("state_reason"),
            ],
            heading=gettext_lazy("State that it begins with"),
        )
        handler = ObjectList([*Commitment.panels, beginning], base_form_class=NewCommitmentForm)
        handler = handler.bind_to_model(self.model)
        return super().get_add_view_kwargs(panel=handler, form_class=handler.get_form_class(), **kwargs)

    @property
    def record_view(self):
        return self.construct_view(RecordView)

    def get_urlpatterns(self):
        return [
            *super().get_urlpatterns(),
            path("<int:pk>/record/<str:state>/", self.record_view, name="record"),
        ]

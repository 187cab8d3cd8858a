"""The editor of pages, with its panel of checks; and where a page goes out, what stops it.

A draft is saved whatever is found in it. Publishing, scheduling, sending for review and approving all ask.
"""

from django.contrib import messages
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import ngettext
from wagtail.admin.messages import render
from wagtail.admin.modal_workflow import render_modal_workflow
from wagtail.admin.views.pages.create import CreateView
from wagtail.admin.views.pages.edit import EditView
from wagtail.admin.views.pages.revisions import RevisionsRevertView
from wagtail.admin.views.pages.workflow import WorkflowActionView
from wagtail.admin.viewsets.pages import PageViewSet

from desk.checks.examining import Report, examine_one
from desk.checks.gate import examine_typed, refuse
from desk.checks.panel import ContentChecksPanel

#: Actions of the editor by which a page goes out, or on its way there.
OUTWARDS = {"publish", "submit", "restart_workflow"}
#: Name of the action by which a reviewer lets a page pass.
APPROVE = "approve"
#: In the address: only what is found is asked.
LOOK = "content-checks"


def tell(request, report: Report, *, edit_url: str = "") -> None:
    """The message that says what is refused, and what is to be done, each with a way to its place."""
    found = report.blocking
    heading = ngettext(
        "The page does not go out yet: one thing is to be mended.",
        "The page does not go out yet: %(count)d things are to be mended.",
        len(found),
    ) % {"count": len(found)}
    detail = render_to_string("checks/findings.html", {"findings": found, "edit_url": edit_url})
    messages.error(request, render(heading, buttons=None, detail=detail))


class CheckedFormMixin:
    """Of the views that hold the form of a page."""

    def form_valid(self, form):
        if self.is_only_looking:
            return self.look(form)
        if self.goes_outwards:
            report = examine_typed(form)
            if report.blocking:
                return self.refuse(form, report)
        return super().form_valid(form)

    def form_invalid(self, form):
        """What Wagtail refuses by itself may be ours to name as well: all is told at once."""
        if self.is_only_looking:
            return self.look(form)
        if self.goes_outwards and not getattr(self, "locked_for_user", False):
            report = examine_typed(form)
            if report.blocking:
                return self.refuse(form, report)
        return super().form_invalid(form)

    def refuse(self, form, report: Report):
        """The form again, as it was typed."""
        is_all = refuse(form, report.blocking)
        tell(self.request, report)
        if not is_all:
            return super().form_invalid(form)
        self.has_unsaved_changes = True
        return self.render_to_response(self.get_context_data())

    @property
    def is_only_looking(self) -> bool:
        """Asked where a draft could not be saved: what is found in it, and nothing is kept."""
        return LOOK in self.request.GET

    def look(self, form):
        panel = ContentChecksPanel(form.instance, self.request, examine_typed(form))
        context = {"panel": panel, "is_partial": True}
        return TemplateResponse(
            self.request, "wagtailadmin/shared/side_panels/includes/side_panel.html", context
        )

    @property
    def goes_outwards(self) -> bool:
        approves = self.action_name == "perform_workflow_action" and self.workflow_action == APPROVE
        return approves or self.action_name in OUTWARDS

    def get_side_panels(self):
        panels = super().get_side_panels()
        report = examine_typed(self.form) if self.form.is_bound else examine_one(self.page)
        panels.insert(1, ContentChecksPanel(self.page, self.request, report))
        return panels


class CheckedCreateView(CheckedFormMixin, CreateView):
    pass


class CheckedEditView(CheckedFormMixin, EditView):
    pass


class CheckedRevertView(CheckedFormMixin, RevisionsRevertView):
    pass


class CheckedWorkflowActionView(WorkflowActionView):
    """A reviewer may approve without opening the page: what stops it there is told in its editor."""

    def post(self, request, *args, **kwargs):
        if self.action_name == APPROVE:
            edit_url = reverse("wagtailadmin_pages:edit", args=[self.object.pk])
            report = examine_one(self.object.get_latest_revision_as_object())
            if report.blocking:
                tell(request, report, edit_url=edit_url)
                if request.headers.get("x-requested-with") == "XMLHttpRequest":
                    return render_modal_workflow(
                        request, "", None, {}, json_data={"step": "success", "redirect": edit_url}
                    )
                return redirect(edit_url)
        return super().post(request, *args, **kwargs)


class CheckedPageViewSet(PageViewSet):
    """Takes the place of Wagtail's own for every type of page."""

    add_view_class = CheckedCreateView
    edit_view_class = CheckedEditView
    revisions_revert_view_class = CheckedRevertView
    workflow_action_view_class = CheckedWorkflowActionView

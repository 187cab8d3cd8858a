"""The admin's home page: what waits for whoever opens it, the most pressing first, nothing twice.

Wagtail's own panels list all that there is, and ask the database several times for each line. These show the
first few, say how many there are, and cost the same for ten lines as for two hundred.
"""

from django.db.models import (
    Case,
    CharField,
    Count,
    Exists,
    F,
    IntegerField,
    Max,
    OuterRef,
    Q,
    Subquery,
    Value,
    When,
    Window,
)
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.http import urlencode
from wagtail.admin.ui.components import Component
from wagtail.admin.views.home import (
    RecentEditsPanel,
    UserObjectsInWorkflowModerationPanel,
    WorkflowObjectsToModeratePanel,
)
from wagtail.models import (
    GroupApprovalTask,
    Page,
    PageLogEntry,
    TaskState,
    WorkflowState,
    get_default_page_content_type,
)

from desk.trash.bin import IN_TRASH

#: Lines of a panel.
SHOWN = 10
SHOWN_EDITS = 5


class _LinesPanel(Component):
    """A panel with a line for each page, which stays away where there is none."""

    def __init__(self, user):
        self.user = user

    @cached_property
    def lines(self) -> list:
        raise NotImplementedError

    def render_html(self, parent_context=None):
        return super().render_html(parent_context) if self.lines else ""

    def get_context_data(self, parent_context):
        total = self.lines[0].total
        return {
            "lines": self.lines,
            "total": total,
            "more": total - len(self.lines),
            "request": parent_context["request"],
        }


class AwaitingPanel(_LinesPanel):
    """What was sent for review to a group of the user's, who waits longest first."""

    name = "care_awaiting"
    template_name = "care/panels/awaiting.html"
    order = 90

    @cached_property
    def lines(self) -> list[TaskState]:
        states = TaskState.objects.filter(
            status=TaskState.STATUS_IN_PROGRESS,
            task__active=True,
            revision__base_content_type=get_default_page_content_type(),
        )
        if not self.user.is_superuser:
            own = GroupApprovalTask.objects.filter(pk=OuterRef("task"), groups__user=self.user)
            states = states.filter(Exists(own))
        states = states.select_related("revision__user__wagtail_userprofile").defer("revision__content")
        states = list(states.annotate(total=Window(Count("pk"))).order_by("started_at", "pk")[:SHOWN])
        pages = Page.objects.in_bulk([int(state.revision.object_id) for state in states]) if states else {}
        for state in states:
            state.page = pages.get(int(state.revision.object_id))
        return [state for state in states if state.page]

    def get_context_data(self, parent_context):
        query = urlencode({"status": TaskState.STATUS_IN_PROGRESS})
        return super().get_context_data(parent_context) | {
            "all_url": f"{reverse('wagtailadmin_reports:workflow_tasks')}?{query}",
        }


class DraftsPanel(_LinesPanel):
    """What the user owns or changed last and readers do not see yet: sent back, being written, in review."""

    name = "care_drafts"
    template_name = "care/panels/drafts.html"
    order = 150

    @cached_property
    def lines(self) -> list[Page]:
        states = WorkflowState.objects.active().filter(
            base_content_type=get_default_page_content_type(),
            object_id=Cast(OuterRef("pk"), CharField()),
        )
        pages = (
            Page.objects.filter(has_unpublished_changes=True)
            .exclude(IN_TRASH)
            .annotate(
                review=Subquery(states.values("status")[:1]),
                total=Window(Count("pk")),
                turn=Case(
                    When(review=WorkflowState.STATUS_NEEDS_CHANGES, then=Value(0)),
                    When(review=None, then=Value(1)),
                    default=Value(2),
                    output_field=IntegerField(),
                ),
            )
        )
        mine = pages.filter(Q(latest_revision__user=self.user) | Q(owner=self.user))
        return list(mine.order_by("turn", "-latest_revision_created_at", "pk")[:SHOWN])

    def get_context_data(self, parent_context):
        query = urlencode({"edited_by": self.user.pk})
        return super().get_context_data(parent_context) | {
            "all_url": f"{reverse('wagtailadmin_explore_root')}?{query}",
        }


class EditsPanel(Component):
    """The way back to what the user changed last, where it is published: drafts have their own panel."""

    name = "care_edits"
    template_name = "care/panels/edits.html"
    order = 280

    def __init__(self, user):
        self.user = user

    @cached_property
    def lines(self) -> list[dict]:
        edits = PageLogEntry.objects.filter(
            user=self.user, action="wagtail.edit", page__has_unpublished_changes=False
        )
        pages = edits.values("page_id", title=F("page__draft_title"), locale_id=F("page__locale_id"))
        return list(pages.annotate(edited_at=Max("timestamp")).order_by("-edited_at")[:SHOWN_EDITS])

    def render_html(self, parent_context=None):
        return super().render_html(parent_context) if self.lines else ""

    def get_context_data(self, parent_context):
        return {"lines": self.lines, "request": parent_context["request"]}


#: Wagtail's panels that the ones above stand for.
REPLACED = (RecentEditsPanel, UserObjectsInWorkflowModerationPanel, WorkflowObjectsToModeratePanel)


def furnish(request, panels: list[Component]) -> None:
    """Put the house's panels in the place of Wagtail's."""
    panels[:] = [panel for panel in panels if not isinstance(panel, REPLACED)]
    panels += [panel(request.user) for panel in (AwaitingPanel, DraftsPanel, EditsPanel)]

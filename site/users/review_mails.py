"""The mails of a review: what Wagtail sends, with what a writer wants to know besides.

Their words are in `templates/wagtailadmin/notifications/`, in the language that each chose for the admin.
"""

from wagtail.admin.mail import WorkflowStateApprovalEmailNotifier
from wagtail.models import WorkflowState
from wagtail.signals import workflow_approved


class ApprovalNotifier(WorkflowStateApprovalEmailNotifier):
    """Tells the writer who approved, what they said, and when the page is published if not at once."""

    def get_context(self, workflow_state, **kwargs):
        context = super().get_context(workflow_state, **kwargs)
        # Read again: it was published since.
        page = context["page"]._meta.model.objects.get(pk=context["page"].pk)
        scheduled, reviewed = page.scheduled_revision, workflow_state.current_task_state
        return context | {
            "page": page,
            "reviewer": reviewed and reviewed.finished_by,
            "comment": reviewed.get_comment() if reviewed else "",
            "publication_date": scheduled and scheduled.approved_go_live_at,
        }


def take_the_place_of_wagtails() -> None:
    """To be called before Wagtail's own is connected: a second receiver of that name is left out."""
    workflow_approved.connect(
        _notify, sender=WorkflowState, dispatch_uid="workflow_state_approved_email_notification"
    )


_notify = ApprovalNotifier()

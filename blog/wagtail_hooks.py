"""Commitments in the admin's menu; what they keep from being deleted; their changes of state in the audit."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.log_actions import LogFormatter
from wagtail.snippets.models import register_snippet

from blog import keeping
from blog.commitment_screens import CommitmentViewSet
from blog.models import Commitment
from blog.recording import LOG_ACTION

register_snippet(CommitmentViewSet)

hooks.register("before_delete_page", keeping.keep_page)
# After Wagtail’s own, whose place it takes.
hooks.register("register_bulk_action", keeping.KeepingDelete, order=1)
hooks.register("before_delete_snippet", keeping.keep_commitments)


@hooks.register("register_log_actions")
def tell_changes_of_state(actions):
    @actions.register_action(LOG_ACTION)
    class ChangeOfState(LogFormatter):
        label = gettext_lazy("Change the state of a commitment")

        def format_message(self, log_entry):
            names = dict(Commitment.State.choices)
            data = log_entry.data
            words = _("State changed from “%(before)s” to “%(after)s”, on %(day)s.") % {
                "before": names.get(data.get("before"), "?"),
                "after": names.get(data.get("after"), "?"),
                "day": data.get("on", "?"),
            }
            return f"{words} {data.get('reason', '')}".strip()

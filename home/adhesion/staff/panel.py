"""The admin's home page, for those who review: what waits for them, the year's members against the aim."""

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from wagtail.admin.ui.components import Component

from core.clock import today
from home.adhesion.models import FeeSchedule, Membership
from home.adhesion.models.requests import State

from . import attention


class MembershipPanel(Component):
    """Figures, each of which leads to the list of what it counts; nothing for others than reviewers."""

    name = "memberships"
    template_name = "adhesion/admin/panel.html"
    order = 100

    class Media:
        css = {"all": ["adhesion/panel.css"]}

    def render_html(self, parent_context=None):
        user = parent_context["request"].user
        if not any(user.has_perm(f"adhesion.{right}_adhesionrequest") for right in ("review", "decide")):
            return ""
        return super().render_html(parent_context)

    def get_context_data(self, parent_context):
        year = today().year
        return {
            "figures": self.figures(year),
            "year": year,
            "members": Membership.objects.of_year(year).count(),
            "aim": self.aim(year),
            "members_url": _listing(state=State.ACCEPTED.value, year=year),
        }

    @staticmethod
    def figures(year) -> list[dict]:
        counts = attention.counts()
        figures = [
            (counts["to_handle"], _("to handle"), {"state": State.SUBMITTED.value}, True),
            (
                counts["to_complete"],
                _("to be completed by the applicant"),
                {"state": State.TO_COMPLETE.value},
                False,
            ),
            (counts["waiting"], _("untouched for more than 14 days"), {"attention": "waiting"}, True),
            (counts["mail"], _("with a mail refused"), {"attention": "mail"}, True),
            (counts["unpaid"], _("with a fee call not paid"), {"attention": "unpaid"}, False),
        ]
        return [
            {
                "number": number,
                "label": label,
                "url": _listing(**query),
                "is_pressing": is_pressing and number > 0,
            }
            for number, label, query, is_pressing in figures
        ]

    @staticmethod
    def aim(year) -> int | None:
        """How many members the year should count at least; None where nobody has said."""
        aims = FeeSchedule.objects.filter(year=year).exclude(members_aim=None)
        return aims.order_by("pk").values_list("members_aim", flat=True).first()


def _listing(**query) -> str:
    return f"{reverse('adhesion_requests:index')}?{urlencode(query)}"

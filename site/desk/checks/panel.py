"""The side panel of the editor that tells what is found in the page, as it stands on the screen.

Wagtail saves drafts by themselves, and renders the side panels again after each time: the panel follows.
"""

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.side_panels import BaseSidePanel

from desk.checks.examining import Report


class ContentChecksPanel(BaseSidePanel):
    class SidePanelToggle(BaseSidePanel.SidePanelToggle):
        aria_label = _("Toggle content checks")
        icon_name = "clipboard-list"
        counter_classname = "w-bg-critical-200"

        def get_context_data(self, parent_context):
            return super().get_context_data(parent_context) | {"count": self.panel.report.count}

    name = "content-checks"
    title = _("Content checks")
    template_name = "checks/panel.html"
    order = 340

    def __init__(self, page, request, report: Report):
        super().__init__(page, request)
        self.report = report

    def get_context_data(self, parent_context):
        return super().get_context_data(parent_context) | {
            "report": self.report,
            "is_partial": parent_context.get("is_partial", False),
        }

    @property
    def media(self):
        return forms.Media(js=["checks/places.js", "checks/watching.js"], css={"all": ["checks/panel.css"]})

"""Several pages published at once: where one of them must not go out, none does, and each is told."""

from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from wagtail.admin.views.pages.bulk_actions.publish import PublishBulkAction

from core.checking import content_of
from desk.checks.examining import examine


class CheckedPublish(PublishBulkAction):
    """Takes the place of Wagtail's own."""

    def prepare_action(self, pages, pages_without_access):
        drafts = [page.get_latest_revision_as_object() for page in self._going_out(pages)]
        reports = examine([content_of(draft) for draft in drafts])
        refused = [
            {"page": draft, "findings": report.blocking}
            for draft, report in zip(drafts, reports, strict=True)
            if report.blocking
        ]
        if not refused:
            return None
        context = {"title": _("Pages that do not go out yet"), "refused": refused, "back_url": self.next_url}
        return TemplateResponse(self.request, "checks/refused.html", context, status=409)

    def _going_out(self, pages) -> list:
        """Those chosen, and the drafts below them where these are wanted too."""
        going = list(pages)
        if self.cleaned_form.cleaned_data["include_descendants"]:
            for page in pages:
                going += [
                    draft
                    for draft in page.get_descendants().not_live().defer_streamfields().specific()
                    if draft.permissions_for_user(self.request.user).can_publish()
                ]
        return list({page.pk: page for page in going}.values())

"""« Ils sont adhérents »: the members of the year that agreed to be named."""

from django.utils.translation import gettext_lazy as _

from core.models import ReadingPage
from home.adhesion.directory import Directory


class MembersPage(ReadingPage):
    """The members of the year, by type and territory, with their consent."""

    stylesheets = ["core/css/members.css"]
    parent_page_types = ["adhesion.JoinPage"]
    subpage_types = []
    max_count_per_parent = 1

    class Meta:
        verbose_name = _("page of the members")
        verbose_name_plural = _("pages of the members")

    def get_context(self, request, *args, **kwargs):
        """With the directory as `?year=`, `?type=` and `?territory=` narrow it; four queries at most."""
        context = super().get_context(request, *args, **kwargs)
        directory = Directory(
            year=request.GET.get("year", ""),
            category=request.GET.get("type", ""),
            place=request.GET.get("territory", ""),
        )
        if directory.shown != directory.latest:
            self.canonical_url = f"{self.get_full_url(request)}?year={directory.shown.year}"
        context["directory"] = directory
        above = self.get_parent()
        context["join_page"] = above if above.live else None
        return context

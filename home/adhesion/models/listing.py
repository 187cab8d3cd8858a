"""« Ils sont adhérents »: the members of the year that agreed to be named."""

from django.utils.translation import gettext_lazy as _

from core.models import ReadingPage


class MembersPage(ReadingPage):
    """The members of the year, by type and territory, with their consent."""

    stylesheets = ["core/css/adhesion.css"]
    parent_page_types = ["adhesion.JoinPage", "home.HomePage"]
    subpage_types = []
    max_count_per_parent = 1

    class Meta:
        verbose_name = _("page of the members")
        verbose_name_plural = _("pages of the members")

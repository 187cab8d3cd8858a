"""The report of all that is found in what readers see, for those who write and those who publish."""

from django.contrib.auth import get_user_model
from django.forms import Media
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django_filters import ChoiceFilter, ModelChoiceFilter
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import BaseColumn
from wagtail.admin.views.reports import ReportView
from wagtail.models import Page
from wagtail.permissions import policy_registry

from core.checking import Level, checks
from desk.checks.examining import Report
from desk.checks.survey import Row, records_of, survey

#: Who may do one of these to a page reads the report, of the pages to which they may.
ACTIONS = ["add", "change", "publish"]


def may_read(user) -> bool:
    return policy_registry.get_by_type(Page).user_has_any_permission(user, ACTIONS)


def _sections(request):
    """Pages right below a front door that have others below them."""
    return Page.objects.live().filter(depth=3, numchild__gt=0).order_by("locale", "path")


def _owners(request):
    return get_user_model().objects.filter(owned_pages__live=True).distinct().order_by("username")


class FindingsFilterSet(WagtailFilterSet):
    check = ChoiceFilter(
        label=_("Check"),
        method="keep_all",
        choices=lambda: [(check.name, check.title) for check in checks()],
    )
    level = ChoiceFilter(
        label=_("Level"),
        method="keep_all",
        choices=[(level.value, level.label) for level in Level],
    )
    section = ModelChoiceFilter(label=_("Section"), method="below", queryset=_sections)
    owner = ModelChoiceFilter(label=_("Owner"), queryset=_owners)

    class Meta:
        model = Page
        fields = ["check", "level", "section", "owner"]

    def keep_all(self, pages, name, value):
        """What is found is not known of the database: the view chooses."""
        return pages

    def below(self, pages, name, section):
        return pages.filter(path__startswith=section.path)


class WhereColumn(BaseColumn):
    """Its title, which leads to its editor, what it is and whose."""

    cell_template_name = "checks/where_cell.html"

    def get_cell_context_data(self, row, parent_context):
        return super().get_cell_context_data(row, parent_context) | {"row": row}


class FindingsColumn(BaseColumn):
    cell_template_name = "checks/findings_cell.html"

    #: Findings told one by one.
    TOLD = 6

    def get_cell_context_data(self, row, parent_context):
        findings = row.report.findings
        return super().get_cell_context_data(row, parent_context) | {
            "row": row,
            "told": findings[: self.TOLD],
            "others": max(0, len(findings) - self.TOLD),
        }


class FindingsView(ReportView):
    """A line for each page that is live, and each record, in which something is found."""

    page_title = _("Content checks")
    header_icon = "clipboard-list"
    model = Page
    verbose_name = _("page")
    verbose_name_plural = _("pages")
    filterset_class = FindingsFilterSet
    index_url_name = "content_checks"
    index_results_url_name = "content_checks_results"
    columns = [
        WhereColumn("title", label=_("Page"), classname="content-checks-title"),
        FindingsColumn("findings", label=_("What is found")),
    ]
    any_permission_required = ACTIONS

    @property
    def permission_policy(self):
        return policy_registry.get_by_type(Page)

    def get_queryset(self):
        pages = self.permission_policy.instances_user_has_any_permission_for(self.request.user, ACTIONS)
        # An alias is mended where its original is.
        return pages.live().filter(depth__gt=1, alias_of=None)

    def get_filtered_queryset(self):
        chosen = self._chosen
        of_pages = chosen.get("section") or chosen.get("owner")
        records = [] if of_pages else records_of(self.request.user)
        rows = survey(super().get_filtered_queryset(), records)
        return [kept for row in rows if (kept := self._narrowed(row))]

    @cached_property
    def _chosen(self) -> dict:
        return self.filters.form.cleaned_data if self.filters.is_valid() else {}

    def _narrowed(self, row: Row) -> Row | None:
        """The row with the findings asked for; None without any."""
        name, level = self._chosen.get("check"), self._chosen.get("level")
        kept = tuple(
            finding
            for finding in row.report.findings
            if name in ("", None, finding.check.name) and level in ("", None, finding.check.level.value)
        )
        return Row(row.title, row.kind, row.owner, row.edit_url, Report(kept)) if kept else None

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        context["media"] += self._styles
        return context

    @property
    def _styles(self):
        return Media(css={"all": ["checks/panel.css"]})


class FindingsMenuItem(MenuItem):
    def is_shown(self, request):
        return may_read(request.user)

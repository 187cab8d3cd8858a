"""Everything that the association publishes."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField

from core.blocks import LandingStream
from core.citing.coins import coins
from core.citing.pages import CitedListMixin
from core.models import BasePage
from publications.citing.lists import on_shelves
from publications.leaves import leaf_of
from publications.shelves import shelves


class PublicationIndexPage(CitedListMixin, BasePage):
    """Series, collections and reports on their shelves."""

    body = StreamField(LandingStream(), verbose_name=_("body"), blank=True)

    levels_listed = 2
    stylesheets = ["core/css/publications.css", "core/css/citing.css"]
    parent_page_types = ["home.HomePage"]
    subpage_types = [
        "publications.VideoSeriesPage",
        "publications.CollectionPage",
        "publications.ReportPage",
    ]
    max_count_per_parent = 1
    schema_type = "CollectionPage"

    content_panels = [*BasePage.content_panels, FieldPanel("body")]

    class Meta:
        verbose_name = _("index of publications")

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        found = shelves(self)
        leaf = leaf_of(self, found.reports, len(found.reports), request)
        shown = found.on(leaf)
        items = on_shelves(shown, request, is_whole=False)
        context |= {
            "leaf": leaf,
            "shelves": shown,
            "coins": [coins(item) for item in items],
            "reference_files": self.reference_files(request) if items else [],
        }
        return context

    def csl_items(self, request) -> list[dict]:
        return on_shelves(shelves(self), request, is_whole=True)

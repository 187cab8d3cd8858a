"""Everything that the association publishes."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField

from core.blocks import LandingStream
from core.models import BasePage
from publications.shelves import shelves


class PublicationIndexPage(BasePage):
    """Series, collections and reports on their shelves."""

    body = StreamField(LandingStream(), verbose_name=_("body"), blank=True)

    stylesheets = ["core/css/publications.css"]
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
        context["shelves"] = shelves(self)
        return context

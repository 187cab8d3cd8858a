"""Pages that explain: the association, its place, its duties."""

from django.utils.translation import gettext_lazy as _
from wagtail.fields import StreamField

from core.models import ReadingPage
from home.blocks import ContentStream


class ContentPage(ReadingPage):
    body = StreamField(ContentStream(), verbose_name=_("body"), blank=True)

    parent_page_types = ["home.HomePage", "home.ContentPage"]
    subpage_types = ["home.ContentPage"]

    class Meta:
        verbose_name = _("page")
        verbose_name_plural = _("pages")

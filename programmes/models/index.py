"""All programmes, along the parcours."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField

from core.blocks import LandingStream
from core.models import BasePage


class ProgrammeIndexPage(BasePage):
    body = StreamField(LandingStream(), verbose_name=_("body"), blank=True)

    stylesheets = ["core/css/programme.css"]
    parent_page_types = ["home.HomePage"]
    subpage_types = ["programmes.ProgrammePage"]
    max_count_per_parent = 1
    schema_type = "CollectionPage"

    content_panels = [*BasePage.content_panels, FieldPanel("body")]

    class Meta:
        verbose_name = _("index of programmes")

"""The front door."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField

from blog.blocks import KeywordBlock
from core.blocks.links import LinkBlock
from core.models import BasePage, WholePathRoutingMixin


class HomePage(WholePathRoutingMixin, BasePage):
    """What the association is and for whom, the parcours, the year, what is new, how to join."""

    actions = StreamField(
        [("link", LinkBlock())], verbose_name=_("first steps"), max_num=2, blank=True, help_text=_("One button, one link.")
    )
    parcours_title = models.CharField(_("title of the parcours"), max_length=120, blank=True)
    parcours_text = models.CharField(_("text of the parcours"), max_length=300, blank=True)
    keywords = StreamField([("keyword", KeywordBlock())], verbose_name=_("keywords"), max_num=4, blank=True)
    roadmap = models.ForeignKey(
        "blog.RoadmapPage",
        verbose_name=_("roadmap of the year"),
        on_delete=models.SET_NULL,
        related_name="+",
        null=True,
        blank=True,
    )
    roadmap_title = models.CharField(_("title over the roadmap"), max_length=120, blank=True)
    join_title = models.CharField(_("title of the call to join"), max_length=120, blank=True)
    join_text = models.CharField(_("why join"), max_length=400, blank=True)

    stylesheets = ["core/css/home.css"]
    parent_page_types = ["wagtailcore.Page"]
    schema_type = "WebPage"

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("actions"),
        MultiFieldPanel([FieldPanel("parcours_title"), FieldPanel("parcours_text")], heading=_("Parcours")),
        FieldPanel("keywords"),
        MultiFieldPanel([FieldPanel("roadmap"), FieldPanel("roadmap_title")], heading=_("The year")),
        MultiFieldPanel([FieldPanel("join_title"), FieldPanel("join_text")], heading=_("Joining")),
    ]

    class Meta:
        verbose_name = _("home page")

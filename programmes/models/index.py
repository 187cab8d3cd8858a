"""All programmes: along the parcours, then by function."""

from dataclasses import dataclass
from itertools import groupby

from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.routable_page.models import path
from wagtail.fields import StreamField

from core.below import full_url
from core.blocks import LandingStream
from core.models import BasePage
from core.routes import RoutesByLanguageMixin
from programmes import finder, junction_map
from programmes.choices import Function
from programmes.models.programme import ProgrammePage
from programmes.parcours import Parcours, ParcoursFilters


@dataclass(frozen=True)
class FunctionGroup:
    """The programmes of one function, in the editors' order, by activity."""

    function: Function
    text: str
    activities: list[tuple[str, list[ProgrammePage]]]
    count: int


class ProgrammeIndexPage(RoutesByLanguageMixin, BasePage):
    parcours_title = models.CharField(_("title of the parcours"), max_length=120, blank=True)
    parcours_text = models.CharField(_("text of the parcours"), max_length=300, blank=True)
    research_text = models.CharField(_("what action research is"), max_length=300, blank=True)
    resource_text = models.CharField(_("what the resource centre is"), max_length=300, blank=True)
    body = StreamField(LandingStream(), verbose_name=_("body"), blank=True)

    levels_listed = 1
    stylesheets = ["core/css/programme.css", "core/css/parcours.css"]
    parent_page_types = ["home.HomePage"]
    subpage_types = ["programmes.ProgrammePage"]
    max_count_per_parent = 1
    schema_type = "CollectionPage"

    content_panels = [
        *BasePage.content_panels,
        MultiFieldPanel([FieldPanel("parcours_title"), FieldPanel("parcours_text")], heading=_("Parcours")),
        MultiFieldPanel([FieldPanel("research_text"), FieldPanel("resource_text")], heading=_("Functions")),
        FieldPanel("body"),
    ]

    class Meta:
        verbose_name = _("index of programmes")

    @cached_property
    def programmes(self) -> list[ProgrammePage]:
        """All public programmes, in the order of the parcours."""
        return list(ProgrammePage.objects.child_of(self).published().defer_streamfields())

    @property
    def functions(self) -> list[FunctionGroup]:
        """Programmes by function then activity; those asleep or over close their activity."""
        texts = {Function.RESEARCH: self.research_text, Function.RESOURCE: self.resource_text}
        in_tree_order = sorted(self.programmes, key=lambda programme: programme.path)
        groups = []
        for function in Function:
            members = [programme for programme in in_tree_order if programme.function == function]
            order = list(dict.fromkeys(programme.activity for programme in members))
            members.sort(key=lambda programme: (order.index(programme.activity), not programme.is_open))
            if members:
                activities = [
                    (name, list(group)) for name, group in groupby(members, lambda each: each.activity)
                ]
                groups.append(FunctionGroup(function, texts[function], activities, len(members)))
        return groups

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        filters = ParcoursFilters.read(request.GET)
        context["parcours"] = Parcours(self.programmes, filters)
        context["filters"] = filters
        context["active_filters"] = filters.active(self.get_url(request))
        context["functions"] = self.functions
        context["page_url"] = self.get_url(request)
        context["finder_url"] = self.route_url("find", request)
        context["junctions_url"] = self.route_url("junctions", request)
        return context

    @path("trouver/", name="find_fr")
    @path("find/", name="find_en")
    def serve_finder(self, request):
        """Three questions, and the programmes that fit."""
        return finder.serve(request, self)

    @path("jonctions/", name="junctions_fr")
    @path("junctions/", name="junctions_en")
    def serve_junctions(self, request):
        """All programmes and what joins them."""
        return junction_map.serve(request, self)

    def addresses_below(self, request) -> list[str]:
        """Whole addresses of the pages that it makes itself, for the sitemap."""
        with override(self.locale.language_code):
            return [full_url(self, request, route) for route in ("find", "junctions")]

    def get_structured_data(self, request) -> list[dict]:
        page, *others = super().get_structured_data(request)
        page["mainEntity"] = {
            "@type": "ItemList",
            "itemListElement": [
                {
                    "@type": "ListItem",
                    "position": position,
                    "name": programme.title,
                    "url": programme.get_full_url(request),
                }
                for position, programme in enumerate(self.programmes, start=1)
            ],
        }
        return [page, *others]

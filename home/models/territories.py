"""Where the association has worked: the map of terrains, and one page a territory."""

from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override
from wagtail.contrib.routable_page.models import path, re_path

from core.below import full_url, render_below
from core.languages import or_untranslated
from core.models import BasePage, Territory
from core.routes import RoutesByLanguageMixin
from home.happenings import Happenings, told_of
from home.lands import Lands
from home.terrain_listing import TerrainListing
from programmes.models import TerrainPage


class TerritoriesPage(RoutesByLanguageMixin, BasePage):
    """All terrains on a map and in a list; below it, everything that happens in each territory."""

    stylesheets = ["core/css/slip.css", "core/css/atlas.css", "core/css/territories.css"]
    parent_page_types = ["home.HomePage"]
    subpage_types = []
    max_count_per_parent = 1
    schema_type = "CollectionPage"

    class Meta:
        verbose_name = gettext_lazy("map of terrains")

    @path("")
    def all_terrains(self, request):
        """Narrowed by `?territory=`, `?period=` and `?state=`."""
        terrains = or_untranslated(TerrainPage.objects.all(), self.locale).published().defer_streamfields()
        listing = TerrainListing(
            terrains,
            Lands(),
            url=self.get_url(request),
            url_of=lambda territory: self.territory_url(territory, request),
            request=request,
            asked=request.GET,
        )
        return self.render(request, context_overrides={"listing": listing})

    @re_path(r"^(?P<slug>[-a-zA-Z0-9_]{1,120})/$", name="territory_fr")
    @re_path(r"^(?P<slug>[-a-zA-Z0-9_]{1,120})/$", name="territory_en")
    def one_territory(self, request, slug):
        """A territory under its name of the time. 404 for one that is not known."""
        lands = Lands()
        territory = lands.by_slug.get(slug)
        if territory is None:
            raise Http404
        happenings = Happenings(territory, lands, self.locale)
        around = lands.above(territory)
        response = render_below(
            self,
            request,
            "home/territory.html",
            route="territory",
            args=[slug],
            standing={
                "title": territory.name,
                "seo_title": f"{territory.name} – {self.title}",
                "introduction": _("Terrains, posts, events and members: what happened in %(name)s.")
                % {"name": territory.name},
            },
            territory=territory,
            happenings=happenings,
            map=happenings.map(
                _("Map of %(name)s") % {"name": territory.name},
                lambda each: self.territory_url(each, request),
            ),
            around=[(each, self.territory_url(each, request)) for each in around],
            parts=[(each, self.territory_url(each, request)) for each in happenings.parts],
        )
        response.context_data["structured_data"][0]["about"] = _place([territory, *around])
        return response

    def addresses_below(self, request) -> list[str]:
        """Whole addresses of the territories in which something happens, for the sitemap. Four queries."""
        with override(self.locale.language_code):
            return [
                full_url(self, request, "territory", territory.slug)
                for territory in told_of(Lands(), self.locale)
            ]

    def territory_url(self, territory: Territory, request=None) -> str:
        """Address of the page of a territory."""
        return self.route_url("territory", request, territory.slug)


def _place(territories: list[Territory]) -> dict:
    """A territory and the one that it is part of, as search engines are told."""
    place, *around = ({"@type": "AdministrativeArea", "name": each.name} for each in territories[:2])
    return place | {"containedInPlace": around[0]} if around else place

"""Where the association has worked: the map of terrains, and one page a territory."""

from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override
from wagtail.contrib.routable_page.models import path, re_path

from core.below import RouteInLanguage
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
        terrains = TerrainPage.objects.filter(locale=self.locale).published().defer_streamfields()
        listing = TerrainListing(
            terrains,
            Lands(),
            url=self.get_url(request),
            url_of=lambda territory: self.territory_url(territory, request),
            request=request,
            asked=request.GET,
        )
        return self.render(request, context_overrides={"listing": listing})

    @re_path(r"^(?P<slug>[-a-zA-Z0-9_]{1,120})/$", name="territory")
    def one_territory(self, request, slug):
        """A territory under its name of the time. 404 for one that is not known."""
        lands = Lands()
        territory = lands.by_slug.get(slug)
        if territory is None:
            raise Http404
        self._stand_at(territory, request)
        happenings = Happenings(territory, lands, self.locale)
        context = {
            "territory": territory,
            "happenings": happenings,
            "map": happenings.map(
                _("Map of %(name)s") % {"name": territory.name},
                lambda each: self.territory_url(each, request),
            ),
            "around": [(each, self.territory_url(each, request)) for each in lands.above(territory)],
            "parts": [(each, self.territory_url(each, request)) for each in happenings.parts],
            "breadcrumbs": [*self.breadcrumbs, self],
            "structured_data": self._structured_data_of(territory, lands, request),
        }
        return self.render(request, context_overrides=context, template="home/territory.html")

    def addresses_below(self, request) -> list[str]:
        """Full addresses of the territories in which something happens, for the sitemap. Four queries."""
        lands = Lands()
        url = self.get_full_url(request)
        return [
            url + self.reverse_subpage("territory", args=[territory.slug])
            for territory in told_of(lands, self.locale)
        ]

    def territory_url(self, territory: Territory, request=None) -> str:
        """Address of the page of a territory."""
        return self.get_url(request) + self.reverse_subpage("territory", args=[territory.slug])

    def _stand_at(self, territory: Territory, request) -> None:
        """The title, the address and the translations of a territory's page."""
        below = self.reverse_subpage("territory", args=[territory.slug])
        self.canonical_url = self.get_full_url(request) + below
        self.seo_title = f"{territory.name} – {self.title}"
        self.search_description = _("Terrains, posts, events and members: what happened in %(name)s.") % {
            "name": territory.name
        }
        self.translations_for_switcher = [
            _in_language(translation, request, below) for translation in self.translations_for_switcher
        ]

    def _structured_data_of(self, territory: Territory, lands: Lands, request) -> list[dict]:
        page, *others = self.get_structured_data(request)
        page["@type"] = "CollectionPage"
        page["name"], page["url"] = territory.name, self.canonical_url
        page["about"] = {"@type": "AdministrativeArea", "name": territory.name}
        if above := lands.above(territory):
            page["about"]["containedInPlace"] = {"@type": "AdministrativeArea", "name": above[0].name}
        for trail in others:
            steps = trail["itemListElement"]
            steps.append(
                {
                    "@type": "ListItem",
                    "position": len(steps) + 1,
                    "name": territory.name,
                    "item": self.canonical_url,
                }
            )
        return [page, *others]


def _in_language(translation, request, below: str) -> RouteInLanguage:
    with override(translation.locale.language_code):
        return RouteInLanguage(
            translation.locale,
            translation.get_url(request) + below,
            translation.get_full_url(request) + below,
        )

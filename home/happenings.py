"""Everything that happens in one territory: terrains, posts, events, members. Four queries."""

from functools import cached_property

from django.db.models import Subquery
from django.utils.text import slugify

from blog.models import PostPage
from core.atlas.drawing import MapOfFrance, map_of_france
from core.atlas.france import region_of
from core.clock import today
from core.languages import or_untranslated
from core.models import Territory
from core.querysets import open_to_all
from home.adhesion.models import Membership
from home.lands import Lands
from programmes.agenda.models import EventPage
from programmes.models import TerrainPage


def told_of(lands: Lands, locale) -> list[Territory]:
    """Territories in which something happens that anybody may read of, with those around them, by address.

    Members alone make no page that search engines should know. Three queries.
    """
    found: set[Territory] = set()
    for model in (TerrainPage, PostPage, EventPage):
        pages = open_to_all(or_untranslated(model.objects.filter(territory__isnull=False), locale)).order_by()
        for key in pages.values_list("territory", flat=True).distinct():
            territory = lands.of(key)
            found |= {territory, *lands.above(territory)}
    return sorted(found, key=lambda territory: territory.slug)


class Happenings:
    """What happens in a territory and in all that is part of it.

    In one language, and in the first one where nobody has translated it.
    """

    def __init__(self, territory: Territory, lands: Lands, locale):
        self.territory, self.lands = territory, lands
        self._places = lands.below(territory)
        self._locale = locale

    def _here(self, model):
        """Pages of a type from here, in the language of the reader, or untranslated."""
        return or_untranslated(model.objects.filter(territory__in=self._places), self._locale)

    @cached_property
    def terrains(self) -> list[TerrainPage]:
        """Latest first."""
        found = list(self._here(TerrainPage).published().defer_streamfields())
        for terrain in found:
            terrain.territory = self.lands.of(terrain.territory_id)
        return found

    @cached_property
    def posts(self) -> list[PostPage]:
        """Latest first."""
        posts = self._here(PostPage).published()
        return list(posts.defer_streamfields())

    @cached_property
    def events(self) -> list[EventPage]:
        """Latest first, those to come at the top."""
        events = self._here(EventPage).published().defer_streamfields()
        return list(events.order_by("-starts_at", "-pk"))

    @property
    def coming(self) -> list[EventPage]:
        """Soonest first."""
        return [event for event in reversed(self.events) if not event.is_past(today())]

    @property
    def past(self) -> list[EventPage]:
        return [event for event in self.events if event.is_past(today())]

    @cached_property
    def _memberships(self) -> list[Membership]:
        """Of this year, else of the last one for which a member is named anywhere."""
        named = Membership.objects.filter(year__lte=today().year).named_publicly()
        latest = named.order_by("-year").values("year")[:1]
        here = named.filter(year=Subquery(latest), organisation__territory__in=self._places)
        return list(here.select_related("organisation").only("year", "organisation__name"))

    @property
    def members_year(self) -> int | None:
        """The year of those named below."""
        return next((membership.year for membership in self._memberships), None)

    @property
    def members(self) -> list[str]:
        """Names of the members from here that agreed to be named, in alphabetical order."""
        return sorted((each.organisation.name for each in self._memberships), key=slugify)

    def map(self, label: str, url_of) -> MapOfFrance:
        """A mark for each terrain, over the Region of the territory; where it is in none, over theirs.

        `url_of` gives the address of a territory's page.
        """
        region = region_of(self.territory)
        pins = [pin for pin in (terrain.pin(None) for terrain in self.terrains) if pin]
        regions = [] if region else [self.lands.region(terrain.territory_id) for terrain in self.terrains]
        lit = {each.code: (url_of(each), each.name) for each in regions if each}
        chosen = region.code if region else ""
        return map_of_france(label, pins, lit=lit, chosen=chosen, url_of_many="#terrains")

    @property
    def parts(self) -> list[Territory]:
        """What is directly part of it, by name."""
        return sorted(self.lands.inside(self.territory), key=lambda part: slugify(part.name))

    def __bool__(self):
        return bool(self.terrains or self.posts or self.events or self.members)

"""All terrains, narrowed to a territory, a year and a state: the list, its filters with counts, its map."""

from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urlencode

from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.atlas.drawing import MapOfFrance, map_of_france
from core.models import Territory
from home.lands import Lands
from programmes.models import TerrainPage
from programmes.models.register import named_with_count

#: Value of `period` for terrains without a date.
UNDATED = "undated"


@dataclass(frozen=True)
class Group:
    """Terrains of one Region; `territory` is None for those that are in none."""

    territory: Territory | None
    url: str
    terrains: list[TerrainPage]


class TerrainListing:
    """The terrains of one language, latest first.

    What is asked comes from an address: a value that nothing bears finds nothing, and fails nothing. `url` is
    the address of the list; `url_of(territory)` that of a territory's page.
    """

    def __init__(self, terrains, lands: Lands, *, url: str, url_of, request, asked):
        self.all, self.lands = list(terrains), lands
        self.url, self._url_of, self._request = url, url_of, request
        self.asked = {name: asked.get(name, "") for name in ("territory", "period", "state")}
        for terrain in self.all:
            terrain.territory = lands.of(terrain.territory_id)

    @property
    def is_narrowed(self) -> bool:
        return any(self.asked.values())

    @cached_property
    def shown(self) -> list[TerrainPage]:
        return self._narrowed(self.asked)

    @cached_property
    def groups(self) -> list[Group]:
        """What is shown, by Region in alphabetical order; those that are in none last."""
        regions: dict[int | None, list[TerrainPage]] = {}
        for terrain in self.shown:
            region = self.lands.region(terrain.territory_id)
            regions.setdefault(region.pk if region else None, []).append(terrain)
        groups = [
            Group(self.lands.of(key), self._url_of(self.lands.of(key)) if key else "", terrains)
            for key, terrains in regions.items()
        ]
        return sorted(groups, key=lambda group: (not group.territory, slugify(str(group.territory))))

    @property
    def filters(self) -> list[dict]:
        """Groups of the component filters.html; only those between which there is something to choose."""
        groups = [
            {"label": _("Territory"), "options": self._options("territory", self._territories)},
            {"label": _("Period"), "options": self._options("period", self._periods)},
            {"label": _("State"), "options": self._options("state", self._states)},
        ]
        return [group for group in groups if len(group["options"]) > 1]

    @cached_property
    def map(self) -> MapOfFrance:
        """What is shown, on the map: each Region leads to its page, each mark to its terrain."""
        pins = []
        for group in self.groups:
            pins += [terrain.pin(self._request, around=group.url) for terrain in group.terrains]
        known_pins = [pin for pin in pins if pin]
        counts = Counter(
            group.territory.code for group in self.groups for _terrain in group.terrains if group.territory
        )
        lit = {
            group.territory.code: (
                group.url,
                named_with_count(group.territory.name, counts[group.territory.code]),
            )
            for group in self.groups
            if group.territory
        }
        label = ngettext("Map of %(count)s terrain", "Map of %(count)s terrains", len(known_pins))
        return map_of_france(
            label % {"count": len(known_pins)}, known_pins, lit=lit, whole=True, url_of_many="#terrains"
        )

    @property
    def off_the_map(self) -> list[TerrainPage]:
        """Those shown in the list alone."""
        return [terrain for terrain in self.shown if terrain.point is None]

    def address(self, **changes) -> str:
        """The same list with other choices."""
        chosen = {name: value for name, value in (self.asked | changes).items() if value}
        return f"{self.url}?{urlencode(chosen)}" if chosen else self.url

    def _narrowed(self, choices: dict) -> list[TerrainPage]:
        return [
            terrain
            for terrain in self.all
            if self._is_in(terrain, choices["territory"])
            and _is_of(terrain, choices["period"])
            and choices["state"] in ("", terrain.state)
        ]

    def _is_in(self, terrain: TerrainPage, slug: str) -> bool:
        if not slug:
            return True
        return terrain.territory_id in self._places(slug)

    def _places(self, slug: str) -> set[int]:
        if slug not in self._places_by_slug:
            territory = self.lands.by_slug.get(slug)
            self._places_by_slug[slug] = self.lands.below(territory) if territory else set()
        return self._places_by_slug[slug]

    @cached_property
    def _places_by_slug(self) -> dict[str, set[int]]:
        return {}

    @cached_property
    def _territories(self) -> list[tuple[str, str]]:
        found = {self.lands.region(terrain.territory_id) for terrain in self.all} - {None}
        found |= {self.lands.by_slug.get(self.asked["territory"])} - {None}
        return [(each.slug, each.name) for each in sorted(found, key=lambda each: slugify(each.name))]

    @cached_property
    def _periods(self) -> list[tuple[str, str]]:
        years = sorted({year for terrain in self.all for year in terrain.years})
        undated = [(UNDATED, _("No date known"))] if any(not terrain.years for terrain in self.all) else []
        return [*((str(year), str(year)) for year in years), *undated]

    @cached_property
    def _states(self) -> list[tuple[str, str]]:
        return [(str(value), str(label)) for value, label in TerrainPage.State.choices]

    def _options(self, name: str, values: list[tuple[str, str]]) -> list[dict]:
        """`All`, then each value that finds something beside the other choices, and the one chosen."""
        options = [
            {
                "label": label,
                "url": self.address(**{name: value}),
                "count": len(self._narrowed(self.asked | {name: value})),
                "current": self.asked[name] == value,
            }
            for value, label in [("", _("All")), *values]
        ]
        return [options[0], *(option for option in options[1:] if option["count"] or option["current"])]


def _is_of(terrain: TerrainPage, period: str) -> bool:
    if not period:
        return True
    if period == UNDATED:
        return not terrain.years
    return period in map(str, terrain.years)

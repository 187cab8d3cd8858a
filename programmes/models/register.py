"""The terrains of a programme, as its page lists and maps them."""

from collections import Counter
from dataclasses import dataclass
from itertools import groupby

from django.utils.functional import cached_property
from django.utils.translation import ngettext

from core.atlas.addresses import territories_url
from core.atlas.drawing import MapOfFrance, map_of_france
from core.atlas.france import code_of, region_of
from core.languages import or_untranslated
from programmes.models.terrain import TerrainPage


def named_with_count(name: str, count: int) -> str:
    """“Bretagne: 2 terrains”: a Region as a map names it."""
    said = ngettext("%(name)s: %(count)s terrain", "%(name)s: %(count)s terrains", count)
    return said % {"name": name, "count": count}


@dataclass(frozen=True)
class TerrainRegister:
    """The terrains of a programme: those one can still see at work, then the others, latest first."""

    current: list[TerrainPage]
    over: list[TerrainPage]

    @classmethod
    def of(cls, programme) -> "TerrainRegister":
        """Those of the original that nobody has translated too. One query, where the original is known."""
        terrains = TerrainPage.objects.child_of(programme)
        if (original := programme.first_version) and original.numchild:
            terrains = or_untranslated(terrains | TerrainPage.objects.child_of(original), programme.locale)
        terrains = list(terrains.published().defer_streamfields())
        current = [terrain for terrain in terrains if terrain.state != TerrainPage.State.OVER]
        return cls(current, [terrain for terrain in terrains if terrain.state == TerrainPage.State.OVER])

    @cached_property
    def map(self) -> MapOfFrance:
        """Their map: each Region where there is one leads to its page, each mark to its terrain."""
        terrains = [*self.current, *self.over]
        regions, counts = {}, Counter()
        for terrain in terrains:
            if region := region_of(terrain.territory):
                counts[region.code] += 1
                way = territories_url(None, terrain.map_path, region.slug)
                regions[region.code] = (way, region.name)
        lit = {code: (way, named_with_count(name, counts[code])) for code, (way, name) in regions.items()}
        pins = [
            terrain.pin(None, around=regions.get(code_of(terrain.territory), ("", ""))[0])
            for terrain in terrains
        ]
        known_pins = [pin for pin in pins if pin]
        label = ngettext("Map of %(count)s terrain", "Map of %(count)s terrains", len(known_pins))
        return map_of_france(
            label % {"count": len(known_pins)}, known_pins, lit=lit, url_of_many="#terrains-title"
        )

    @property
    def map_url(self) -> str:
        """Address of the map of all terrains; empty where there is none."""
        first = next(iter([*self.current, *self.over]), None)
        return territories_url(None, first.map_path) if first else ""

    @property
    def over_by_year(self) -> list[tuple[int | None, list[TerrainPage]]]:
        """Those that are over, by the year in which they began; None for those without a date."""
        by_year = groupby(self.over, key=lambda terrain: terrain.starts_on and terrain.starts_on.year)
        return [(year, list(terrains)) for year, terrains in by_year]

    @property
    def count(self) -> int:
        return len(self.current) + len(self.over)

    def __bool__(self):
        return self.count > 0

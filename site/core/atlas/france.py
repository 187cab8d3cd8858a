"""The map of France as it is kept: Regions of before 2016, and where a latitude and a longitude fall on it.

Outlines and constants come from `regions.json`, made by `core.atlas.simplify`, which tells their source.
"""

import json
from dataclasses import dataclass
from pathlib import Path

from core.atlas.projection import Conic, Plane

_KEPT = json.loads(Path(__file__).with_name("regions.json").read_text(encoding="utf-8"))

#: Width and height of the whole drawing in its own units, overseas Regions under the mainland.
WIDTH, HEIGHT = _KEPT["view_box"][2:]
#: Height of the mainland and Corse alone.
MAINLAND_HEIGHT = 936


@dataclass(frozen=True)
class Shape:
    """A Region: INSEE code and name of before 2016, SVG path, middle; the box of one overseas, else None."""

    code: str
    name: str
    path: str
    middle: tuple[int, int]
    frame: tuple[int, int, int, int] | None = None

    @property
    def is_overseas(self) -> bool:
        return self.frame is not None


#: By INSEE code of before 2016.
REGIONS = {
    kept["code"]: Shape(
        kept["code"],
        kept["name"],
        kept["path"],
        tuple(kept["middle"]),
        tuple(kept["frame"]) if "frame" in kept else None,
    )
    for kept in _KEPT["regions"]
}
_CONIC = Conic(**_KEPT["conic"])
_PLANES = {code: Plane(**constants) for code, constants in _KEPT["planes"].items()}


def point_of(latitude, longitude) -> tuple[int, int] | None:
    """Where a place stands on the drawing; None for one that is not on it. Degrees, of any kind of number."""
    latitude, longitude = float(latitude), float(longitude)
    if not (-90 < latitude < 90 and -180 <= longitude <= 180):
        return None
    for code, plane in _PLANES.items():
        if (point := _inside(plane.point(longitude, latitude), REGIONS[code].frame)) is not None:
            return point
    return _inside(_CONIC.point(longitude, latitude), (0, 0, WIDTH, MAINLAND_HEIGHT))


def _inside(point, frame) -> tuple[int, int] | None:
    (x, y), (left, top, width, height) = point, frame
    if left <= x <= left + width and top <= y <= top + height:
        return round(x), round(y)
    return None


def region_of(territory):
    """The territory of the map that a territory is, or is part of; None where none is known.

    Looks no further than what was read from the database: a parent that was not costs no query. A loop ends.
    """
    seen = set()
    while territory is not None and territory.pk not in seen:
        if territory.code in REGIONS:
            return territory
        seen.add(territory.pk)
        is_known = type(territory).parent.is_cached(territory)
        territory = territory.parent if is_known else None
    return None


def code_of(territory) -> str:
    """Code on the map of the Region around a territory; empty where there is none."""
    region = region_of(territory)
    return region.code if region else ""


def middle_of(territory) -> tuple[int, int] | None:
    """Middle of the Region around a territory; None where it is in none."""
    shape = REGIONS.get(code_of(territory))
    return shape.middle if shape else None

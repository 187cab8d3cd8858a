"""From latitude and longitude to the map: Lambert's cone for metropolitan France, a plane for each island.

The cone is that of Lambert-93, the projection of French official maps since 2000 (decree 2000-1276): standard
parallels 44° and 49°, meridian 3° E, origin 46.5° N; on a sphere, as Snyder gives it (Map Projections: A
Working Manual, USGS Professional Paper 1395, 1987, equations 15-1 to 15-4). Leaving out the flattening of the
Earth moves nothing by more than three thousandths of the drawing, outlines and marks alike. The planes are
equirectangular, true to scale on their middle parallel (same work, equations 12-1 and 12-2).
"""

from dataclasses import asdict, dataclass
from math import cos, log, pi, radians, sin, tan

FIRST_PARALLEL, SECOND_PARALLEL = radians(44), radians(49)
ORIGIN_LATITUDE, CENTRAL_MERIDIAN = radians(46.5), radians(3)


def _opening(latitude: float) -> float:
    return tan(pi / 4 + latitude / 2)


_CONE = log(cos(FIRST_PARALLEL) / cos(SECOND_PARALLEL)) / log(
    _opening(SECOND_PARALLEL) / _opening(FIRST_PARALLEL)
)
_SIZE = cos(FIRST_PARALLEL) * _opening(FIRST_PARALLEL) ** _CONE / _CONE
_ORIGIN = _SIZE / _opening(ORIGIN_LATITUDE) ** _CONE


@dataclass(frozen=True)
class Conic:
    """Lambert's conformal cone, then a scale (units for an Earth's radius) and the place of its origin."""

    scale: float = 1
    left: float = 0
    top: float = 0

    @property
    def constants(self) -> dict:
        return asdict(self)

    def point(self, longitude: float, latitude: float) -> tuple[float, float]:
        """Degrees to units of the drawing; its ordinates go down."""
        radius = _SIZE / _opening(radians(latitude)) ** _CONE
        angle = _CONE * (radians(longitude) - CENTRAL_MERIDIAN)
        x, y = radius * sin(angle), _ORIGIN - radius * cos(angle)
        return self.left + self.scale * x, self.top - self.scale * y


@dataclass(frozen=True)
class Plane:
    """An equirectangular map around one parallel (degrees), then a scale and a place as above."""

    parallel: float = 0
    scale: float = 1
    left: float = 0
    top: float = 0

    @property
    def constants(self) -> dict:
        return asdict(self)

    def point(self, longitude: float, latitude: float) -> tuple[float, float]:
        x, y = radians(longitude) * cos(radians(self.parallel)), radians(latitude)
        return self.left + self.scale * x, self.top - self.scale * y

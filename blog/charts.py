"""Charts drawn on the server: strips of paper cut in proportion.

A strip is one bar for a whole, cut into parts. Each part carries a letter that is also in the table beside
it, so that nothing rests on colour. Numbers come as text, ready for SVG whatever the language's decimal mark.
"""

from dataclasses import dataclass
from itertools import accumulate
from string import ascii_uppercase

#: How far a cut leans, in thousandths of the strip's length: scissors are not a ruler.
LEANS = (6, -5, 4, -6, 5)


@dataclass(frozen=True)
class Part:
    """One part of a strip. `start` and `end` are percentages of its length."""

    key: str
    code: str
    label: str
    value: object
    note: str
    start: float
    end: float
    points: str

    @property
    def share(self) -> float:
        return self.end - self.start

    @property
    def x(self) -> str:
        return f"{self.start:.3f}%"

    @property
    def width(self) -> str:
        return f"{self.share:.3f}%"


def strip(rows) -> list[Part]:
    """Parts in proportion to `(code, label, value, note)` rows; values of zero are left out."""
    rows = [row for row in rows if row[2]]
    if not rows:
        return []
    total = float(sum(value for _code, _label, value, _note in rows))
    ends = [float(end) / total * 100 for end in accumulate(value for _code, _label, value, _note in rows)]
    starts = [0.0, *ends[:-1]]
    return [
        Part(
            key=ascii_uppercase[index % len(ascii_uppercase)],
            code=code,
            label=label,
            value=value,
            note=note,
            start=start,
            end=end,
            points=_outline(start, end, index, is_last=index == len(rows) - 1),
        )
        for index, ((code, label, value, note), start, end) in enumerate(zip(rows, starts, ends, strict=True))
    ]


def _outline(start: float, end: float, index: int, *, is_last: bool) -> str:
    """Corners of a part in a box of 1000 × 100; the two ends of the strip stay upright."""
    left = LEANS[(index - 1) % len(LEANS)] if index else 0
    right = 0 if is_last else LEANS[index % len(LEANS)]
    top_left, bottom_left = start * 10 + left, start * 10 - left
    top_right, bottom_right = end * 10 + right, end * 10 - right
    return f"{top_left:.1f},0 {top_right:.1f},0 {bottom_right:.1f},100 {bottom_left:.1f},100"

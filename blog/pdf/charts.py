"""Strips (`blog.charts`) as a template of typst draws them."""

from core.typography import percentage


def bar(parts, *, alt: str, keys: bool = False) -> dict:
    """`corners` of each part in thousandths of the strip's length and hundredths of its height, with what is
    written on it: its letter with `keys`, otherwise its number; `alt` is read out instead of the drawing.
    """
    said = "; ".join(f"{part.label} {percentage(part.value)}" if keys else str(part.label) for part in parts)
    return {
        "alt": f"{alt}: {said}",
        "parts": [
            {
                "code": part.code,
                "corners": [
                    [float(number) for number in corner.split(",")] for corner in part.points.split(" ")
                ],
                "start": part.start,
                "share": part.share,
                "text": part.key if keys else str(part.value),
            }
            for part in parts
        ],
    }

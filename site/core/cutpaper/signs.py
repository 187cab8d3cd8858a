"""Drawings made for one thing: the signs of programmes and sections, the scenes of some pages, the mark."""

from functools import cache

from .shapes import GREAT
from .sheet import Sheet

# A sign for each programme, series and section: (shape, x, y, width, height, papers, then its turn if any).

GLYPHS: dict[str, list[tuple]] = {
    "la-transfo": [
        ("stairs", 6, 46, 112, 114, "blue"),
        ("flag", 92, 2, 44, 50, "vermilion ink"),
        ("arch", 70, 104, 42, 56, "sky"),
        ("disc", 120, 118, 34, 34, "yellow"),
    ],
    "territoires-en-residences": [
        ("house", 22, 40, 104, 120, "vermilion paper"),
        ("disc", 98, 6, 52, 52, "yellow"),
        ("tree", 112, 96, 44, 64, "green ink"),
        ("strip", 4, 66, 54, 26, "ink", -14),
    ],
    "mise-a-l-echelle": [
        ("house", 4, 120, 34, 40, "yellow ink"),
        ("house", 38, 92, 50, 68, "vermilion paper"),
        ("house", 86, 38, 72, 122, "blue sky"),
        ("arrow", 12, 30, 66, 42, "ink", -32),
    ],
    "le-nuancier": [("fan", 4, 36, 152, 124, "vermilion green yellow blue"), ("disc", 62, 2, 34, 34, "pink")],
    "cycle-de-decouverte": [
        ("ring", 14, 42, 118, 118, "yellow"),
        ("half-disc", 48, 12, 64, 40, "vermilion"),
        ("disc", 58, 86, 30, 30, "ink"),
        ("arrow", 110, 70, 48, 40, "blue", -38),
    ],
    "la-pointeuse": [
        ("window", 30, 22, 100, 138, "ink paper"),
        ("clock", 44, 34, 72, 72, "yellow paper ink"),
        ("strip", 50, 108, 84, 48, "pink", 5),
        ("arrow", 2, 112, 48, 34, "vermilion"),
    ],
    "superpublic": [
        ("arch", 8, 36, 104, 124, "vermilion"),
        ("arch", 74, 74, 76, 86, "ink"),
        ("disc", 94, 8, 52, 52, "yellow"),
        ("table", 30, 112, 54, 48, "blue ink pink yellow"),
    ],
    "semaine-de-l-innovation-publique": [
        ("megaphone", 4, 34, 124, 116, "vermilion ink yellow"),
        ("disc", 122, 12, 28, 28, "blue"),
        ("strip", 118, 58, 40, 22, "green", -12),
        ("triangle", 120, 104, 36, 40, "yellow", 80),
    ],
    "reacteur-public": [
        ("ring", 18, 30, 124, 124, "sky"),
        ("half-disc", 18, 96, 124, 62, "ink"),
        ("disc", 62, 68, 38, 38, "vermilion"),
        ("strip", 40, 2, 84, 36, "yellow", 8),
    ],
    "les-eclaireurs": [
        ("camera", 14, 50, 116, 122, "blue yellow vermilion"),
        ("triangle", 112, 8, 40, 46, "vermilion", 200),
        ("leaf", 4, 6, 34, 46, "green paper", -20),
    ],
    "design-des-politiques-publiques": [
        ("book", 8, 50, 144, 110, "sky vermilion ink yellow"),
        ("leaf", 90, 0, 44, 62, "green ink", 18),
        ("disc", 24, 8, 40, 40, "pink"),
    ],
    "fip-explo": [
        ("ladder", 10, 10, 62, 150, "ink"),
        ("disc", 70, 70, 86, 86, "green"),
        ("ring", 88, 88, 50, 50, "paper"),
        ("strip", 60, 18, 84, 36, "yellow", -18),
    ],
    "etat-des-lieux-des-laboratoires": [
        ("town-hall", 20, 52, 118, 108, "blue vermilion yellow"),
        ("bubble", 86, 2, 66, 58, "yellow ink"),
        ("disc", 2, 18, 40, 40, "vermilion"),
    ],
    "communaute": [
        ("person", 2, 70, 66, 90, "blue pink"),
        ("person", 92, 78, 62, 82, "green yellow"),
        ("person", 44, 36, 74, 124, "vermilion ink"),
    ],
    "international": [
        ("disc", 16, 30, 122, 122, "sky"),
        ("leaf", 36, 44, 56, 70, "green ink", 40),
        ("strip", 4, 66, 150, 52, "yellow", -24),
        ("flag", 96, 6, 48, 66, "vermilion ink"),
    ],
    "person": [("person", 14, 22, 132, 138, "blue yellow")],
    "adhesion": [
        ("hand", 4, 40, 96, 120, "vermilion"),
        ("hand", 66, 58, 90, 102, "blue"),
        ("disc", 78, 2, 48, 48, "yellow"),
    ],
    "agenda": [
        ("window", 14, 36, 126, 124, "blue paper"),
        ("disc", 30, 14, 30, 40, "ink"),
        ("disc", 92, 12, 30, 40, "ink"),
        ("disc", 84, 104, 42, 42, "vermilion"),
    ],
    "blog": [
        ("bubble", 4, 34, 122, 118, "yellow ink"),
        ("bubble", 88, 6, 66, 66, "vermilion paper"),
    ],
    "feuille-de-route": [
        ("flag", 20, 4, 118, 156, "vermilion ink"),
        ("stairs", 64, 92, 92, 68, "yellow"),
        ("disc", 4, 112, 44, 44, "blue"),
    ],
}  # fmt: skip


@cache
def glyph(name: str) -> str:
    """The sign of a programme or section; one made up for a name without its own."""
    sheet = Sheet(f"glyph {name}")
    laid = GLYPHS.get(name)
    if laid is None:
        laid = _unnamed_glyph(sheet)
    for piece in laid:
        kind, x, y, width, height, papers, *turn = piece
        sheet.lay(kind, x, y, width, height, papers=tuple(papers.split()), turn=turn[0] if turn else 0)
    return sheet.svg(160, 160)


def _unnamed_glyph(sheet):
    great, paper, second, third = (
        sheet.pick(GREAT),
        *sheet.hand.sample(["vermilion", "blue", "green", "ink"], 2),
        "yellow",
    )
    return [
        (great, 10, 40, 108, 120, f"{paper} paper {third} ink"),
        ("disc", sheet.hand.uniform(84, 104), sheet.hand.uniform(2, 16), 50, 50, third),
        (sheet.pick(["leaf", "triangle", "house", "half-disc", "flag"]), 102, 96, 54, 64, f"{second} paper"),
    ]


# Scenes: drawn once, for one place of the site.


def _workshop(sheet):
    """The hero of the front door: a door to walk through, stairs to climb, what one meets on them."""
    lay = sheet.lay
    lay("disc", 372, 40, 196, papers=("yellow",))
    lay("stairs", 318, 300, 396, 342, papers=("blue",))
    lay("flag", 628, 176, 92, 142, papers=("vermilion", "ink"))
    lay("tree", 520, 294, 84, 124, papers=("green", "ink"))
    lay("house", 424, 388, 86, 98, papers=("pink", "ink"))
    lay("arch", 26, 232, 304, 410, papers=("vermilion",))
    lay("person", 131, 494, 96, 148, papers=("ink", "yellow"))
    lay("hand", 196, 84, 142, 176, papers=("pink",), turn=14)
    lay("leaf", 30, 70, 96, 150, papers=("green", "yellow"), turn=-22, loose=True)
    lay("camera", 330, 492, 92, 80, papers=("yellow", "ink", "vermilion"), mirror=True)
    lay("table", 500, 512, 200, 130, papers=("sky", "paper", "yellow", "vermilion"))
    lay("crown", 0, 584, 118, 58, papers=("yellow",))
    lay("strip", 398, 226, 150, 56, papers=("ink",), turn=-18, loose=True)
    return 720, 640


def _lost(sheet):
    """A numeral 404 built from what lay on the table."""
    lay = sheet.lay
    for x, paper, other in ((0, "vermilion", "ink"), (300, "blue", "green")):
        lay("triangle", x, 24, 132, 136, papers=(paper,), turn=0)
        lay("strip", x, 118, 168, 96, papers=(other,))
        lay("strip", x + 14, 90, 220, 96, papers=(paper,), turn=90)
    lay("ring", 158, 62, 146, 170, papers=("yellow",))
    lay("leaf", 216, 0, 54, 84, papers=("green", "ink"), turn=24, loose=True)
    return 470, 240


def _toppled(sheet):
    """The table has gone over, and what lay on it."""
    lay = sheet.lay
    lay("table", 40, 84, 250, 150, papers=("vermilion", "ink", "vermilion", "ink"), turn=-148)
    lay("disc", 296, 166, 74, papers=("yellow",))
    lay("book", 372, 150, 92, 80, papers=("blue", "sky", "yellow", "vermilion"), turn=24)
    lay("strip", 8, 196, 96, 48, papers=("blue",), turn=9)
    lay("triangle", 236, 34, 64, 66, papers=("green",), turn=38, loose=True)
    lay("crown", 330, 40, 84, 54, papers=("pink",), turn=-24, loose=True)
    return 470, 240


SCENES = {"workshop": _workshop, "lost": _lost, "toppled": _toppled}


@cache
def scene(name: str) -> str:
    """A drawing made for one place, without a ground, standing on its bottom edge."""
    sheet = Sheet(f"scene {name}")
    width, height = SCENES[name](sheet)
    return sheet.svg(width, height)


def mark() -> str:
    """The mark of the house: an arch that one walks through, and the twenty-seventh star beside it."""
    sheet = Sheet("la 27e région")
    sheet.lay("arch", 2, 20, 78, 80, papers=("vermilion",))
    sheet.lay("disc", 60, 0, 40, 40, papers=("ink",))
    return sheet.svg(100, 100)

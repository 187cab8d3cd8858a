"""Names of those who made something: as CSL takes them apart, and put together again."""

import re

from core.citing.items import one_line

#: In French, what follows these is the name under which one is looked for (AFNOR NF Z 44-061).
_DROPPED_PARTICLES = {"de", "d'", "d’"}
#: A family name begins with these, written with a capital.
_ARTICLES = {"Le", "La", "Les", "Du", "Des", "De", "Van", "Von", "Ben", "El"}
_ELIDED = re.compile(r"(d['’])(.+)")


def person(name: str) -> dict:
    """A person's name, taken apart as BibTeX does: lower-case words are particles, the family name follows.

    “Family, Given” says it outright. A name of one word, or with more commas, is left whole.
    """
    name = one_line(name)
    if name.count(",") == 1:
        family, given = (part.strip() for part in name.split(","))
        return {"family": family, "given": given} if family and given else body(name.replace(",", "").strip())
    words = name.split()
    if len(words) < 2 or "," in name:
        return body(name)
    if elided := _ELIDED.fullmatch(words[-1]):
        return {"family": elided[2], "given": " ".join(words[:-1]), "dropping-particle": elided[1]}
    lower = [place for place, word in enumerate(words[1:-1], start=1) if word[0].islower()]
    if not lower:
        start = next(
            (place for place, word in enumerate(words[1:-1], 1) if word in _ARTICLES), len(words) - 1
        )
        return {"family": " ".join(words[start:]), "given": " ".join(words[:start])}
    particle = " ".join(words[lower[0] : lower[-1] + 1])
    kind = "dropping-particle" if particle.lower() in _DROPPED_PARTICLES else "non-dropping-particle"
    return {
        "family": " ".join(words[lower[-1] + 1 :]),
        "given": " ".join(words[: lower[0]]),
        kind: particle,
    }


def body(name: str) -> dict:
    """The name of an organisation, never taken apart."""
    return {"literal": one_line(name)}


def family_of(name: dict) -> str:
    """Family name with its particle; the whole name of an organisation."""
    if "literal" in name:
        return name["literal"]
    particle = name.get("dropping-particle") or name.get("non-dropping-particle") or ""
    space = "" if not particle or particle.endswith(("'", "’")) else " "
    return f"{particle}{space}{name['family']}"


def inverted(name: dict) -> str:
    """“Family, Given”."""
    return ", ".join(filter(None, [family_of(name), name.get("given")]))

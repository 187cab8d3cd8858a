"""Countries by their ISO 3166-1 code, in the language being read."""

import unicodedata

from django_countries import countries


def country_name(code: str) -> str:
    """Name of the country; the code itself where it is unknown."""
    return str(countries.name(code)) or code


def country_choices() -> list[tuple[str, str]]:
    """Pairs for a select: France first, the others by name, accents ignored."""
    others = [(country.code, str(country.name)) for country in countries if country.code != "FR"]
    return [("FR", country_name("FR")), *sorted(others, key=lambda pair: _without_accents(pair[1]))]


def _without_accents(text: str) -> str:
    decomposed = unicodedata.normalize("NFD", text.casefold())
    return "".join(character for character in decomposed if not unicodedata.combining(character))

"""Dates as precise as they are known, in CSL-JSON and out of it."""

import datetime
import re

from django.conf import settings
from django.utils.dates import MONTHS
from django.utils.translation import override

_TOKEN = re.compile(r"[^\W\d_]+|\d+")
_YEAR = re.compile(r"(?:19|20)\d{2}")
_DAY = re.compile(r"0?[1-9]|[12]\d|3[01]")
#: What else dates are made of: anything more may say that the day is that of something else (“filmed in…”).
_WITH_DATES = {
    *("début", "mi", "fin", "courant", "en", "de", "à", "et", "le", "er"),
    *("printemps", "été", "automne", "hiver"),
    *("early", "mid", "late", "end", "in", "of", "from", "to", "and", "during"),
    *("spring", "summer", "autumn", "winter", "st", "nd", "rd", "th"),
}


def csl_date(day: datetime.date | None, words: str = "") -> dict | None:
    """A date of CSL-JSON: that of `words` (“juin 2015”) where there are any, else the day; None for none.

    Words tell that the day is not known: a year and a month at most are taken from them, and nothing where
    they say more than a date.
    """
    if not words:
        return day and {"date-parts": [[day.year, day.month, day.day]]}
    names, years, months = _month_names(), [], set()
    for token in _TOKEN.findall(words.lower()):
        if _YEAR.fullmatch(token):
            years.append(int(token))
        elif token in names:
            months.add(names[token])
        elif token not in _WITH_DATES and not _DAY.fullmatch(token):
            return None
    if len(years) != 1:
        return None
    return {"date-parts": [[*years, *(months if len(months) == 1 else [])]]}


def parts_of(item: dict) -> list[int]:
    """Year, month, day of an item, as many as are known."""
    return item.get("issued", {}).get("date-parts", [[]])[0]


def iso(item: dict, separator: str = "-") -> str:
    """2015-06, 2015-06-01; empty where no date is known."""
    return separator.join(f"{part:02d}" for part in parts_of(item))


def _month_names() -> dict[str, int]:
    """Names of months in the languages of the site."""
    found = {}
    for language, _name in settings.LANGUAGES:
        with override(language):
            found |= {str(name).lower(): number for number, name in MONTHS.items()}
    return found

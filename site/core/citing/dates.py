"""Dates as precise as they are known, in CSL-JSON and out of it."""

import datetime
import re

from django.utils.dates import MONTHS
from django.utils.translation import override

_YEAR = re.compile(r"(?<!\d)(?:19|20)\d{2}(?!\d)")


def csl_date(day: datetime.date | None, words: str = "") -> dict | None:
    """A date of CSL-JSON: that of `words` (“juin 2015”) where there are any, else the day; None for none.

    Words tell that the day is not known: a year and a month at most are taken from them.
    """
    if not words:
        return day and {"date-parts": [[day.year, day.month, day.day]]}
    if year := _YEAR.search(words):
        month = _month_in(words)
        return {"date-parts": [[int(year[0]), *([month] if month else [])]]}
    return day and {"date-parts": [[day.year]]}


def parts_of(item: dict) -> list[int]:
    """Year, month, day of an item, as many as are known."""
    return item.get("issued", {}).get("date-parts", [[]])[0]


def iso(item: dict, separator: str = "-") -> str:
    """2015-06, 2015-06-01; empty where no date is known."""
    return separator.join(f"{part:02d}" for part in parts_of(item))


def _month_in(words: str) -> int | None:
    """The month that is named, in one of the languages of the site; None for none or for several."""
    found = set()
    for language in ("fr", "en"):
        with override(language):
            names = {str(name).lower(): number for number, name in MONTHS.items()}
        found |= {names[word] for word in re.findall(r"\w+", words.lower()) if word in names}
    return found.pop() if len(found) == 1 else None

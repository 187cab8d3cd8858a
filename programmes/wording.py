"""Amounts, durations and dates in words, in the language of the page.

Amounts are whole euros, durations whole months.
"""

import datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from core.typography import amount as euros
from core.typography import written_date


def amount(low: int | None, high: int | None) -> str:
    """“de 80 000 à 90 000 €”, “150 000 €”, “à partir de…”, “gratuit”; empty where nothing is known."""
    if low is None and high is None:
        return ""
    if high is None:
        return _("from %(amount)s") % {"amount": euros(low)}
    if low is None:
        return _("up to %(amount)s") % {"amount": euros(high)}
    if low == high == 0:
        return _("free of charge")
    if low == high:
        return euros(low)
    beginning = euros(low).removesuffix("€").rstrip()
    return pgettext("amounts", "from %(low)s to %(high)s") % {"low": beginning, "high": euros(high)}


def months(low: int | None, high: int | None) -> str:
    """“16 à 18 mois”; empty where nothing is known."""
    last = high if high is not None else low
    if last is None:
        return ""
    if low is None or low == last:
        return ngettext("%(count)d month", "%(count)d months", last) % {"count": last}
    return ngettext("%(low)d to %(count)d month", "%(low)d to %(count)d months", last) % {
        "low": low,
        "count": last,
    }


def years(first: int | None, last: int | None, *, lasting: bool = True) -> str:
    """“2016–2020”, “depuis 2009” for what still lasts, “2014”; empty where nothing is known."""
    if first and last:
        return str(first) if first == last else f"{first}–{last}"
    if first:
        return _("since %(year)s") % {"year": first} if lasting else str(first)
    if last:
        return _("until %(year)s") % {"year": last}
    return ""


def day(date: datetime.date, *, weekday: bool = False, year: bool = True) -> str:
    """“1er mars 2010”, “vendredi 15 janvier 2016”, “1er mars”."""
    words = written_date(date)
    if not year:
        words = words.removesuffix(f" {date.year}")
    return f"{date_format(date, 'l')} {words}" if weekday else words


def days(first: datetime.date, last: datetime.date, *, weekday: bool = False) -> str:
    """One day, or the days from `first` to `last` without repeating their month and year."""
    if first == last:
        return day(first, weekday=weekday)
    beginning = day(first, year=first.year != last.year)
    if (first.year, first.month) == (last.year, last.month):
        beginning = beginning.split()[0]
    return pgettext("days", "from %(first)s to %(last)s") % {"first": beginning, "last": day(last)}


def hour(moment: datetime.datetime) -> str:
    """“18 h”, “18 h 30”, “minuit”."""
    local = timezone.localtime(moment)
    if local.hour == local.minute == 0:
        return _("midnight")
    if local.minute == 0:
        return pgettext("time of day", "%(hour)d:00") % {"hour": local.hour}
    return pgettext("time of day", "%(hour)d:%(minute)02d") % {"hour": local.hour, "minute": local.minute}

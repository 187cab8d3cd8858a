"""Searches without result, counted so that the team learns what lacks, and forgotten after a year.

What looks like a person's address or number is never written down. A name cannot be told from another word:
that is why neither visitor nor hour is kept, and why all is erased after twelve months (`forget`).
"""

import datetime
import logging
import re
import unicodedata

from django.db import DatabaseError
from django.db.models import F, Max, Sum
from django.utils import timezone
from django.utils.translation import get_language

from documents.counting import ROBOT
from search.models import VAIN_CHARACTERS, VainSearch
from search.query import Outcome

logger = logging.getLogger(__name__)

KEPT_FOR = datetime.timedelta(days=365)
#: Distinct words written down in a day: beyond, somebody is playing. Requests that arrive at the very same
#: moment may exceed it by as many.
WORDS_A_DAY = 200

#: An e-mail address, be it disguised; six digits or more with little between them: telephone, SIRET, IBAN.
PERSONAL = re.compile(r"@|\(at\)|\[at\]|\barobase\b|\d(?:[\W_]{0,3}\d){5}", re.I)


def is_vain(request, outcome: Outcome, *, is_place: bool) -> bool:
    """Whether a reader has just learnt that the site has nothing on what they asked for.

    Not where another kind has some, where the map answers, on further pages, nor for robots and the team.
    """
    agent = request.headers.get("user-agent", "")
    return (
        request.method == "GET"
        and bool(outcome.terms)
        and not outcome.counts.total()
        and not is_place
        and request.GET.get("page", "1") == "1"
        and bool(agent)
        and not ROBOT.search(agent)
        and not request.user.is_authenticated
    )


def is_personal(text: str) -> bool:
    return bool(PERSONAL.search(unicodedata.normalize("NFKC", text)))


def record(text: str, words: list[str]) -> None:
    """One more today. A search that cannot be counted is answered all the same."""
    kept = " ".join(words)
    if is_personal(text) or len(kept) > VAIN_CHARACTERS:
        return
    # The day it happens, whatever day a demonstration believes in.
    searches = VainSearch.objects.filter(day=timezone.localdate())
    own = searches.filter(words=kept, language=get_language())
    try:
        if own.update(number=F("number") + 1) or searches.count() >= WORDS_A_DAY:
            return
        first = VainSearch(words=kept, language=get_language(), day=timezone.localdate())
        VainSearch.objects.bulk_create([first], ignore_conflicts=True)
        own.update(number=F("number") + 1)
    except DatabaseError:
        logger.warning("A search without result was not counted.", exc_info=True)


def totals():
    """For words and a language: the number of searches in all, and the last day; the most sought first."""
    sought = VainSearch.objects.values("words", "language")
    return sought.annotate(total=Sum("number"), last=Max("day")).order_by("-total", "words")


def forget() -> int:
    """Erase what is older than a year; how many rows."""
    return VainSearch.objects.filter(day__lt=timezone.localdate() - KEPT_FOR).delete()[0]

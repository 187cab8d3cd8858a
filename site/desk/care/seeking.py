"""What readers looked for in vain often enough to be worth a thought."""

import datetime

from django.utils import timezone

from search.vain import totals

from .finding import Sighting
from .models import Finding, Kind

#: A single search may be a slip of the finger, or a person's name: nobody needs to read it.
WORTH_READING = 2


def sightings() -> list[Sighting]:
    """Words and how often, over the year that is kept. What is done counts again from the next day on."""
    return [
        Sighting(
            subject=_subject(row),
            label=row["words"],
            language=row["language"],
            number=row["total"],
            since=timezone.make_aware(datetime.datetime.combine(row["last"], datetime.time.min)),
        )
        for row in totals().filter(total__gte=WORTH_READING)
    ]


def forget_words() -> int:
    """Erase findings about words that are kept no longer; how many."""
    known = {_subject(row) for row in totals()}
    gone = [
        pk
        for pk, subject in Finding.objects.filter(kind=Kind.SEARCH).values_list("pk", "subject")
        if subject not in known
    ]
    Finding.objects.filter(pk__in=gone).delete()
    return len(gone)


def _subject(row: dict) -> str:
    return f"{row['language']} {row['words']}"

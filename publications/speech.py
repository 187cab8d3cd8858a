"""Whether a text is all that is said in a film, or only tells what it is about."""

import math
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.utils.html import strip_tags
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from publications.transcripts import short_clock

#: People say 130 to 160 words a minute; a film with long silences, fewer. Below this, it is a summary.
FEWEST_A_MINUTE = 40
#: Where nobody knows how long the film lasts.
FEWEST_IN_ALL = 80
#: The part of the film after whose end the last word may not fall short.
COVERED = 0.5


def refuse_summary(text: str, length: timedelta | None) -> None:
    """Raises `ValidationError` where a text (HTML or not) is too short to be the transcript of the film.

    No words at all are no summary either.
    """
    count = len(strip_tags(text.replace("<", " <")).split())
    fewest = FEWEST_IN_ALL
    if length:
        fewest = math.ceil(FEWEST_A_MINUTE * length.total_seconds() / 60)
    if not count or count >= fewest:
        return
    words = ngettext("%(count)d word", "%(count)d words", count) % {"count": count}
    if length:
        told = _("This is a summary, not a transcript: %(words)s for %(length)s of film.") % {
            "words": words,
            "length": short_clock(length),
        }
    else:
        told = _("This is a summary, not a transcript: %(words)s in all.") % {"words": words}
    advice = _("Put a summary in the introduction; here goes every word that is said, or nothing.")
    raise ValidationError(f"{told} {advice}")


def refuse_beginning(last: timedelta, length: timedelta) -> None:
    """Raises `ValidationError` where the words stop long before the film does, or go on after it."""
    if last < COVERED * length:
        raise ValidationError(
            _(
                "The words stop at %(last)s, the film at %(length)s: the rest is missing. "
                "Give what is said up to the end."
            )
            % {"last": short_clock(last), "length": short_clock(length)}
        )
    if last > length + timedelta(seconds=5):
        raise ValidationError(
            _(
                "The last words are said at %(last)s, and the film ends at %(length)s. "
                "Check its duration, or that these are its words."
            )
            % {"last": short_clock(last), "length": short_clock(length)}
        )

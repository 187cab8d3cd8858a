"""Whether what is said in a film stands in its transcript: asked while it is written, as at publication."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from core.checking import Level, register
from publications.models import EpisodePage
from publications.speech import refuse_beginning, refuse_summary
from publications.subtitles import cues
from publications.transcripts import plain


@register(
    "transcript",
    level=Level.BLOCKS,
    title=_("Transcript too short"),
    question=_("Is everything that is said in the film in its transcript?"),
)
def short_transcripts(content, known):
    """The form of an episode refuses the same at publication, field by field: see `EpisodeForm`."""
    episode = content.subject
    if not isinstance(episode, EpisodePage):
        return
    length = episode.length
    for part in content.parts:
        try:
            if part.place.field == "transcript" and isinstance(part.value, str):
                refuse_summary(part.value, length)
            elif part.place.field == "tracks" and getattr(part.definition, "name", "") == "webvtt":
                _refuse_short(cues(part.value or ""), length)
        except ValidationError as error:
            yield part.place, error.messages[0]


def _refuse_short(spoken, length) -> None:
    if not spoken:
        return
    refuse_summary(plain(spoken), length)
    if length:
        refuse_beginning(max(cue.end for cue in spoken), length)

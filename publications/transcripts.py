"""What is said in a film, as it is read: turns of speech in passages, each with its time."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import groupby

from django.conf import settings
from django.utils.translation import get_language

from publications.subtitles import Cue

#: How long a passage goes on before it may end with its sentence; and at most, sentence or not.
PASSAGE, LONGEST_PASSAGE = timedelta(seconds=20), timedelta(seconds=60)
_SENTENCE_END = re.compile(r"[.!?…][»”\"')\]]*$")


@dataclass(frozen=True)
class Passage:
    """A few sentences that are read together; `url` leads to the film at that time, empty without a film."""

    cues: tuple[Cue, ...]
    url: str

    @property
    def start(self) -> timedelta:
        return self.cues[0].start

    @property
    def seconds(self) -> int:
        return whole_seconds(self.start)

    @property
    def clock(self) -> str:
        return short_clock(self.start)


@dataclass(frozen=True)
class Turn:
    """What one speaker says until another one speaks; `speaker` is empty where nobody is named."""

    speaker: str
    passages: tuple[Passage, ...]


@dataclass(frozen=True)
class File:
    """A transcript to take away: its format, weight in bytes, address."""

    format: str
    size: int
    url: str


@dataclass(frozen=True)
class Transcript:
    """All that is said, in one language."""

    language: str
    turns: tuple[Turn, ...]
    files: tuple[File, ...] = field(default=())

    @property
    def captions_url(self) -> str:
        """Address of the WebVTT file."""
        return next((file.url for file in self.files if file.format == "VTT"), "")

    @property
    def anchor(self) -> str:
        return f"transcription-{self.language}"

    @property
    def name(self) -> str:
        """The language in the words of the page: français, or French."""
        return language_name(self.language)


def turns(spoken: list[Cue], url_at: Callable[[int], str]) -> tuple[Turn, ...]:
    """Cues gathered by speaker, then into passages; `url_at` gives the address of the film at a second."""
    return tuple(
        Turn(
            speaker,
            tuple(Passage(tuple(each), url_at(whole_seconds(each[0].start))) for each in _passages(said)),
        )
        for speaker, said in groupby(spoken, key=lambda cue: cue.speaker)
    )


def plain(spoken: Iterable[Cue]) -> str:
    """The words alone, without names or times."""
    return " ".join(cue.text for cue in spoken)


def as_text(title: str, spoken: list[Cue]) -> str:
    """To be read without anything but text: the title, then each passage under its time and speaker."""
    parts = [title]
    for turn in turns(spoken, lambda seconds: ""):
        for position, passage in enumerate(turn.passages):
            name = f" {turn.speaker}" if turn.speaker and position == 0 else ""
            parts.append(f"[{passage.clock}]{name}\n{plain(passage.cues)}")
    return "\n\n".join(parts) + "\n"


def language_name(language: str) -> str:
    """A language of the site in the words of the page; French writes it without a capital."""
    name = str(dict(settings.LANGUAGES).get(language, language))
    return name.lower() if get_language() == "fr" else name


def short_clock(moment: timedelta) -> str:
    """A moment of a film as it is read: 0:07, 12:30, 1:02:03."""
    minutes, seconds = divmod(whole_seconds(moment), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"


def whole_seconds(moment: timedelta) -> int:
    return int(moment.total_seconds())


def _passages(said: Iterable[Cue]) -> Iterable[list[Cue]]:
    current = []
    for cue in said:
        if current and cue.end - current[0].start > LONGEST_PASSAGE:
            yield current
            current = []
        current.append(cue)
        if cue.end - current[0].start >= PASSAGE and _SENTENCE_END.search(cue.text):
            yield current
            current = []
    if current:
        yield current

"""What is said in a film, with times, as an editor brings it: read, checked, written in one way.

WebVTT (W3C, https://www.w3.org/TR/webvtt1/) and SRT are read; WebVTT alone is kept, without what only
dresses the words (styles, regions, notes).
"""

import html
import io
import re
from dataclasses import dataclass
from datetime import timedelta

import webvtt
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

#: A film of three hours speaks in about 200 kB.
MOST_BYTES = 1024 * 1024
#: Errors told at once: whoever mends these sees what the others are like.
MOST_ERRORS = 3

_TIME = r"(?:(\d{1,2}):)?(\d{1,2}):(\d{1,2})[.,](\d{1,3})"
_TIMING = re.compile(rf"\s*{_TIME}\s*-->\s*{_TIME}(?:\s+(.*))?$")
_ARROW = "-->"
#: What no text holds, whatever its language.
_BINARY = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\ufffe\uffff\ud800-\udfff]")
_TAG = re.compile(r"</?(?:v|lang|c|i|b|u|ruby|rt)(?:[.\s][^<>]*)?>|<(?:\d+:)?\d{2}:\d{2}\.\d{3}>")
_VOICE = re.compile(r"<v(?:\.[^\s<>.]+)*\s+([^<>]+)>")
_ENTITY = re.compile(r"&(?:amp|lt|gt|nbsp|lrm|rlm);")


@dataclass(frozen=True)
class Cue:
    """Words and when they are said; `speaker` is empty where nobody is named."""

    start: timedelta
    end: timedelta
    speaker: str
    text: str


def text_of(content: bytes) -> str:
    """The text of a file: UTF-8, UTF-16 where it says so, else Windows-1252. ValidationError: no text."""
    if len(content) > MOST_BYTES:
        raise ValidationError(
            _("This file weighs more than 1 MB: it is no subtitles. Choose the file in WebVTT or SRT.")
        )
    is_wide = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ("utf-16",) if is_wide else ("utf-8-sig", "cp1252"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise _no_text()


def normalised(text: str) -> str:
    """The same words in plain WebVTT. ValidationError: what is wrong, on which line, what to do."""
    _check_weight(text)
    text = text.removeprefix("\ufeff")
    if _BINARY.search(text):
        raise _no_text()
    lines = re.split(r"\r\n|\r|\n", text)
    _check(lines)
    captions = _captions(lines)
    if not captions:
        raise ValidationError(_("Not a word follows the times: give what is said under each of them."))
    vtt = webvtt.WebVTT(captions=captions).content + "\n"
    _check_weight(vtt)
    return vtt


def cues(vtt: str) -> list[Cue]:
    """What is said, in order: one cue for each voice. Nothing where it cannot be read, as in a draft."""
    try:
        captions = webvtt.from_string(vtt)
    except webvtt.errors.MalformedFileError:
        return []
    return [
        Cue(_moment(caption.start_time), _moment(caption.end_time), speaker, words)
        for caption in captions
        for speaker, words in _voices(caption.raw_text)
    ]


def to_srt(spoken: list[Cue]) -> str:
    """In SRT, which knows no voices: their names stand before their words."""
    numbered = [
        f"{number}\n{clock(cue.start, ',')} --> {clock(cue.end, ',')}\n"
        + (f"{cue.speaker}: {cue.text}" if cue.speaker else cue.text)
        for number, cue in enumerate(spoken, start=1)
    ]
    return "\n\n".join(numbered) + "\n"


def clock(moment: timedelta, point: str = ".") -> str:
    """A moment of a film as WebVTT writes it, or SRT with a comma: 00:01:02.500."""
    milliseconds = round(moment / timedelta(milliseconds=1))
    minutes, rest = divmod(milliseconds, 60_000)
    return f"{minutes // 60:02}:{minutes % 60:02}:{rest // 1000:02}{point}{rest % 1000:03}"


def escaped(text: str) -> str:
    """Words as WebVTT takes them for words, whatever signs they hold."""
    return html.escape(text, quote=False).replace("\n", " ")


def _check_weight(text: str) -> None:
    if len(text.encode(errors="replace")) > MOST_BYTES:
        raise ValidationError(_("This text weighs more than 1 MB. Give the subtitles of one film."))


def _check(lines: list[str]) -> None:
    """Every time is one, in order."""
    errors, before = [], timedelta()
    timings = [(number, line) for number, line in enumerate(lines, start=1) if _ARROW in line]
    if not timings:
        raise ValidationError(
            _(
                "No time was found. Give subtitles in WebVTT or SRT: a line such as "
                "“00:00:01.000 --> 00:00:04.000”, then what is said."
            )
        )
    for number, line in timings:
        match = _TIMING.match(line)
        start, end = _times(match) if match else (None, None)
        if start is None or end is None:
            errors.append(
                _(
                    "Line %(line)d: “%(text)s” is no pair of times. "
                    "Write it like “00:00:01.000 --> 00:00:04.000”."
                )
                % {"line": number, "text": line.strip()[:60]}
            )
            continue
        if end <= start:
            errors.append(
                _(
                    "Line %(line)d: it ends at %(end)s, and begins at %(start)s. "
                    "Give an end that comes after the beginning."
                )
                % {"line": number, "end": clock(end), "start": clock(start)}
            )
        if start < before:
            errors.append(
                _(
                    "Line %(line)d: it begins at %(start)s, before the one above it (%(before)s). "
                    "Put them in the order of the film."
                )
                % {"line": number, "start": clock(start), "before": clock(before)}
            )
        before = max(before, start)
    if errors:
        raise ValidationError(errors[:MOST_ERRORS] + _others(len(errors) - MOST_ERRORS))


def _others(number: int) -> list[str]:
    if number <= 0:
        return []
    return [
        ngettext("%(number)d other line is wrong.", "%(number)d other lines are wrong.", number)
        % {"number": number}
    ]


def _times(match: re.Match) -> tuple[timedelta | None, timedelta | None]:
    groups = match.groups()
    return _time(*groups[:4]), _time(*groups[4:8])


def _time(hours: str | None, minutes: str, seconds: str, fraction: str) -> timedelta | None:
    """None for the 75th minute of an hour."""
    if int(minutes) > 59 or int(seconds) > 59:
        return None
    return timedelta(
        hours=int(hours or 0),
        minutes=int(minutes),
        seconds=int(seconds),
        milliseconds=int(fraction.ljust(3, "0")),
    )


def _captions(lines: list[str]) -> list[webvtt.Caption]:
    """What the library reads in lines whose times were checked, cleaned; those without a word left out."""
    is_vtt = lines[0].startswith("WEBVTT")
    written = [_rewritten(line, "." if is_vtt else ",") if _ARROW in line else line for line in lines]
    buffer = io.StringIO("\n".join(written))
    try:
        read = webvtt.from_buffer(buffer, format="vtt" if is_vtt else "srt")
    except webvtt.errors.MalformedFileError as error:
        raise ValidationError(
            _(
                "The file begins neither like WebVTT (“WEBVTT”) nor like SRT (“1”, then a time). "
                "Export it again in one of these formats."
            )
        ) from error
    captions = []
    for caption in read:
        words = [_clean(line) for line in caption.lines if line.strip()]
        if any(_TAG.sub("", line).strip() for line in words):
            captions.append(webvtt.Caption(caption.start, caption.end, words, settings=str(caption.settings)))
    return captions


def _rewritten(line: str, point: str) -> str:
    """A line of times as strict readers want it."""
    match = _TIMING.match(line)
    start, end = _times(match)
    settings = (match[9] or "").strip() if point == "." else ""
    return f"{clock(start, point)} --> {clock(end, point)} {settings}".rstrip()


def _clean(line: str) -> str:
    """A line of words: WebVTT's own tags are kept, what else looks like one is dropped or escaped."""
    parts, position = [], 0
    for tag in _TAG.finditer(line):
        parts += [_plain(line[position : tag.start()]), tag[0]]
        position = tag.end()
    return "".join([*parts, _plain(line[position:])]).strip()


def _plain(text: str) -> str:
    text = re.sub(r"</?[a-zA-Z][^<>]*>|\{\\[^{}]*\}", "", text)
    unescaped = _ENTITY.sub(lambda entity: html.unescape(entity[0]), text)
    return html.escape(unescaped, quote=False)


def _voices(raw: str) -> list[tuple[str, str]]:
    """(speaker, words) for each voice heard in a cue."""
    first, *rest = _VOICE.split(raw)
    pairs = [("", first), *zip(rest[::2], rest[1::2], strict=True)]
    found = [(_words(speaker), _words(words)) for speaker, words in pairs]
    return [(speaker, words) for speaker, words in found if words]


def _words(raw: str) -> str:
    return " ".join(html.unescape(_TAG.sub("", raw)).split())


def _moment(timestamp) -> timedelta:
    return timedelta(milliseconds=timestamp.in_milliseconds())


def _no_text() -> ValidationError:
    return ValidationError(_("This file is not text. Export the subtitles in WebVTT or SRT, then send that."))

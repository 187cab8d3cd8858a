"""Subtitles as editors bring them: accepted and written in one way, or refused with a sentence."""

import io
from contextlib import suppress
from datetime import timedelta

import pytest
import webvtt
from django.core.exceptions import ValidationError
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from publications.subtitles import clock, cues, normalised, text_of, to_srt

VTT = """WEBVTT

00:00:01.000 --> 00:00:04.000
<v Alain Faure>On évalue pour apprendre.

00:00:05.000 --> 00:00:08.500 align:start
<v Frédérique Pallez>Et pour <i>décider</i>.
"""
SRT = """1
00:00:01,000 --> 00:00:04,000
On évalue pour apprendre.

2
00:00:05,000 --> 00:00:08,500
<font color="#fff">R&D, 2 < 3</font> {\\an8}et après.
"""


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


def refusal(text):
    with pytest.raises(ValidationError) as error:
        normalised(text)
    return " ".join(error.value.messages)


def test_voices_are_speakers_and_tags_are_no_words():
    first, second = cues(normalised(VTT))
    assert (first.speaker, first.text) == ("Alain Faure", "On évalue pour apprendre.")
    assert (second.speaker, second.text) == ("Frédérique Pallez", "Et pour décider.")
    assert second.end == timedelta(seconds=8.5)


def test_srt_becomes_webvtt():
    vtt = normalised(SRT)
    assert vtt.startswith("WEBVTT\n")
    assert "R&amp;D, 2 &lt; 3 et après." in vtt
    assert cues(vtt)[1].text == "R&D, 2 < 3 et après."


def test_two_voices_in_one_cue():
    vtt = normalised("WEBVTT\n\n00:01.000 --> 00:02.000\n<v A>Oui.</v>\n<v B>Non.</v>")
    assert [(cue.speaker, cue.text) for cue in cues(vtt)] == [("A", "Oui."), ("B", "Non.")]


def test_what_dresses_the_words_is_left_out():
    dressed = VTT.replace("WEBVTT\n", "WEBVTT\n\nSTYLE\n::cue { color: red }\n\nNOTE à relire\n", 1)
    assert normalised(dressed) == normalised(VTT)


@pytest.mark.parametrize("text", [VTT, SRT])
def test_what_is_normal_stays_as_it_is(text):
    assert normalised(normalised(text)) == normalised(text)


def test_srt_is_read_back_by_another_reader():
    spoken = cues(normalised(VTT))
    again = webvtt.from_buffer(io.StringIO(to_srt(spoken)), format="srt")
    assert [caption.start for caption in again] == ["00:00:01.000", "00:00:05.000"]
    assert again[0].text == "Alain Faure: On évalue pour apprendre."


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", "No time was found"),
        ("Bonjour à tous.", "No time was found"),
        ("WEBVTT\n\n00:01 --> 00:02\nOui", "Line 3: “00:01 --> 00:02” is no pair of times"),
        ("WEBVTT\n\n00:75.000 --> 00:80.000\nOui", "Line 3"),
        ("WEBVTT\n\n00:05.000 --> 00:02.000\nOui", "Line 3: it ends at 00:00:02.000, and begins at 00:00:05"),
        (
            "WEBVTT\n\n00:05.000 --> 00:06.000\nOui\n\n00:01.000 --> 00:02.000\nNon",
            "Line 6: it begins at 00:00:01.000, before the one above it",
        ),
        ("WEBVTT\n\n00:05.000 --> 00:06.000\n\n", "Not a word"),
        ("WEBVTT\n\n00:05.000 --> 00:06.000\n<b></b>", "Not a word"),
        ("00:05.000 --> 00:06.000\nOui", "neither like WebVTT"),
        ("a\0b --> c", "not text"),
        ("x" * 2_000_000, "more than 1 MB"),
    ],
)
def test_what_is_wrong_is_said_with_its_line(text, expected):
    assert expected in refusal(text)


def test_a_text_full_of_errors_is_not_a_page_of_errors():
    text = "WEBVTT\n" + "\n00:09.000 --> 00:02.000\nOui\n" * 50
    said = refusal(text)
    assert said.count("Line") == 3
    assert "47 other lines are wrong." in said


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_any_usual_encoding(encoding):
    assert normalised(text_of(VTT.encode(encoding))) == normalised(VTT)


@pytest.mark.parametrize(
    ("content", "expected"),
    [(b"\xff\xfe\x00", "not text"), (b"\x89PNG\x81\x8d\x8f\x90\x9d", "not text"), (b"a" * 1_048_577, "1 MB")],
)
def test_a_file_that_is_no_text_is_refused(content, expected):
    with pytest.raises(ValidationError, match=expected):
        text_of(content)


def test_nothing_is_said_in_what_cannot_be_read():
    assert cues("") == cues("brouillon") == []


@given(st.text())
def test_any_text_is_accepted_or_refused(text):
    accepted_or_refused(text)


_LINES = st.lists(
    st.sampled_from(
        [
            *(
                "WEBVTT",
                "",
                "1",
                "NOTE",
                "STYLE",
                "-->",
                "<v A>é",
                "<v",
                "&amp;&",
                "<00:01.000>",
                "{\\an8}",
                "٣",
            ),
            "00:01.000 --> 00:02.000",
            "00:00:01,5 --> 00:00:03,000 x:y",
            "00:00:02.000 --> 99:00:00.000 line:-1",
        ]
    )
    | st.text(max_size=8)
)


@given(_LINES)
def test_any_lines_are_accepted_or_refused(lines):
    accepted_or_refused("\n".join(lines))


@given(st.binary())
def test_any_file_is_accepted_or_refused(content):
    try:
        text = text_of(content)
    except ValidationError:
        return
    accepted_or_refused(text)


def accepted_or_refused(text):
    """What is accepted holds words in order, and is not changed by being given again."""
    try:
        vtt = normalised(text)
    except ValidationError:
        return
    assert cues(vtt)
    assert normalised(vtt) == vtt
    starts = [cue.start for cue in cues(vtt)]
    assert starts == sorted(starts)


@given(st.timedeltas(min_value=timedelta(0), max_value=timedelta(hours=99)))
def test_a_clock_is_read_back(moment):
    vtt = normalised(f"WEBVTT\n\n{clock(moment)} --> {clock(moment + timedelta(seconds=1))}\nOui")
    assert abs(cues(vtt)[0].start - moment) <= timedelta(milliseconds=1)


@pytest.mark.parametrize("tag", ["<v" + ".a" * 200_000, "<a" * 200_000, "{\\" * 200_000, "&amp;" * 100_000])
def test_a_text_made_to_take_long_does_not(tag):
    """Each of these takes hours where a pattern tries again from every place."""
    with suppress(ValidationError):
        cues(normalised(f"WEBVTT\n\n00:01.000 --> 00:02.000\n{tag}"))


def test_what_grows_too_heavy_is_refused_as_well():
    assert "1 MB" in refusal(f"WEBVTT\n\n00:01.000 --> 00:02.000\n{'&' * 500_000}")

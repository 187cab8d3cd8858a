"""Films of episodes: players, transcripts, chapters, what search engines read."""

import json
import re
from contextlib import suppress
from datetime import date, timedelta
from itertools import pairwise

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st
from wagtail.models import PageViewRestriction
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield
from wagtail.users.models import UserProfile
from wagtail_localize.models import TranslationSource

from core.embeds import player_from, public_from
from films.models import Film
from publications.models import EpisodeChapter, EpisodePage, EpisodeSpeaker, EpisodeTrack
from publications.speech import refuse_summary
from tests.factories import (
    EpisodePageFactory,
    ImageFactory,
    PersonFactory,
    PublicationIndexPageFactory,
    VideoSeriesPageFactory,
)

FILM = "https://www.youtube.com/watch?v=abcdefghijk"
SENTENCE = "On évalue pour apprendre, dit-il, et pour <b>décider</b> ensemble & sans façons."


def vtt_of(count, speaker="Alain Faure", seconds=10):
    """A film in which something is said every ten seconds."""
    moments = [timedelta(seconds=seconds * number) for number in range(count + 1)]
    cues = [
        f"0{start}.000 --> 0{end}.000\n<v {speaker}>{SENTENCE.replace('&', '&amp;')}"
        for start, end in pairwise(moments)
    ]
    return "\n\n".join(["WEBVTT", *cues]) + "\n"


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def series(home):
    index = PublicationIndexPageFactory(parent=home, slug="publications")
    return VideoSeriesPageFactory(parent=index, title="Les Éclaireurs", slug="les-eclaireurs")


def film_of(kind="video", name="film.mp4", **values):
    film = Film(title="Film", type=kind, **values)
    film.file.save(name, ContentFile(b"\0\0\0\x18ftypmp42" + b"\0" * 100))
    return film


def episode_of(series, *languages, count=12, chapters=(), **values):
    page = EpisodePageFactory(parent=series, **values)
    for language in languages:
        page.tracks.create(language=language, webvtt=vtt_of(count))
    for seconds, title in chapters:
        page.chapters.create(starts_at=timedelta(seconds=seconds), title=title)
    page.save()
    return page


def html_of(client, page):
    response = client.get(page.url)
    assert response.status_code == 200
    return response.content.decode()


def schema_of(client, page):
    [script] = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html_of(client, page))
    return json.loads(script)["@graph"][0]


@pytest.mark.parametrize(
    ("url", "public", "player"),
    [
        (FILM, f"{FILM}&t=83s", "https://www.youtube-nocookie.com/embed/abcdefghijk?start=83"),
        (
            "https://youtu.be/abcdefghijk?t=3",
            "https://youtu.be/abcdefghijk?t=83s",
            "https://www.youtube-nocookie.com/embed/abcdefghijk?start=83",
        ),
        (
            "https://vimeo.com/76979871",
            "https://vimeo.com/76979871#t=83s",
            "https://player.vimeo.com/video/76979871?dnt=1#t=83s",
        ),
        (
            "https://www.dailymotion.com/video/x84sh87",
            "https://www.dailymotion.com/video/x84sh87?start=83",
            "https://geo.dailymotion.com/player.html?video=x84sh87&startTime=83",
        ),
        (
            "https://video.example.org/w/9c9de5e8-0a1e-484a-b099-e80766180a6d",
            "https://video.example.org/w/9c9de5e8-0a1e-484a-b099-e80766180a6d?start=83s",
            "https://video.example.org/videos/embed/9c9de5e8-0a1e-484a-b099-e80766180a6d?start=83s",
        ),
    ],
)
def test_each_host_is_told_where_to_begin(settings, url, public, player):
    settings.PLAYER_HOSTS = [*settings.PLAYER_HOSTS, "https://video.example.org"]
    assert public_from(url, 83) == public
    assert player_from(url, 83) == player


@given(st.text(), st.integers(min_value=0))
def test_any_address_can_be_asked_for_a_moment(text, seconds):
    assert isinstance(public_from(f"https://{text}", seconds), str)


def test_transcript_leads_to_the_film_at_its_host(client, series):
    html = html_of(client, episode_of(series, "fr", video_url=FILM))
    assert html.count('class="turn-speaker"') == 1
    assert 'href="https://www.youtube.com/watch?v=abcdefghijk&amp;t=20s" data-seek="20"' in html
    assert "data-player-from=" in html
    assert "<iframe" not in html
    assert not re.findall(r'(?:src|poster|srcset)="https?://', html)


def test_words_are_words_whatever_they_hold(client, series):
    page = EpisodePageFactory(parent=series)
    page.tracks.create(
        language="fr",
        webvtt="WEBVTT\n\n00:01.000 --> 00:02.000\n"
        "<v &lt;script&gt;alert(1)>&lt;img src=x onerror=alert(1)&gt; oui\n",
    )
    page.save()
    html = html_of(client, page)
    assert "<img src=x" not in html
    assert "<script>alert" not in html
    assert "&lt;img src=x onerror=alert(1)&gt; oui" in html


def test_a_film_of_ours_plays_with_its_captions_and_chapters(client, series):
    film = film_of(width=640, height=360)
    page = episode_of(series, "fr", "en", film=film, chapters=[(0, "Ouverture"), (30, "Suite")])
    html = html_of(client, page)
    assert "<video" in html
    assert 'preload="none"' in html
    assert html.count('kind="captions"') == 2
    assert f'src="{page.url}sous-titres-fr.vtt" srclang="fr"' in html
    assert f'src="{page.url}chapitres.vtt"' in html
    assert f'href="{film.url}#t=30" data-seek="30"' in html
    chapters = client.get(f"{page.url}chapitres.vtt")
    assert chapters["Content-Type"] == "text/vtt; charset=utf-8"
    assert "00:00:30.000 --> 01:00:30.000\nSuite" in chapters.content.decode()


def test_a_sound_plays_as_a_sound(client, series):
    html = html_of(client, episode_of(series, "fr", film=film_of("audio", "son.mp3")))
    assert "<audio" in html
    assert "<video" not in html


def test_a_film_whose_file_is_gone_does_not_break_its_page(client, series):
    film = film_of()
    film.file.storage.delete(film.file.name)
    assert "<video" in html_of(client, episode_of(series, film=film))


@pytest.mark.parametrize(
    ("name", "media_type", "beginning"),
    [
        ("sous-titres-fr.vtt", "text/vtt; charset=utf-8", "WEBVTT\n"),
        (
            "sous-titres-fr.srt",
            "application/x-subrip; charset=utf-8",
            "1\n00:00:00,000 --> 00:00:10,000\nAlain",
        ),
        ("transcription-fr.txt", "text/plain; charset=utf-8", "Le film\n\n[0:00] Alain Faure\nOn évalue"),
    ],
)
def test_a_transcript_is_taken_away(client, series, name, media_type, beginning):
    page = episode_of(series, "fr", title="Le film")
    response = client.get(page.url + name)
    assert response.status_code == 200
    assert response["Content-Type"] == media_type
    assert response["Content-Language"] == "fr"
    assert response.content.decode().startswith(beginning)
    assert name in html_of(client, page)
    again = client.get(page.url + name, headers={"if-none-match": response["ETag"]})
    assert again.status_code == 304


@pytest.mark.parametrize(
    "name",
    [
        "sous-titres-en.vtt",
        "sous-titres-xx.srt",
        "transcription-en.txt",
        "sous-titres-fr.txt",
        "chapitres.vtt",
    ],
)
def test_what_is_not_written_has_no_address(client, series, name):
    assert client.get(episode_of(series, "fr").url + name).status_code == 404


def test_a_transcript_of_a_private_episode_is_private(client, series):
    page = episode_of(series, "fr")
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
    assert client.get(f"{page.url}sous-titres-fr.vtt").status_code == 302


@pytest.mark.parametrize("name", ["sous-titres-fr.vtt", "chapitres.vtt", "reference.bib"])
def test_files_of_what_is_not_for_all_are_kept_by_nobody(staff_client, series, name):
    page = episode_of(series, "fr", chapters=[(0, "Un")])
    assert staff_client.get(page.url + name)["Cache-Control"] == "public, no-cache"
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
    assert staff_client.get(page.url + name)["Cache-Control"].startswith("private, no-store")


def test_each_language_stands_under_its_own_name(client, series):
    html = html_of(client, episode_of(series, "en", "fr"))
    assert html.index('id="transcription-fr"') < html.index('id="transcription-en"')
    assert 'href="#transcription-en" hreflang="en"' in html
    assert '<div class="transcript-text" lang="en">' in html
    assert '<div class="transcript-text" lang="fr">' not in html


@pytest.mark.indexed
def test_words_are_found_by_search_but_no_times(client, series):
    page = episode_of(series, "fr")
    page.save_revision().publish()
    assert "WEBVTT" not in page.spoken_words()
    assert "-->" not in page.spoken_words()
    assert list(EpisodePage.objects.live().search("apprendre")) == [page]
    assert not EpisodePage.objects.live().search("WEBVTT")


def test_film_is_described_whole(client, series):
    page = episode_of(
        series,
        "fr",
        film=film_of(),
        published_on=date(2015, 6, 1),
        duration=timedelta(minutes=2),
        listing_image=ImageFactory(),
        chapters=[(0, "Ouverture"), (30, "Suite")],
    )
    video = schema_of(client, page)["video"]
    assert video["@type"] == "VideoObject"
    assert video["contentUrl"].startswith("http://localhost/media/")
    assert video["thumbnailUrl"].startswith("http://localhost/media/images/")
    assert video["duration"] == "P0DT00H02M00S"
    assert video["transcript"].startswith("On évalue pour apprendre")
    assert [(clip["name"], clip["startOffset"], clip["endOffset"]) for clip in video["hasPart"]] == [
        ("Ouverture", 0, 30),
        ("Suite", 30, 120),
    ]
    [caption] = video["caption"]
    assert caption["contentUrl"].endswith("/sous-titres-fr.vtt")
    assert client.get(caption["contentUrl"]).status_code == 200


def test_networks_are_told_how_long_it_lasts(client, series):
    page = episode_of(series, published_on=date(2015, 6, 1), duration=timedelta(minutes=2))
    html = html_of(client, page)
    assert '<meta property="video:duration" content="120">' in html
    assert '<meta property="video:release_date" content="2015-06-01">' in html
    assert "video:duration" not in html_of(client, episode_of(series))


def test_sound_is_described_as_a_sound(client, series):
    page = episode_of(series, film=film_of("audio", "son.mp3"), published_on=date(2015, 6, 1))
    schema = schema_of(client, page)
    assert schema["audio"]["@type"] == "AudioObject"
    assert "video" not in schema


def test_an_unfinished_draft_can_be_previewed(series):
    page = EpisodePage(title="Brouillon", slug="brouillon", live=False, locale=series.locale, film=film_of())
    page.set_url_path(series)
    page.path, page.depth = f"{series.path}0009", series.depth + 1
    page.chapters.add(EpisodeChapter(title="Sans heure"), EpisodeChapter(starts_at=timedelta(0), title="Un"))
    page.tracks.add(EpisodeTrack(language="fr", webvtt="pas encore"), EpisodeTrack(language="en", webvtt=""))
    page.episode_speakers.add(EpisodeSpeaker(role="politiste"))
    response = page.make_preview_request(preview_mode=page.default_preview_mode)
    response.render()
    assert "Brouillon" in response.content.decode()


def test_an_episode_is_translated_with_its_film_and_its_words(series, locales):
    page = episode_of(series, "fr", film=film_of(), chapters=[(0, "Ouverture")])
    source, _created = TranslationSource.update_or_create_from_instance(page)
    assert not source.stringsegment_set.filter(string__data__contains="-->").exists()
    series.copy_for_translation(locales["en"], copy_parents=True)
    translated = page.copy_for_translation(locales["en"])
    assert translated.film == page.film
    assert translated.tracks.get().webvtt == page.tracks.get().webvtt


# What the editor refuses.


def posted(page, tracks=(), chapters=(), **values):
    data = {
        "title": page.title,
        "slug": page.slug,
        "introduction": "Deux phrases.",
        "body": streamfield([]),
        "number": "1",
        "availability": "published",
        "published_on": "",
        "date_text": "",
        "programme": "",
        "video_url": "",
        "film": "",
        "duration": "",
        "transcript": rich_text(""),
        "listing_image": "",
        "sharing_image": "",
        "seo_title": "",
        "search_description": "",
        "episode_speakers": inline_formset([]),
        "chapters": inline_formset([{"starts_at": start, "title": title} for start, title in chapters]),
        "tracks": inline_formset(tracks),
        "comments": inline_formset([]),
        "action-publish": "action-publish",
        **values,
    }
    return nested_form_data(data)


def edit(staff_client, page, *, files=None, **values):
    """Errors of the screen, or an empty text where the page was published."""
    response = staff_client.post(
        reverse("wagtailadmin_pages:edit", args=[page.pk]), posted(page, **values) | (files or {})
    )
    if response.status_code == 302:
        return ""
    form = response.context["form"]
    with translation.override("en"):
        found = [str(form.errors.as_data())]
        for formset in form.formsets.values():
            found += [str(row) for row in formset.errors]
    assert any(found)
    return " ".join(found)


@pytest.fixture
def staff_client(staff_client, superuser):
    """The editor in the language of the code."""
    UserProfile.objects.create(user=superuser, preferred_language="en")
    return staff_client


@pytest.fixture
def page(series):
    return EpisodePageFactory(parent=series, number=1)


def track(text="", language="fr"):
    return {"language": language, "webvtt": text}


def test_a_file_fills_in_the_transcript(staff_client, page):
    srt = vtt_of(12).removeprefix("WEBVTT\n\n").encode("cp1252")
    srt = b"".join(
        b"%d\n" % number + part + b"\n\n" for number, part in enumerate(srt.split(b"\n\n"), start=1)
    )
    files = {"tracks-0-file": ContentFile(srt.replace(b".000", b",000"), name="film.srt")}
    assert edit(staff_client, page, tracks=[track()], files=files) == ""
    page.refresh_from_db()
    assert page.tracks.get().webvtt.startswith("WEBVTT\n\n00:00:00.000 --> 00:00:10.000\n")


@pytest.mark.parametrize(("start", "title"), [("00:00:00.000", ""), ("00:00:59.000", "Un titre")])
def test_what_a_file_said_is_there_when_the_screen_comes_back(staff_client, page, start, title):
    said = f"WEBVTT\n\n{start} --> 00:00:10.000\nUn mot à reprendre\n"
    data = posted(page, tracks=[track()], title=title)
    data |= {"tracks-0-file": ContentFile(said.encode(), name="film.vtt")}
    html = staff_client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), data).content.decode()
    assert "Un mot à reprendre" in html


def test_a_row_without_file_or_text_is_refused(staff_client, page):
    assert "Choose a file, or paste" in edit(staff_client, page, tracks=[track(language="en")])


def test_a_file_full_of_errors_is_refused_with_its_line(staff_client, page):
    bad = "WEBVTT\n\n00:05.000 --> 00:02.000\nOui"
    files = {"tracks-0-file": ContentFile(bad.encode(), name="film.vtt")}
    assert "Line 3" in edit(staff_client, page, tracks=[track()], files=files)
    assert "Line 3" in edit(staff_client, page, tracks=[track(bad)])


def test_a_binary_file_is_refused(staff_client, page):
    files = {"tracks-0-file": ContentFile(b"\x00\x01\x02\xff", name="film.vtt")}
    assert "not text" in edit(staff_client, page, tracks=[track()], files=files)


@pytest.mark.parametrize(
    ("text", "duration", "expected"),
    [
        (vtt_of(2), "", "This is a summary, not a transcript: 24 words in all."),
        (vtt_of(12), "00:30:00", "This is a summary, not a transcript: 144 words for 30:00 of film."),
        (vtt_of(30), "00:09:10", "words stop at 5:00"),
        (vtt_of(12), "00:01:00", "the film ends at 1:00"),
    ],
)
def test_a_summary_is_no_transcript_with_times(staff_client, page, text, duration, expected):
    if "stop" in expected:
        text = text.replace(SENTENCE.replace("&", "&amp;"), f"{SENTENCE} {SENTENCE}".replace("&", "&amp;"))
        duration = "00:10:10"
    assert expected in edit(staff_client, page, tracks=[track(text)], duration=duration)


def test_a_summary_is_no_transcript_without_times_either(staff_client, page):
    summary = rich_text("<p>Un film sur l’évaluation.</p><p>On y parle des élus.</p>")
    assert "This is a summary" in edit(staff_client, page, transcript=summary)
    whole = rich_text(f"<p>{'On évalue pour apprendre. ' * 40}</p>")
    assert edit(staff_client, page, transcript=whole) == ""
    assert "160 words for 30:00" in edit(staff_client, page, transcript=whole, duration="00:30:00")


def test_a_draft_may_hold_the_beginning_of_a_transcript(staff_client, page):
    data = posted(page, tracks=[track(vtt_of(2))])
    del data["action-publish"]
    assert staff_client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), data).status_code == 302


def test_two_transcripts_in_a_language_are_refused(staff_client, page):
    said = edit(staff_client, page, tracks=[track(vtt_of(12)), track(vtt_of(12))])
    assert "There is a transcript in this language already (French)" in said


@pytest.mark.parametrize(
    ("chapters", "expected"),
    [
        ([("00:00:10", "Un"), ("00:00:10", "Deux")], "begins at 0:10, and the one above it at 0:10"),
        ([("00:00:30", "Un"), ("00:00:10", "Deux")], "begins at 0:10, and the one above it at 0:30"),
        ([("-00:00:10", "Un")], "A film begins at 0:00"),
        ([("00:02:00", "Un")], "begins at 2:00, and the film ends at 2:00"),
    ],
)
def test_chapters_follow_the_film(staff_client, page, chapters, expected):
    assert expected in edit(staff_client, page, chapters=chapters, duration="00:02:00")


@pytest.mark.parametrize("duration", ["00:00:00", "-00:02:00"])
def test_a_film_lasts_some_time(staff_client, page, duration):
    assert "A film lasts some time" in edit(staff_client, page, duration=duration)


def test_chapters_in_order_are_kept(staff_client, page):
    assert edit(staff_client, page, chapters=[("0:0:0", "Un"), ("0:0:30", "Deux")], duration="00:02:00") == ""


def test_one_film_an_episode(staff_client, page):
    assert "not both" in edit(staff_client, page, video_url=FILM, film=film_of().pk)


@given(st.text(), st.none() | st.timedeltas(min_value=timedelta(0), max_value=timedelta(days=2)))
def test_any_text_is_judged(text, length):
    with suppress(ValidationError):
        refuse_summary(text, length)


# How many queries.


def test_pages_ask_little_whatever_their_size(count_queries, series):
    person = PersonFactory()
    measured = []
    for cues, episodes in ((10, 10), (500, 490)):
        page = episode_of(
            series,
            "fr",
            "en",
            count=cues,
            film=film_of(),
            listing_image=ImageFactory(),
            published_on=date(2015, 6, 1),
            chapters=[(0, "Un"), (30, "Deux")],
            body=[
                ("paragraph", f'<p><a linktype="page" id="{series.pk}">la série</a></p>'),
                ("image", {"image": ImageFactory(), "caption": ""}),
            ],
        )
        page.episode_speakers.create(person=person)
        page.save()
        for _ in range(episodes):
            EpisodePageFactory(parent=series, listing_image=page.listing_image, video_url=FILM)
        urls = [page.url, series.url, f"{page.url}sous-titres-fr.vtt", f"{page.url}chapitres.vtt"]
        measured.append([count_queries(url) for url in urls])
    assert measured[0] == measured[1]
    assert max(measured[1]) <= 12

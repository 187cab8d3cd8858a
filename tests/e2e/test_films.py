"""A film, what is said in it, and where: with sound kept here, and with a player of somebody else's."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

SAID = """WEBVTT

00:00:00.000 --> 00:00:01.500
<v Camille>Évaluer, c’est d’abord regarder.

00:00:01.500 --> 00:00:03.000
<v Alex>Et l’on découvre souvent autre chose.
"""
FILM = """
import io, wave
from django.core.files.base import ContentFile
from films.models import Film
from publications.models import EpisodePage, EpisodeTrack, VideoSeriesPage
said = {said!r}
sound = io.BytesIO()
with wave.open(sound, "wb") as file:
    file.setnchannels(1)
    file.setsampwidth(1)
    file.setframerate(8000)
    file.writeframes(bytes([128]) * 8000 * 3)
film = Film(title="Essai", type="audio", duration=3)
film.file.save("essai.wav", ContentFile(sound.getvalue()))
series = VideoSeriesPage.objects.get(locale__language_code="fr")
for slug, how in (("essai-son", {{"film": film}}), ("essai-film", {{"video_url": "https://youtu.be/abcdefghijk"}})):
    page = EpisodePage(title=f"Un {{slug}}", slug=slug, number=90, **how)
    page.tracks = [EpisodeTrack(language="fr", webvtt=said)]
    series.add_child(instance=page)
    page.save_revision().publish()
"""
#: Where the player is, once it has got beyond its first second.
PLAYED = """async player => {
  while (player.currentTime < 1)
    await new Promise(heard => player.addEventListener("timeupdate", heard, { once: true }))
  return player.currentTime
}"""


@pytest.fixture(scope="module")
def episodes(lay):
    """Two episodes that have what those of the demonstration still wait for."""
    lay(FILM.format(said=SAID))
    return "/publications/les-eclaireurs/{}/".format


def sound(page):
    results = Axe().run(page)
    assert results.violations_count == 0, results.generate_report()
    assert page.foreign_requests == []
    assert page.complaints == []


def test_what_is_said_is_searched_and_leads_to_its_moment(page, episodes):
    page.goto(episodes("essai-son"))
    transcript = page.get_by_role("region", name=re.compile("^Transcription"))
    expect(transcript).to_contain_text("Camille")
    transcript.get_by_role("searchbox").fill("DECOUVRE souvent")
    expect(transcript.get_by_role("status")).to_contain_text("1 passage")
    expect(transcript.locator("mark")).to_have_text(["découvre souvent"])
    sound(page)

    transcript.get_by_role("searchbox").fill("")
    player = page.locator("audio")
    assert player.evaluate("player => player.readyState") == 0
    transcript.get_by_role("link", name=re.compile("0:01|00:01")).first.click()
    assert player.evaluate(PLAYED) >= 1


def test_nothing_is_asked_of_a_host_of_films_before_the_click(page, episodes):
    page.route(
        re.compile("youtube"), lambda route: route.fulfill(status=200, content_type="text/html", body="film")
    )
    page.goto(episodes("essai-film"))
    sound(page)
    page.locator(".transcript").get_by_role("link", name=re.compile("0:01|00:01")).first.click()
    expect(page.locator("iframe")).to_have_attribute("src", re.compile("youtube-nocookie.com.*start=1"))
    assert page.foreign_requests


def test_what_is_said_is_read_and_taken_away_without_javascript(page_without_javascript, episodes):
    page = page_without_javascript
    page.goto(episodes("essai-film"))
    expect(page.locator("main")).to_contain_text("Évaluer, c’est d’abord regarder.")
    moment = page.locator(".transcript").get_by_role("link", name=re.compile("0:01|00:01")).first
    assert "youtu.be/abcdefghijk" in moment.get_attribute("href")
    with page.expect_download() as download:
        page.locator("main").get_by_role("link", name=re.compile("SRT")).click()
    assert download.value.suggested_filename.endswith(".srt")

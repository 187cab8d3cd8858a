"""The feed of a series: whole, valid, and a podcast where a film is kept here."""

import subprocess
from datetime import date, timedelta
from xml.etree import ElementTree

import feedparser
import pytest
from django.core.files.base import ContentFile
from django.utils import timezone, translation
from PIL import Image
from wagtail.images.tests.utils import get_test_image_file_jpeg

from core.choices import Availability
from core.models import ContactSettings
from films.models import Film
from tests.factories import (
    EpisodePageFactory,
    ImageFactory,
    PersonFactory,
    PublicationIndexPageFactory,
    VideoSeriesPageFactory,
)
from tests.judges import need

VTT = "WEBVTT\n\n00:00:01.000 --> 00:00:04.000\n<v Alain Faure>On évalue pour apprendre.\n"
#: Prints what a validating parser made of a feed: its kind, then the title of each item.
RUBY = """
require "rss"
feed = RSS::Parser.parse($stdin.read, true)
puts feed.feed_type
feed.items.each { |item| puts item.title.respond_to?(:content) ? item.title.content : item.title }
"""


@pytest.fixture
def series(home):
    index = PublicationIndexPageFactory(parent=home, slug="publications")
    return VideoSeriesPageFactory(
        parent=index,
        title="Les Éclaireurs",
        slug="les-eclaireurs",
        listing_image=ImageFactory(file=get_test_image_file_jpeg(size=(1600, 1500))),
    )


def film_of(name="son.mp3", **values):
    film = Film(title="Son", type="audio", **values)
    film.file.save(name, ContentFile(b"ID3" + b"\0" * 997))
    return film


def episode_of(series, number=1, *, film=None, **values):
    page = EpisodePageFactory(
        parent=series,
        number=number,
        title=f"Épisode {number} & fin",
        film=film,
        published_on=date(2015, 6, 1) + timedelta(days=number),
        first_published_at=timezone.now(),
        last_published_at=timezone.now(),
        **values,
    )
    page.tracks.create(language="fr", webvtt=VTT)
    page.episode_speakers.create(person=PersonFactory(name="Alain Faure"))
    page.save()
    return page


def xml_of(client, series, name="rss"):
    response = client.get(f"{series.url}{name}/")
    assert response.status_code == 200
    return response.content.decode()


def parsed(client, series, name="rss"):
    feed = feedparser.parse(xml_of(client, series, name))
    assert not feed.bozo
    return feed


@pytest.mark.parametrize(("name", "kind"), [("rss", "rss"), ("atom", "atom")])
@pytest.mark.parametrize("is_podcast", [True, False])
def test_another_parser_finds_the_feed_valid(client, series, name, kind, is_podcast):
    need("ruby", "ruby")
    for number in (1, 2):
        episode_of(series, number, film=film_of(duration=125) if is_podcast else None)
    xml = xml_of(client, series, name)
    result = subprocess.run(
        ["ruby", "-e", RUBY], input=xml, capture_output=True, text=True, timeout=60, check=False
    )
    assert result.returncode == 0, result.stderr
    assert result.stdout.split("\n")[:3] == [kind, "Épisode 2 & fin", "Épisode 1 & fin"]


def test_a_film_kept_here_makes_a_podcast(client, series):
    film = film_of(duration=125)
    page = episode_of(series, 1, film=film)
    episode_of(series, 2, video_url="https://www.youtube.com/watch?v=abcdefghijk")
    contact = ContactSettings.objects.create(site_id=series.get_site().pk, email="bonjour@example.org")
    feed = parsed(client, series)
    assert feed.feed.author == contact.organisation_name
    assert feed.feed.tags[0].term == "Government"
    assert feed.feed.image.href.endswith(".jpg")
    assert feed.feed.publisher_detail.email == "bonjour@example.org"
    elsewhere, here = feed.entries
    assert not elsewhere.enclosures
    [enclosure] = here.enclosures
    assert enclosure.href == f"http://localhost{film.url}"
    assert (enclosure.type, enclosure.length) == ("audio/mpeg", "1000")
    assert here.itunes_duration == "125"
    assert here.itunes_episode == "1"
    xml = xml_of(client, series)
    assert "<itunes:explicit>false</itunes:explicit>" in xml
    transcript = f"http://localhost{page.url}sous-titres-fr.vtt"
    root = ElementTree.fromstring(xml)  # noqa: S314 - ours
    told = root.find(".//{https://podcastindex.org/namespace/1.0}transcript").attrib
    assert told == {"url": transcript, "type": "text/vtt", "language": "fr"}
    assert f'href="{transcript}"' in here.content[0].value
    assert client.get(enclosure.href).status_code == 200
    assert client.get(transcript).status_code == 200


def test_the_picture_is_square_and_as_large_as_directories_ask(client, series):
    episode_of(series, film=film_of())
    address = parsed(client, series).feed.image.href
    content = b"".join(client.get(address).streaming_content)
    with Image.open(ContentFile(content)) as image:
        assert (image.format, image.size) == ("JPEG", (1400, 1400))


def test_a_small_picture_is_left_out(client, series):
    series.listing_image = ImageFactory(file=get_test_image_file_jpeg(size=(800, 800)))
    series.save()
    episode_of(series, film=film_of())
    assert "itunes:image" not in xml_of(client, series)


def test_without_a_film_of_ours_it_is_a_plain_feed(client, series):
    episode_of(series, introduction="Une introduction.")
    xml = xml_of(client, series)
    assert "itunes" not in xml
    assert "podcast" not in xml
    [entry] = parsed(client, series).entries
    assert entry.summary == "Une introduction."
    assert [author.name for author in parsed(client, series, "atom").entries[0].authors] == ["Alain Faure"]


def test_what_is_announced_or_not_public_is_not_in_it(client, series):
    out = episode_of(series, 1)
    episode_of(series, 2, availability=Availability.FORTHCOMING)
    episode_of(series, 3, live=False)
    assert [entry.title for entry in parsed(client, series).entries] == [out.title]


def test_an_episode_keeps_its_name_when_its_address_changes(client, series):
    page = episode_of(series)
    before = parsed(client, series).entries[0]
    page.slug = "autre-adresse"
    page.save()
    after = parsed(client, series).entries[0]
    assert before.id == after.id
    assert before.link != after.link


def test_a_film_whose_file_is_gone_is_not_announced(client, series):
    film = film_of()
    episode_of(series, film=film)
    film.file.storage.delete(film.file.name)
    assert not parsed(client, series).entries[0].enclosures


@pytest.mark.parametrize("name", ["rss", "atom"])
def test_nothing_is_sent_again_unless_it_changed(client, series, name):
    page = episode_of(series, film=film_of())
    url = f"{series.url}{name}/"
    first = client.get(url)
    assert first["Last-Modified"]
    assert client.get(url, headers={"if-none-match": first["ETag"]}).status_code == 304
    page.film = film_of("autre.mp3")
    page.save()
    assert client.get(url, headers={"if-none-match": first["ETag"]}).status_code == 200


def test_readers_are_told_of_the_feeds(client, series):
    with translation.override("fr"):
        html = client.get(series.url).content.decode()
    assert '<link rel="alternate" type="application/rss+xml" title="Les Éclaireurs' in html
    assert html.count(f'href="{series.url}rss/"') == 2
    assert html.count(f'href="{series.url}atom/"') == 2


def test_an_empty_series_has_a_feed(client, series):
    assert parsed(client, series).entries == []


def test_a_feed_asks_little_whatever_its_length(count_queries, series):
    image = ImageFactory()
    body = [
        ("paragraph", f'<p><a linktype="page" id="{series.pk}">la série</a></p>'),
        ("image", {"image": image, "caption": ""}),
    ]
    measured = []
    for first, last in ((1, 11), (11, 201)):
        for number in range(first, last):
            episode_of(series, number, film=film_of() if number % 5 == 0 else None, body=body)
        measured.append(count_queries(f"{series.url}rss/"))
    assert measured[0] == measured[1] <= 8
    assert count_queries(f"{series.url}atom/") <= 8

"""Publications as a visitor sees them."""

import datetime
import json
import re
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation
from wagtail.models import PageViewRestriction

from core.choices import Availability
from publications.models import BookContributor, BookPage, EpisodePage, ReportPage
from tests.factories import (
    BookPageFactory,
    CollectionPageFactory,
    DocumentFactory,
    EpisodePageFactory,
    ImageFactory,
    PartnerFactory,
    PersonFactory,
    PublicationIndexPageFactory,
    ReportPageFactory,
    VideoSeriesPageFactory,
)

FILM = "https://www.youtube.com/watch?v=abcdefghijk"


@pytest.fixture(autouse=True)
def _in_english():
    """Sentences are compared as they stand in the code."""
    with translation.override("en"):
        yield


@pytest.fixture
def index(home):
    return PublicationIndexPageFactory(parent=home, slug="publications")


@pytest.fixture
def series(index):
    return VideoSeriesPageFactory(parent=index, title="Les Éclaireurs", slug="les-eclaireurs")


@pytest.fixture
def collection(index):
    return CollectionPageFactory(parent=index, title="Design des politiques publiques", publisher="La DF")


def html_of(client, page):
    response = client.get(page.url)
    assert response.status_code == 200
    return response.content.decode()


def schema_of(client, page):
    [script] = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html_of(client, page))
    return json.loads(script)["@graph"][0]


def test_index_shows_what_is_public_on_its_shelves(client, index, series, collection):
    later = EpisodePageFactory(parent=series, number=2)
    first = EpisodePageFactory(parent=series, number=1)
    book = BookPageFactory(parent=collection)
    old = ReportPageFactory(parent=index, published_on=datetime.date(2014, 1, 1))
    new = ReportPageFactory(parent=index, published_on=datetime.date(2015, 12, 20))
    announced = ReportPageFactory(parent=index, availability=Availability.FORTHCOMING)
    EpisodePageFactory(parent=series, live=False, number=3)
    ReportPageFactory(parent=index, live=False)
    private = ReportPageFactory(parent=index)
    PageViewRestriction.objects.create(page=private, restriction_type=PageViewRestriction.LOGIN)
    shelves = client.get(index.url).context["shelves"]
    assert [(shelf.page, shelf.items) for shelf in shelves.series] == [(series, [first, later])]
    assert [(shelf.page, shelf.items) for shelf in shelves.collections] == [(collection, [book])]
    assert shelves.reports == [new, old]
    assert shelves.announced_reports == [announced]


def test_what_stands_below_a_draft_is_not_shown(client, index, series):
    EpisodePageFactory(parent=series, title="Épisode caché")
    series.live = False
    series.save()
    assert "Épisode caché" not in html_of(client, index)


def test_forthcoming_is_said(client, index, series, collection):
    with translation.override("fr"):
        label = str(Availability.FORTHCOMING.label)
    for page in (
        EpisodePageFactory(parent=series, availability=Availability.FORTHCOMING),
        BookPageFactory(parent=collection, availability=Availability.FORTHCOMING),
        ReportPageFactory(parent=index, availability=Availability.FORTHCOMING, date_text="courant 2016"),
    ):
        html = html_of(client, page)
        assert "state-forthcoming" in html
        assert label in html
    assert html_of(client, index).count("state-forthcoming") == 3


def test_series_keeps_the_order_of_episodes(client, series):
    numbers = [3, 1, 2]
    for number in numbers:
        EpisodePageFactory(parent=series, number=number)
    assert [episode.number for episode in client.get(series.url).context["episodes"]] == [1, 2, 3]


def test_empty_series_and_collection_stand(client, series, collection):
    html_of(client, series)
    html_of(client, collection)


def test_episode_leads_to_its_neighbours(client, series):
    first, second, third = (EpisodePageFactory(parent=series, number=number) for number in (1, 2, 3))
    EpisodePageFactory(parent=series, number=4, live=False)
    context = client.get(second.url).context
    assert (context["previous"], context["following"]) == (first, third)
    assert client.get(first.url).context["previous"] is None
    assert client.get(third.url).context["following"] is None


def test_film_loads_on_demand_only(client, series):
    html = html_of(client, EpisodePageFactory(parent=series, video_url=FILM))
    assert 'data-player="https://www.youtube-nocookie.com/embed/abcdefghijk"' in html
    assert f'href="{FILM}"' in html
    assert "<iframe" not in html


def test_missing_film_and_transcript_are_said_quietly(client, series):
    html = html_of(client, EpisodePageFactory(parent=series))
    assert "film-missing" in html
    assert "to-complete" in html
    announced = html_of(client, EpisodePageFactory(parent=series, availability=Availability.FORTHCOMING))
    assert "film-announced" in announced
    assert "to-complete" not in announced


def test_speakers_length_and_transcript_of_an_episode(client, series):
    page = EpisodePageFactory(
        parent=series,
        duration=datetime.timedelta(minutes=7, seconds=20),
        date_text="juin 2015",
        transcript="<p>On évalue pour apprendre.</p>",
    )
    page.episode_speakers.create(person=PersonFactory(name="Alain Faure"), role="politiste")
    page.save()
    response = client.get(page.url)
    facts = {str(fact.label): str(fact.value) for fact in response.context["facts"]}
    assert facts["politiste"] == "Alain Faure"
    assert any(value.startswith("7") for value in facts.values())
    assert "juin 2015" in facts.values()
    assert "On évalue pour apprendre." in response.content.decode()


def test_wrong_address_of_a_film_is_refused(series):
    page = EpisodePage(title="Film", slug="film", number=1, video_url="https://example.org/film")
    with pytest.raises(ValidationError) as error:
        page.clean()
    assert "video_url" in error.value.message_dict


def test_book_tells_what_a_librarian_asks(client, collection):
    book = BookPageFactory(
        parent=collection,
        title="Chantiers ouverts au public",
        isbn="9782110099327",
        pages=493,
        price=Decimal("29.00"),
        published_on=datetime.date(2015, 10, 13),
        buy_url="https://example.org/livre",
        extract=DocumentFactory(title="Extrait"),
    )
    book.contributors.create(
        person=PersonFactory(name="Pauline Scherer"), role=BookContributor.Role.COORDINATOR
    )
    book.save()
    html = html_of(client, book)
    for expected in (
        "978-2-11-009932-7",
        "493",
        "29",
        "Pauline Scherer",
        "La DF",
        "https://example.org/livre",
        "Extrait",
    ):
        assert expected in html
    schema = schema_of(client, book)
    assert schema["@type"] == "Book"
    assert schema["isbn"] == "9782110099327"
    assert schema["editor"] == [{"@type": "Person", "name": "Pauline Scherer"}]
    assert schema["offers"]["price"] == "29.00"
    assert schema["publisher"]["name"] == "La DF"
    assert schema["datePublished"] == "2015-10-13"


def test_book_with_nothing_known_stands(client, collection):
    schema = schema_of(client, BookPageFactory(parent=collection))
    assert not {"isbn", "offers", "datePublished", "numberOfPages"} & set(schema)


def test_video_is_described_only_with_address_date_and_picture(client, series):
    day = datetime.date(2015, 6, 1)
    undated = EpisodePageFactory(parent=series, video_url=FILM, listing_image=ImageFactory())
    unseen = EpisodePageFactory(parent=series, video_url=FILM, published_on=day)
    dated = EpisodePageFactory(parent=series, video_url=FILM, published_on=day, listing_image=ImageFactory())
    assert "video" not in schema_of(client, undated)
    assert "video" not in schema_of(client, unseen)
    video = schema_of(client, dated)["video"]
    assert video["@type"] == "VideoObject"
    assert video["uploadDate"] == "2015-06-01"
    assert schema_of(client, dated)["partOfSeries"]["name"] == "Les Éclaireurs"


def test_report_leads_to_its_file_or_its_source(client, index):
    report = ReportPageFactory(
        parent=index, report_kind=ReportPage.Kind.SLIDES, document=DocumentFactory(title="Le rapport entier")
    )
    report.partners.add(PartnerFactory(name="Conseil et Recherche"))
    report.save()
    html = html_of(client, report)
    assert "Le rapport entier" in html
    assert "Conseil et Recherche" in html
    assert schema_of(client, report)["@type"] == "Report"
    elsewhere = ReportPageFactory(parent=index, source_url="https://example.org/rapport")
    assert "https://example.org/rapport" in html_of(client, elsewhere)
    assert "to-complete" in html_of(client, ReportPageFactory(parent=index))


@pytest.mark.parametrize("model", [EpisodePage, BookPage, ReportPage])
def test_an_unfinished_draft_can_be_previewed(index, series, collection, model):
    parent = {EpisodePage: series, BookPage: collection, ReportPage: index}[model]
    page = model(title="Brouillon", slug="brouillon", live=False, locale=parent.locale)
    page.set_url_path(parent)
    page.path, page.depth = f"{parent.path}0009", parent.depth + 1
    response = page.make_preview_request(preview_mode=page.default_preview_mode)
    response.render()
    assert "Brouillon" in response.content.decode()


def _fill(index, series, collection, count):
    person, partner = PersonFactory(), PartnerFactory()
    for number in range(count):
        image = ImageFactory()
        episode = EpisodePageFactory(parent=series, number=number + 1, listing_image=image, video_url=FILM)
        episode.episode_speakers.create(person=person)
        episode.save()
        book = BookPageFactory(parent=collection, cover=ImageFactory(), listing_image=image)
        book.contributors.create(person=person)
        book.save()
        report = ReportPageFactory(parent=index, listing_image=image)
        report.partners.add(partner)
        report.save()
    return episode, book, report


def test_queries_do_not_grow_with_the_shelves(count_queries, index, series, collection):
    measured = []
    for count in (3, 27):
        episode, book, report = _fill(index, series, collection, count)
        measured.append(
            [count_queries(page.url) for page in (index, series, collection, episode, book, report)]
        )
    assert measured[0] == measured[1]
    assert max(measured[1]) <= 12

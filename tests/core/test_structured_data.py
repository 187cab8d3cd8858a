"""What search engines are told of every type of page: the properties that they require, well formed."""

import datetime
import json
import re
from urllib.parse import urlsplit

import pytest
from bs4 import BeautifulSoup
from wagtail.models import get_page_models

from core.models import ContactSettings
from core.models.base import BasePage
from home.adhesion.models import JoinPage, MembersPage
from programmes.agenda.models import Venue
from tests.factories import (
    AgendaPageFactory,
    BlogIndexPageFactory,
    BookPageFactory,
    CollectionPageFactory,
    ContentPageFactory,
    DocumentFactory,
    EpisodePageFactory,
    EventPageFactory,
    ImageFactory,
    LexiconPageFactory,
    PersonFactory,
    PostPageFactory,
    ProgrammeIndexPageFactory,
    ProgrammePageFactory,
    PublicationIndexPageFactory,
    ReportPageFactory,
    RoadmapIndexPageFactory,
    RoadmapPageFactory,
    TermFactory,
    TerrainPageFactory,
    TerritoriesPageFactory,
    TerritoryFactory,
    VideoSeriesPageFactory,
)

#: Every type that the site uses, and what it must say: what Google Search Central asks for where it is named,
#: else what leads to the thing and what schema.org's own examples give.
PAGE = {"name", "url", "inLanguage", "publisher"}
REQUIRED = {
    # Pages and what they gather.
    "WebPage": PAGE,
    "CollectionPage": PAGE,
    "Blog": PAGE,
    "DefinedTermSet": PAGE | {"hasDefinedTerm"},
    "CreativeWorkSeries": PAGE | {"hasPart"},
    "BookSeries": PAGE | {"hasPart"},
    "Report": PAGE | {"author", "datePublished", "encoding"},
    "Episode": PAGE | {"episodeNumber", "partOfSeries", "datePublished", "video"},
    # Google, “Article”: nothing is required; all that it recommends is asked for here.
    "Article": PAGE | {"headline", "author", "datePublished", "dateModified", "image"},
    # Google, “Book” (ISBN of an edition), schema.org/Book.
    "Book": PAGE | {"author", "isbn", "datePublished", "offers"},
    # Google, “Event”: required name, startDate, location; recommended the rest.
    "Event": {"name", "url", "startDate", "location", "endDate", "eventStatus", "organizer", "image"}
    | {"description", "eventAttendanceMode"},
    # Google, “Organization”: nothing is required; all that is known is asked for here.
    "Organization": {"@id", "name", "url", "logo", "sameAs", "address", "email", "telephone"},
    # Google, “Sitelinks search box” and schema.org/SearchAction.
    "WebSite": {"@id", "name", "url", "inLanguage", "publisher", "potentialAction"},
    # Google, “Breadcrumb”: at least two steps, each with position, name and item.
    "BreadcrumbList": {"itemListElement"},
}
#: The same for what stands inside another object, where less is said.
INSIDE = {
    "AdministrativeArea": {"name"},
    "Audience": {"audienceType"},
    "AudioObject": {"name", "contentUrl", "uploadDate"},
    "Book": set(),
    "BookSeries": {"name", "url"},
    "Chapter": {"name"},
    "Clip": {"name", "startOffset", "url"},  # Google, “Key moments”
    "CollectionPage": {"name", "url"},
    "CreativeWork": {"name"},
    "CreativeWorkSeries": {"name", "url"},
    "DefinedTerm": {"name", "description", "url"},
    "EntryPoint": {"urlTemplate"},
    "Episode": {"name", "url", "episodeNumber"},
    "Article": {"name", "url"},
    "Blog": {"name", "url"},
    "ItemList": {"itemListElement"},
    "ListItem": {"position", "name"},
    "MediaObject": {"contentUrl", "encodingFormat", "inLanguage"},
    "Offer": {"price", "priceCurrency", "url"},  # Google, “Event” and “Book”
    "Organization": {"name"},
    "Person": {"name"},
    "Place": {"name"},
    "PostalAddress": {"addressLocality"},
    "Review": {"author", "reviewBody"},
    "SearchAction": {"target", "query-input"},
    "Service": {"name", "provider"},
    "Thing": {"description"},
    # Google, “Video”: required name, thumbnailUrl, uploadDate.
    "VideoObject": {"name", "thumbnailUrl", "uploadDate", "description"},
    "WebPage": {"name", "url"},
}
DATES = re.compile(r"(date|uploadDate|startDate|endDate)", re.I)
ISO_8601 = re.compile(r"\d{4}(-\d\d(-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d))?)?)?")
DURATIONS = re.compile(r"P(?=.)(\d+D)?(T(?=.)(\d+H)?(\d+M)?(\d+(\.\d+)?S)?)?")
#: What schema.org lists the values of.
LISTED = {"eventStatus", "eventAttendanceMode", "availability", "bookFormat"}
ADDRESSES = {"url", "item", "image", "logo", "contentUrl", "embedUrl", "thumbnailUrl", "license", "sameAs"}
DAY = datetime.date(2016, 1, 8)


def build(home) -> dict:
    """A page of every type, with all that it may tell; `{type: page}`."""
    image, document = ImageFactory(), DocumentFactory()
    person, territory = PersonFactory(), TerritoryFactory()
    TermFactory()
    programmes = ProgrammeIndexPageFactory(parent=home)
    programme = ProgrammePageFactory(parent=programmes, audience="Régions", gives="Un plan d’action")
    publications = PublicationIndexPageFactory(parent=home)
    series = VideoSeriesPageFactory(parent=publications)
    collection = CollectionPageFactory(parent=publications, publisher="La Documentation française")
    blog = BlogIndexPageFactory(parent=home)
    roadmaps = RoadmapIndexPageFactory(parent=home)
    agenda = AgendaPageFactory(parent=home)
    venue = Venue.objects.create(
        name="Superpublic", slug="superpublic", street="4, rue La Vacquerie", city="Paris", locale=home.locale
    )
    episode = EpisodePageFactory(
        parent=series,
        published_on=DAY,
        listing_image=image,
        duration=datetime.timedelta(minutes=4),
        video_url="https://vimeo.com/33129331",
    )
    episode.chapters.create(starts_at=datetime.timedelta(0), title="Début")
    book = BookPageFactory(
        parent=collection, published_on=DAY, isbn="9782110099327", price=12, buy_url="https://example.org/"
    )
    report = ReportPageFactory(parent=publications, published_on=DAY, document=document)
    for page in (book, report):
        page.contributors.create(person=person, role="author")
    post = PostPageFactory(parent=blog, date=DAY, listing_image=image)
    post.post_authors.create(person=person)
    pages = [
        home,
        programmes,
        programme,
        TerrainPageFactory(parent=programme, territory=territory),
        publications,
        series,
        collection,
        episode,
        book,
        report,
        blog,
        post,
        roadmaps,
        RoadmapPageFactory(parent=roadmaps, published_on=DAY, author=person, listing_image=image),
        agenda,
        EventPageFactory(
            parent=agenda,
            starts_at=datetime.datetime(2016, 1, 15, 18, tzinfo=datetime.UTC),
            ends_at=datetime.datetime(2016, 1, 15, 20, tzinfo=datetime.UTC),
            venue=venue,
            listing_image=image,
        ),
        ContentPageFactory(parent=home),
        TerritoriesPageFactory(parent=home),
        LexiconPageFactory(parent=home),
        *(
            home.add_child(instance=model(title=title))
            for model, title in ((JoinPage, "Adhérer"), (MembersPage, "Membres"))
        ),
    ]
    for page in pages:
        page.save_revision().publish()
    return {type(page): page for page in pages}


@pytest.fixture
def pages(home):
    site = home.get_site()
    ContactSettings.objects.update_or_create(
        site=site,
        defaults={
            "street": "4, rue La Vacquerie",
            "postal_code": "75011",
            "city": "Paris",
            "email": "contact@example.org",
            "telephone": "01 00 00 00 00",
            "mastodon_url": "https://example.org/@27",
        },
    )
    return build(home)


def told(client, url) -> list[dict]:
    page = BeautifulSoup(client.get(url).content, "html.parser")
    (script,) = page.find_all("script", type="application/ld+json")
    data = json.loads(script.string)
    assert data["@context"] == "https://schema.org"
    return data["@graph"]


def inside(value):
    """Objects that stand inside a value, however deep."""
    for part in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        if isinstance(part, dict):
            yield part
        yield from inside(part)


def faults(graph: list[dict]) -> list[str]:
    """What is wrong with the objects that a page prints."""
    found = []
    for data in graph:
        missing = REQUIRED.get(data["@type"], {"(unknown)"}) - data.keys()
        found += [f"{data['@type']} has no {name}" for name in sorted(missing)]
        for part in inside(data):
            if part.keys() == {"@id"}:
                continue
            missing = INSIDE.get(part.get("@type"), {"(unknown)"}) - part.keys()
            found += [f"{data['@type']}: {part.get('@type')} has no {name}" for name in sorted(missing)]
        for each in (data, *inside(data)):
            found += [f"{each.get('@type')}.{name}: {fault}" for name, fault in _ill_formed(each)]
    return found


def _ill_formed(data: dict):
    for name, value in data.items():
        if value in (None, "", [], {}):
            yield name, "is empty"
        for text in value if isinstance(value, list) else [value]:
            if not isinstance(text, str):
                continue
            if name in ADDRESSES and not (urlsplit(text).scheme and urlsplit(text).netloc):
                yield name, f"“{text}” is no whole address"
            if DATES.match(name) and not ISO_8601.fullmatch(text):
                yield name, f"“{text}” is no date of ISO 8601"
            if name == "duration" and not DURATIONS.fullmatch(text):
                yield name, f"“{text}” is no duration of ISO 8601"
            if name in LISTED and not re.fullmatch(r"https://schema\.org/[A-Z]\w+", text):
                yield name, f"“{text}” is no value of schema.org"
            if name == "priceCurrency" and not re.fullmatch(r"[A-Z]{3}", text):
                yield name, f"“{text}” is no currency of ISO 4217"
            if name == "price" and not re.fullmatch(r"\d+(\.\d+)?", text):
                yield name, f"“{text}” is no number"
    yield from _against_google(data)


def _against_google(data: dict):
    """What Google asks besides, in one type."""
    match data.get("@type"):
        case "BreadcrumbList":
            steps = data["itemListElement"]
            if len(steps) < 2:
                yield "itemListElement", "has less than two steps"
            if [step.get("position") for step in steps] != list(range(1, len(steps) + 1)):
                yield "itemListElement", "is not numbered from one"
            if any("item" not in step for step in steps[:-1]):
                yield "itemListElement", "has a step that leads nowhere"
        case "Event":
            place = data.get("location", {})
            if place.get("@type") == "Place" and "address" not in place:
                yield "location", "has no address"
        case "Article":
            if len(data.get("headline", "")) > 110:
                yield "headline", "is longer than 110 signs"
        case "VideoObject":
            if not {"contentUrl", "embedUrl"} & data.keys():
                yield "contentUrl", "is missing, and embedUrl as well"


def test_every_type_of_page_is_looked_at(pages):
    assert {model for model in get_page_models() if issubclass(model, BasePage)} <= set(pages)


def test_every_type_tells_what_is_required_of_it(client, pages):
    found = {
        model.__name__: wrong for model, page in pages.items() if (wrong := faults(told(client, page.url)))
    }
    assert found == {}


def test_every_page_is_of_its_type(client, pages):
    for model, page in pages.items():
        assert told(client, page.url)[0]["@type"] == model.schema_type


def test_faults_are_found():
    assert "Article has no headline" in faults([{"@type": "Article"}])
    assert faults([{"@type": "Artikel"}]) == ["Artikel has no (unknown)"]
    trail = {"@type": "BreadcrumbList", "itemListElement": [{"@type": "ListItem", "position": 1}]}
    assert "BreadcrumbList: ListItem has no name" in faults([trail])
    assert "BreadcrumbList.itemListElement: has less than two steps" in faults([trail])
    step = {"@type": "ListItem", "position": 1, "name": "Accueil", "item": "https://example.org/"}
    assert faults([{"@type": "BreadcrumbList", "itemListElement": [step, step | {"position": 2}]}]) == []
    assert faults([{"@type": "BreadcrumbList", "itemListElement": [step, step]}])
    assert any("address" in fault for fault in faults([{"@type": "Event", "location": {"@type": "Place"}}]))
    for name, value in (
        ("duration", "PT"),
        ("duration", "4:30"),
        ("eventStatus", "scheduled"),
        ("priceCurrency", "€"),
        ("price", "12,00"),
        ("startDate", "2016-01-15T18:00"),
    ):
        assert any(f".{name}:" in fault for fault in faults([{"@type": "Event", name: value}]))
    organisation = dict.fromkeys(REQUIRED["Organization"], "https://example.org/") | {"@type": "Organization"}
    assert faults([organisation]) == []
    assert faults([organisation | {"logo": "/logo.svg"}])
    assert faults([organisation | {"email": ""}])
    assert faults([organisation | {"dateModified": "8 janvier 2016"}])


def test_every_page_below_the_front_door_tells_the_way_down(client, pages):
    for page in pages.values():
        trails = [data for data in told(client, page.url) if data["@type"] == "BreadcrumbList"]
        if page.depth == 2:
            assert trails == []
            continue
        (trail,) = trails
        steps = trail["itemListElement"]
        assert [step["position"] for step in steps] == list(range(1, page.depth))
        assert steps[-1]["item"] == page.full_url


@pytest.mark.parametrize("route", ["programmes/trouver/", "programmes/jonctions/"])
def test_pages_that_a_page_makes_tell_the_same(client, pages, route):
    graph = told(client, f"/{route}")
    assert faults(graph) == []
    assert len(graph[1]["itemListElement"]) == 3


def test_the_front_door_tells_who_and_how_to_search(client, pages, home):
    graph = told(client, "/")
    by_type = {data["@type"]: data for data in graph}
    organisation, site = by_type["Organization"], by_type["WebSite"]
    assert organisation["sameAs"] == ["https://example.org/@27"]
    assert organisation["address"]["addressLocality"] == "Paris"
    assert site["publisher"]["@id"] == organisation["@id"]
    template = site["potentialAction"]["target"]["urlTemplate"]
    assert template == "http://localhost/recherche/?q={search_term_string}"
    assert client.get(template.replace("{search_term_string}", "design")).status_code == 200
    for page in pages.values():
        publisher = told(client, page.url)[0].get("publisher")
        if publisher and page.specific_class.__name__ not in ("CollectionPage", "BookPage"):
            assert publisher["@id"] == organisation["@id"]


def test_the_search_of_each_language_is_told(client, home, locales):
    english = home.copy_for_translation(locales["en"])
    english.save_revision().publish()
    (site,) = (data for data in told(client, "/en/") if data["@type"] == "WebSite")
    assert site["potentialAction"]["target"]["urlTemplate"].startswith("http://localhost/en/search/")
    assert site["inLanguage"] == "en"


def test_what_is_not_known_is_not_told(client, home):
    """A page with its title alone, an association with its name alone."""
    home.introduction = ""
    home.save()
    graph = told(client, "/")
    organisation = next(data for data in graph if data["@type"] == "Organization")
    assert not {"address", "email", "telephone", "sameAs"} & organisation.keys()
    post = PostPageFactory(parent=BlogIndexPageFactory(parent=home), introduction="", last_published_at=None)
    article = told(client, post.url)[0]
    assert not {"author", "image", "description", "dateModified"} & article.keys()


def test_a_headline_is_short_enough(client, home):
    post = PostPageFactory(parent=BlogIndexPageFactory(parent=home), title="Long " * 40)
    assert len(told(client, post.url)[0]["headline"]) <= 110


@pytest.mark.parametrize("title", ["</script><script>alert(1)</script>", "<!-- <script>", "A & B ]]>"])
def test_no_title_leaves_its_script(client, home, title):
    page = ContentPageFactory(parent=home, title=title)
    response = client.get(page.url)
    assert b"<script>alert" not in response.content
    assert told(client, page.url)[0]["name"] == title

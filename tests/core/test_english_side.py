"""The whole of the English side, visited link by link: one page of each type, all translated but two."""

import datetime

import pytest
from django.utils import timezone
from wagtail.models import Page, get_page_models

from blog.models import BudgetLine, PostAuthor, RoadmapPriority, StateChange
from core.models import Navigation
from programmes.models.links import ProgrammeLink
from programmes.models.programme import ProgrammePartner
from publications.models.books import BookChapter, BookContributor, BookReview
from publications.models.episode_parts import EpisodeChapter, EpisodeSpeaker, EpisodeTrack
from tests.adhesion.factories import FeeScheduleFactory, JoinPageFactory, MembersPageFactory
from tests.crawling import Visit
from tests.factories import (
    AgendaPageFactory,
    BlogIndexPageFactory,
    BookPageFactory,
    CollectionPageFactory,
    CommitmentFactory,
    ContentPageFactory,
    EpisodePageFactory,
    EventPageFactory,
    LexiconPageFactory,
    PartnerFactory,
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
    ThemeFactory,
    VideoSeriesPageFactory,
)
from tests.translating import translate

WEBVTT = "WEBVTT\n\n00:00:01.000 --> 00:00:04.000\nNous avons posé la question aux agents.\n"


@pytest.fixture
def site(home, locales, settings):
    """A small site of early 2016, in French."""
    settings.PINNED_TODAY = datetime.date(2016, 1, 11)
    region = TerritoryFactory(name="Bretagne", slug="bretagne", code="53", note="Depuis sans changement.")
    region.note_in_english = "Unchanged since."
    region.save()
    person, theme = PersonFactory(name="Ada Martin", role="Directrice", is_team=True), ThemeFactory()
    programmes = ProgrammeIndexPageFactory(parent=home, slug="programmes")
    first, second = (
        ProgrammePageFactory(
            parent=programmes, stage=stage, on_home=True, cost_min=5000, cost_unit="organisation"
        )
        for stage in ("curious", "proof")
    )
    first.links.add(ProgrammeLink(kind="prepares", target=second, note="Par ses récits."))
    first.programme_partners.add(ProgrammePartner(partner=PartnerFactory(name="SGMAP"), role="Finance"))
    first.save()
    terrains = [
        TerrainPageFactory(parent=first, territory=region, starts_on=datetime.date(2015, 11, 2))
        for _number in range(2)
    ]
    TerritoriesPageFactory(parent=home, slug="territoires")
    blog = BlogIndexPageFactory(parent=home, slug="blog")
    posts = [PostPageFactory(parent=blog, programme=first, territory=region) for _number in range(3)]
    posts[0].post_authors = [PostAuthor(person=person)]
    posts[0].tags.add("lab")
    posts[0].themes = [theme]
    posts[0].save()
    _roadmaps(home, first, person)
    _agenda(home, first, region)
    _publications(home, first, person)
    JoinPageFactory(parent=home, slug="adhesion")
    MembersPageFactory(parent=home, slug="adherents")
    LexiconPageFactory(parent=home, slug="lexique")
    about = ContentPageFactory(
        parent=home,
        slug="association",
        body=[
            ("people", {"title": "Équipe"}),
            ("partners", {"title": "Partenaires"}),
            ("site_map", None),
            ("paragraph", f'<p>Lire <a linktype="page" id="{posts[2].pk}">ce billet</a>.</p>'),
            (
                "call_to_action",
                {
                    "title": "Venir",
                    "text": "",
                    "link": {"page": first, "url": "", "label": ""},
                    "ground": "yellow",
                },
            ),
        ],
    )
    home.refresh_from_db()
    links = [{"type": "link", "value": {"page": page.pk, "url": "", "label": ""}} for page in (blog, about)]
    navigation = Navigation.objects.create(locale=locales["fr"], header=links, join=[], footer=[])
    term = TermFactory(name="résidence", slug="residence")
    records = [person, theme, term, FeeScheduleFactory(), navigation]
    untranslated = {terrains[1].pk, posts[2].pk}
    pages = Page.objects.filter(locale=locales["fr"], depth__gt=1).exclude(pk__in=untranslated)
    for original in [*records, *pages.order_by("depth", "path").specific()]:
        original.refresh_from_db()
        translate(original, locales["en"], otherwise="Said in English")
    return pages


def _roadmaps(home, programme, person):
    roadmaps = RoadmapIndexPageFactory(parent=home, slug="feuilles-de-route")
    before, roadmap = (
        RoadmapPageFactory(
            parent=roadmaps,
            year=year,
            slug=str(year),
            published_on=datetime.date(year, 1, 4),
            author=person,
            fee=5000,
            previous_fee=29_000,
            budget_total=1_000_000,
            budget_note="À lire avec prudence.",
        )
        for year in (2015, 2016)
    )
    roadmap.priorities.add(RoadmapPriority(title="Ouvrir", text="<p>Des portes.</p>"))
    roadmap.budget_lines.add(BudgetLine(side="revenue", label="Adhésions", share=6, note="Stable"))
    roadmap.save()
    for year in (before, roadmap):
        commitment = CommitmentFactory(
            roadmap=year,
            programme=programme,
            description="Dans deux Régions.",
            period="Au printemps",
            cost="À préciser",
            starts_on=datetime.date(year.year, 3, 1),
            state_since=datetime.date(year.year, 1, 4),
        )
        StateChange.objects.create(
            commitment=commitment,
            state="postponed",
            on=datetime.date(year.year, 1, 8),
            reason="Faute de temps",
        )


def _agenda(home, programme, region):
    agenda = AgendaPageFactory(parent=home, slug="agenda")
    for month in (1, 3):
        EventPageFactory(
            parent=agenda,
            starts_at=timezone.make_aware(datetime.datetime(2016, month, 20, 9, 30)),
            programme=programme,
            territory=region,
            place="Paris",
            capacity=20,
        )
    EventPageFactory(parent=agenda, starts_at=timezone.make_aware(datetime.datetime(2015, 11, 3, 18, 0)))


def _publications(home, programme, person):
    publications = PublicationIndexPageFactory(parent=home, slug="publications")
    series = VideoSeriesPageFactory(parent=publications)
    episode = EpisodePageFactory(
        parent=series,
        availability="published",
        published_on=datetime.date(2015, 6, 1),
        video_url="https://vimeo.com/76979871",
        transcript="<p>Tout ce qui est dit.</p>",
        programme=programme,
    )
    episode.episode_speakers.add(EpisodeSpeaker(person=person, role="Maire"))
    episode.chapters.add(EpisodeChapter(starts_at=datetime.timedelta(0), title="Le début"))
    episode.tracks.add(EpisodeTrack(language="fr", webvtt=WEBVTT))
    episode.save()
    book = BookPageFactory(
        parent=CollectionPageFactory(parent=publications, publisher="DILA"),
        availability="published",
        published_on=datetime.date(2015, 10, 1),
        pages=120,
        price=19,
    )
    book.contributors.add(BookContributor(person=person, role="author"))
    book.contents.add(BookChapter(title="Chapter", first_page=5))
    book.reviews.add(BookReview(quote="Un livre utile.", source="Gazette"))
    book.save()
    ReportPageFactory(
        parent=publications, availability="published", published_on=datetime.date(2015, 12, 1), pages=12
    )


def test_every_type_of_page_is_there(site):
    public = {model for model in get_page_models() if model is not Page}
    assert {type(page) for page in site.specific()} == public


def test_every_address_of_english_speaks_english(site, client):
    visit = Visit(client, "/en/", "/en/search/", "/en/search/?q=english", "/en/search/?q=xylophone")
    assert visit.problems == []
    addresses = "\n".join(sorted(visit.seen))
    for part in (
        "/compare/2015/",
        "/data.json",
        "/data.csv",
        "/roadmap.pdf",
        "/find/",
        "/junctions/",
        "/list/",
        "/2016/01/",
        ".ics",
        "/tag/lab/",
        "/author/",
        "/year/2016/",
        "/rss/",
        "/territoires/bretagne/",
        "/request/",
    ):
        assert part in addresses, addresses


@pytest.mark.parametrize("address", ["/en/rss/", "/en/atom/", "/en/blog/rss/", "/en/blog/tag/lab/atom/"])
def test_feeds_say_their_language(site, client, address):
    feed = client.get(address)
    assert feed.status_code == 200
    text = feed.content.decode()
    assert "<language>en</language>" in text or 'xml:lang="en"' in text
    assert "Said in English" in text
    assert "Billet" not in text


def test_lost_readers_of_english_are_told_so_in_english(site, client):
    visit = Visit(client, "/en/nowhere/")
    assert visit.problems == ["/en/nowhere/: 404"]
    response = client.get("/en/nowhere/")
    assert '<html lang="en">' in response.content.decode()
    assert "This page is not on the table" in response.content.decode()


def test_sitemap_gives_each_language_its_own_addresses_and_their_versions(site, client):
    sitemap = client.get("/sitemap.xml").content.decode()
    assert "<loc>http://localhost/en/blog/</loc>" in sitemap
    assert '<xhtml:link rel="alternate" hreflang="en" href="http://localhost/en/blog/"/>' in sitemap
    assert "/en/agenda/list/" in sitemap
    assert sitemap.count("<loc>http://localhost/en/") < sitemap.count("<loc>http://localhost/")

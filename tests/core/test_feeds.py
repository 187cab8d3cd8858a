"""The feeds of everything and of a programme, as feed readers and validators read them."""

import datetime
import subprocess

import feedparser
import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from wagtail.models import PageViewRestriction

from tests.factories import (
    BlogIndexPageFactory,
    BookPageFactory,
    CollectionPageFactory,
    ContentPageFactory,
    DocumentFactory,
    EpisodePageFactory,
    ImageFactory,
    PersonFactory,
    PostPageFactory,
    ProgrammeIndexPageFactory,
    ProgrammePageFactory,
    PublicationIndexPageFactory,
    ReportPageFactory,
    RoadmapIndexPageFactory,
    RoadmapPageFactory,
    VideoSeriesPageFactory,
)
from tests.judges import need

#: Ruby's own validating parser of RSS and Atom; each feed comes after its length: one process reads all.
VALIDATOR = """
require "rss"
until $stdin.eof?
  feed = $stdin.read($stdin.gets.to_i)
  RSS::Parser.parse(feed, true)
end
"""


class Shelves:
    """A site with every kind of news about one programme."""

    def __init__(self, home):
        programmes = ProgrammeIndexPageFactory(parent=home, slug="programmes")
        self.programme = ProgrammePageFactory(parent=programmes, slug="transfo", title="La Transfo")
        self.blog = BlogIndexPageFactory(parent=home, slug="blog")
        self.roadmaps = RoadmapIndexPageFactory(parent=home)
        index = PublicationIndexPageFactory(parent=home)
        self.series, self.collection = (
            VideoSeriesPageFactory(parent=index),
            CollectionPageFactory(parent=index),
        )
        self.index = index
        self.image, self.document = ImageFactory(), DocumentFactory(title="Annexe")
        drawing = SimpleUploadedFile("dessin.svg", b'<svg xmlns="http://www.w3.org/2000/svg"/>')
        self.drawing = ImageFactory(file=drawing)

    def fill(self, number, **about):
        """`number` of each kind, one a day, whose bodies hold whatever a body may."""
        body = [
            ("paragraph", f'<p>Lire <a linktype="page" id="{self.blog.pk}">le blog</a> &amp; la suite.</p>'),
            ("image", {"image": self.image, "caption": "La table"}),
            ("image", {"image": self.drawing, "caption": "Le dessin"}),
            ("document", {"document": self.document, "title": "L’annexe"}),
        ]
        person = PersonFactory()
        for rank in range(number):
            day = datetime.date(2016, 1, 1) - datetime.timedelta(days=rank)
            own = {"body": body, **about}
            post = PostPageFactory(parent=self.blog, date=day, **own)
            post.post_authors.create(person=person)
            post.tags.add("mairie")
            post.save()
            EpisodePageFactory(parent=self.series, published_on=day, **own)
            BookPageFactory(parent=self.collection, published_on=day, **own)
            ReportPageFactory(parent=self.index, published_on=day, document=self.document, **own)


@pytest.fixture
def shelves(home):
    return Shelves(home)


def read(client, url):
    response = client.get(url)
    assert response.status_code == 200
    feed = feedparser.parse(response.content)
    assert not feed.bozo, feed.bozo_exception
    return feed


@pytest.mark.parametrize(("name", "version"), [("rss", "rss20"), ("atom", "atom10")])
def test_everything_that_came_out_latest_first(client, shelves, name, version):
    PostPageFactory(parent=shelves.blog, title="Billet", date=datetime.date(2016, 1, 8))
    EpisodePageFactory(parent=shelves.series, title="Épisode", published_on=datetime.date(2015, 6, 1))
    BookPageFactory(parent=shelves.collection, title="Livre", published_on=datetime.date(2015, 9, 1))
    ReportPageFactory(parent=shelves.index, title="Rapport", published_on=datetime.date(2014, 1, 1))
    RoadmapPageFactory(parent=shelves.roadmaps, year=2016, published_on=datetime.date(2016, 1, 4))
    ContentPageFactory(parent=shelves.blog.get_parent(), title="Une page qui n’est pas une nouvelle")
    feed = read(client, f"/{name}/")
    assert feed.version == version
    assert [entry.title for entry in feed.entries] == [
        "Billet",
        "Feuille de route 2016",
        "Livre",
        "Épisode",
        "Rapport",
    ]
    assert feed.feed.link == "http://localhost/"


def test_what_is_announced_drafted_or_an_alias_has_not_come_out(client, shelves, locales):
    BookPageFactory(parent=shelves.collection, title="À paraître", availability="forthcoming")
    PostPageFactory(parent=shelves.blog, title="Brouillon", live=False)
    post = PostPageFactory(parent=shelves.blog, title="Billet")
    post.copy_for_translation(locales["en"], copy_parents=True, alias=True)
    assert [entry.title for entry in read(client, "/rss/").entries] == ["Billet"]
    assert read(client, "/en/rss/").entries == []


def test_each_language_has_its_feed(client, shelves, locales):
    post = PostPageFactory(parent=shelves.blog, title="Billet")
    english = post.copy_for_translation(locales["en"], copy_parents=True)
    english.title = "A post"
    english.save_revision().publish()
    feed = read(client, "/en/atom/")
    assert [entry.title for entry in feed.entries] == ["A post"]
    assert feed.feed.language == "en"


@pytest.mark.parametrize("name", ["rss", "atom"])
def test_a_programme_tells_what_is_published_about_it_whole(client, shelves, name):
    shelves.fill(2, programme=shelves.programme)
    PostPageFactory(parent=shelves.blog, title="Autre chose")
    feed = read(client, f"/programmes/transfo/{name}/")
    assert len(feed.entries) == 8
    for entry in feed.entries:
        assert "Autre chose" not in entry.title
        assert 'href="http://localhost/blog/"' in entry.content[0].value
        assert "la suite" in entry.content[0].value


def test_a_report_brings_its_file(client, shelves):
    ReportPageFactory(parent=shelves.index, document=shelves.document, published_on=datetime.date(2016, 1, 1))
    (entry,) = read(client, "/rss/").entries
    (file,) = entry.enclosures
    assert file.href == f"http://localhost{shelves.document.url}"
    assert (file.length, file.type) == (str(shelves.document.file_size), shelves.document.content_type)


@pytest.mark.parametrize("url", ["/rss/", "/atom/", "/programmes/transfo/rss/"])
def test_who_has_it_is_sent_it_again_only_when_something_changed(client, shelves, url):
    older = PostPageFactory(parent=shelves.blog, programme=shelves.programme, date=datetime.date(2015, 1, 1))
    post = PostPageFactory(parent=shelves.blog, programme=shelves.programme)
    person = PersonFactory()

    def changed(since):
        response = client.get(url, headers={"if-none-match": since["ETag"]})
        assert response.status_code in (200, 304)
        return response if response.status_code == 200 else None

    first = client.get(url)
    assert not changed(first)
    post.post_authors.create(person=person)
    post.save()
    signed = changed(first)
    assert signed
    older.delete()
    shorter = changed(signed)
    assert shorter
    post.refresh_from_db()
    post.unpublish()
    assert changed(shorter)


def test_last_modified_is_honoured(client, shelves):
    PostPageFactory(parent=shelves.blog).save_revision().publish()
    first = client.get("/rss/")
    assert client.get("/rss/", headers={"if-modified-since": first["Last-Modified"]}).status_code == 304


@pytest.mark.parametrize("url", ["/rss/", "/atom/", "/programmes/transfo/rss/", "/blog/tag/mairie/atom/"])
def test_a_feed_costs_eight_queries_at_most(shelves, count_queries, url):
    shelves.fill(3, programme=shelves.programme)
    few = count_queries(url)
    shelves.fill(25, programme=shelves.programme)
    assert count_queries(url) <= few <= 8


def test_pages_announce_their_feeds_and_lead_to_them(client, shelves):
    PostPageFactory(parent=shelves.blog, programme=shelves.programme)
    for url in ("/", "/programmes/transfo/", "/blog/"):
        page = BeautifulSoup(client.get(url).content, "html.parser")
        for name in ("rss", "atom"):
            links = page.find_all("link", rel="alternate", type=f"application/{name}+xml")
            assert [link["href"] for link in links] == [f"{url}{name}/"]
            assert page.find("a", href=f"{url}{name}/")


def test_no_page_takes_the_address_of_a_feed(home):
    page = ContentPageFactory.build(title="RSS", slug="rss")
    with pytest.raises(ValidationError):
        home.add_child(instance=page)


def test_a_validator_takes_them_all(client, shelves):
    need("ruby", "ruby")
    urls = [f"{url}{name}/" for url in ("/", "/programmes/transfo/", "/blog/") for name in ("rss", "atom")]
    feeds = [client.get(url).content for url in urls]
    shelves.fill(2, programme=shelves.programme)
    feeds += [client.get(url).content for url in urls]
    sent = b"".join(b"%d\n%s" % (len(feed), feed) for feed in feeds)
    run = subprocess.run(["ruby", "-e", VALIDATOR], input=sent, capture_output=True, check=False)
    assert run.returncode == 0, run.stderr.decode()


def test_dates_alone_are_never_told_that_a_changed_feed_is_the_same(client, shelves):
    """What no date of a page tells: a post deleted, a name mended, a picture replaced, a blog moved."""
    older = PostPageFactory(parent=shelves.blog, date=datetime.date(2015, 1, 1))
    image = ("image", {"image": shelves.image, "caption": "La table"})
    post = PostPageFactory(parent=shelves.blog, date=datetime.date(2016, 1, 1), body=[image])
    person = PersonFactory(name="Stephane Vincent")
    post.post_authors.create(person=person)
    post.save_revision().publish()

    def mend_name():
        person.name = "Stéphane Vincent"
        person.save()

    def replace_picture():
        shelves.image.file = ImageFactory().file
        shelves.image.save()
        shelves.image.renditions.all().delete()

    def move():
        shelves.blog.refresh_from_db()
        shelves.blog.slug = "carnet"
        shelves.blog.save()

    before = client.get("/rss/")
    for change in (mend_name, replace_picture, move, older.delete):
        change()
        for name, seen in (("if-modified-since", "Last-Modified"), ("if-none-match", "ETag")):
            after = client.get("/rss/", headers={name: before[seen]})
            assert after.status_code == 200, (change.__name__, name)
        before = after
        assert client.get("/rss/", headers={"if-modified-since": before["Last-Modified"]}).status_code == 304


def test_a_feed_without_entries_changes_no_more_than_its_page(client, home):
    home.save_revision().publish()
    home.refresh_from_db()
    first = client.get("/rss/")
    assert f"<lastBuildDate>{home.last_published_at:%a, %d %b %Y}" in first.text


def test_a_question_about_a_feed_is_answered_without_it(client, shelves):
    PostPageFactory(parent=shelves.blog)
    response = client.head("/rss/")
    assert response.status_code == 200
    assert response["ETag"] == client.get("/rss/")["ETag"]
    assert not response.content


def test_what_is_dated_later_has_not_come_out(client, shelves):
    tomorrow = datetime.date.today() + datetime.timedelta(days=2)
    PostPageFactory(parent=shelves.blog, title="Demain", date=tomorrow)
    BookPageFactory(parent=shelves.collection, title="Demain", published_on=tomorrow)
    EpisodePageFactory(parent=shelves.series, title="Demain", published_on=tomorrow)
    for url in ("/rss/", "/blog/rss/", f"{shelves.series.url}rss/"):
        assert read(client, url).entries == []


def test_neither_a_bad_link_nor_a_pasted_sign_breaks_a_feed(client, shelves):
    body = [("paragraph", '<p><a href="http://[adresse">Un lien</a></p>')]
    post = PostPageFactory(parent=shelves.blog, body=body)
    post.tags.add("mai\x0brie")
    post.save()
    for name in ("rss", "atom"):
        (entry,) = read(client, f"/{name}/").entries
        assert [tag.term for tag in entry.tags] == ["mairie"]
        assert "Un lien" in entry.content[0].value


def test_an_entry_is_the_same_in_every_feed(client, shelves):
    EpisodePageFactory(parent=shelves.series, published_on=datetime.date(2016, 1, 1))
    entries = [read(client, url).entries[0] for url in ("/rss/", f"{shelves.series.url}rss/", "/atom/")]
    assert len({entry.id for entry in entries}) == 1
    assert len({entry.link for entry in entries}) == 1


@pytest.mark.parametrize("where", ["post", "blog", "home"])
def test_what_is_not_for_all_is_in_no_feed(client, shelves, home, where):
    post = PostPageFactory(parent=shelves.blog, title="Secret", programme=shelves.programme)
    page = {"post": post, "blog": shelves.blog, "home": home}[where]
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
    for url in ("/rss/", "/blog/atom/", "/programmes/transfo/rss/"):
        assert "Secret" not in client.get(url).text

"""Feeds, as a feed reader reads them."""

import feedparser
import pytest

from tests.factories import ImageFactory


def read(client, url):
    feed = feedparser.parse(client.get(url).content)
    assert not feed.bozo, feed.bozo_exception
    return feed


@pytest.mark.parametrize(("name", "version"), [("rss", "rss20"), ("atom", "atom10")])
def test_a_feed_holds_whole_posts(client, write, author, name, version):
    write("Ancien", "2015-03-12", body=[("paragraph", "<p>Avant.</p>")])
    write(
        "Récent & long",
        "2016-01-08",
        authors=[author],
        tags=["mairie"],
        introduction="En bref.",
        body=[("paragraph", '<p>Tout le texte, <a href="/blog/">un lien</a>.</p>')],
    )
    feed = read(client, f"/blog/{name}/")
    assert feed.version == version
    assert feed.feed.language == "fr"
    latest, earlier = feed.entries
    assert (latest.title, earlier.title) == ("Récent & long", "Ancien")
    assert latest.link == "http://localhost/blog/recent-long/"
    assert latest.published.startswith(("Fri, 08 Jan 2016", "2016-01-08"))
    assert "Stéphane Vincent" in latest.author
    assert [tag.term for tag in latest.tags] == ["mairie"]
    assert "Tout le texte" in latest.content[0].value
    assert 'href="http://' in latest.content[0].value


@pytest.mark.parametrize("name", ["rss", "atom"])
def test_pictures_have_absolute_addresses(client, write, name):
    image = {"image": ImageFactory(), "caption": "La table"}
    write("Une image", body=[("image", image)])
    (entry,) = read(client, f"/blog/{name}/").entries
    assert "<img" in entry.content[0].value
    assert 'src="/' not in entry.content[0].value
    assert 'srcset="/' not in entry.content[0].value


@pytest.mark.parametrize("name", ["rss", "atom"])
def test_control_characters_do_not_break_a_feed(client, write, name):
    write("Collé\x0b ici", introduction="Un\x02 mot", body=[("paragraph", "<p>Texte\x0c collé</p>")])
    (entry,) = read(client, f"/blog/{name}/").entries
    assert entry.title == "Collé ici"


@pytest.mark.parametrize("name", ["rss", "atom"])
def test_who_has_a_feed_is_not_sent_it_again(client, write, name):
    write("Un")
    url = f"/blog/{name}/"
    first = client.get(url)
    assert client.get(url, headers={"if-none-match": first["ETag"]}).status_code == 304
    assert client.get(url, headers={"if-modified-since": first["Last-Modified"]}).status_code == 304
    write("Deux")
    assert client.get(url, headers={"if-none-match": first["ETag"]}).status_code == 200


def test_a_post_withdrawn_changes_the_feed(client, write):
    write("Un", "2016-01-01")
    post = write("Deux", "2015-01-01")
    etag = client.get("/blog/rss/")["ETag"]
    post.unpublish()
    response = client.get("/blog/rss/", headers={"if-none-match": etag})
    assert response.status_code == 200
    assert "<title>Deux<" not in response.text


def test_tags_and_authors_have_their_feeds(client, write, author):
    write("Un", tags=["mairie"], authors=[author])
    write("Deux")
    for url in ("/blog/tag/mairie/rss/", "/blog/auteur/stephane-vincent/atom/", "/blog/tag/mairie/atom/"):
        assert [entry.title for entry in read(client, url).entries] == ["Un"]


def test_a_year_has_its_feed_and_what_is_none_has_not(client, write):
    write("Un", "2016-01-01")
    assert [entry.title for entry in read(client, "/blog/annee/2016/rss/").entries] == ["Un"]
    for slug in ("2015", "0", "99999", "²", "an", "-1"):
        assert client.get(f"/blog/annee/{slug}/rss/").status_code == 404
    assert client.get("/blog/tag/rien/rss/").status_code == 404


def test_an_empty_blog_has_a_valid_feed(client, blog):
    assert read(client, "/blog/rss/").entries == []
    assert read(client, "/blog/atom/").entries == []


def test_the_blog_announces_its_feeds(client, write):
    post = write("Un")
    for url in ("/blog/", post.url):
        page = client.get(url).text
        assert 'type="application/rss+xml"' in page
        assert 'type="application/atom+xml"' in page

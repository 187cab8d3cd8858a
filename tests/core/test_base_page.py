"""What search engines and networks read of any page."""

import datetime
import json
import re

from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile

from core.models import ContactSettings
from tests.factories import (
    BlogIndexPageFactory,
    ContentPageFactory,
    ImageFactory,
    PersonFactory,
    PostPageFactory,
)


def read(client, page):
    response = client.get(page.url)
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def structured_data(soup):
    return json.loads(soup.find("script", type="application/ld+json").string)["@graph"]


def test_canonical_description_and_title(home, client):
    page = ContentPageFactory(parent=home, title="L’association", introduction="Ce que nous sommes.")
    soup = read(client, page)
    assert soup.find("link", rel="canonical")["href"] == page.full_url
    assert soup.find("meta", attrs={"name": "description"})["content"] == "Ce que nous sommes."
    assert re.match("L’association — La 27e Région", soup.title.string.strip())
    assert soup.html["lang"] == "fr"


def test_the_canonical_address_carries_no_parameter(home, client):
    page = ContentPageFactory(parent=home)
    soup = BeautifulSoup(client.get(page.url + "?utm_source=lettre").content, "html.parser")
    assert soup.find("link", rel="canonical")["href"] == page.full_url


def test_sharing_falls_back_on_the_listing_image(home, client):
    page = ContentPageFactory(parent=home, listing_image=ImageFactory())
    soup = read(client, page)
    assert soup.find("meta", property="og:title")["content"] == page.title
    assert soup.find("meta", property="og:image")["content"].startswith("http")


def test_a_drawing_is_not_shared(client, home):
    """The default picture stands for it, as for pages without any."""
    drawing = ImageFactory(
        file=SimpleUploadedFile("dessin.svg", b'<svg xmlns="http://www.w3.org/2000/svg"/>')
    )
    pages = [ContentPageFactory(parent=home, listing_image=drawing), ContentPageFactory(parent=home)]
    for page in pages:
        assert not read(client, page).find("meta", property="og:image")
    ContactSettings.objects.update_or_create(site=home.get_site(), defaults={"sharing_image": ImageFactory()})
    for page in pages:
        assert read(client, page).find("meta", property="og:image:type")["content"] == "image/jpeg"


def test_a_post_tells_when_it_was_written_and_by_whom(client, home):
    blog = BlogIndexPageFactory(parent=home, slug="blog")
    post = PostPageFactory(parent=blog, date=datetime.date(2016, 1, 8))
    post.post_authors.create(person=PersonFactory(slug="ada"))
    post.save_revision().publish()
    soup = read(client, post)
    assert soup.find("meta", property="og:type")["content"] == "article"
    assert soup.find("meta", property="article:published_time")["content"] == "2016-01-08"
    author = soup.find("meta", property="article:author")["content"]
    assert author == "http://localhost/blog/auteur/ada/"
    assert client.get(author).status_code == 200


def test_breadcrumbs_are_told_as_data(home, client):
    parent = ContentPageFactory(parent=home, title="Parent")
    page = ContentPageFactory(parent=parent, title="Enfant")
    trail = next(item for item in structured_data(read(client, page)) if item["@type"] == "BreadcrumbList")
    assert [entry["name"] for entry in trail["itemListElement"]] == ["Accueil", "Parent", "Enfant"]
    assert trail["itemListElement"][2]["item"] == page.full_url


def test_structured_data_cannot_close_its_script(home, client):
    page = ContentPageFactory(parent=home, title="</script><script>alert(1)</script>")
    response = client.get(page.url)
    assert b"<script>alert" not in response.content
    assert structured_data(BeautifulSoup(response.content, "html.parser"))[0]["name"] == page.title


def test_languages_are_offered_only_where_somebody_translated(home, locales, client):
    page = ContentPageFactory(parent=home, locale=locales["fr"])
    assert not read(client, page).find("link", hreflang="en")
    translation = page.copy_for_translation(locales["en"], copy_parents=True)
    translation.save_revision().publish()
    soup = read(client, page)
    assert soup.find("link", hreflang="en")["href"] == translation.full_url
    assert soup.find("meta", property="og:locale:alternate")["content"] == "en_GB"
    assert soup.find("header").find("a", hreflang="en")["href"] == translation.url


def test_an_alias_points_at_its_original(home, locales, client):
    page = ContentPageFactory(parent=home, locale=locales["fr"])
    alias = page.copy_for_translation(locales["en"], copy_parents=True, alias=True)
    assert not read(client, page).find("link", hreflang="en")
    assert read(client, alias).find("link", rel="canonical")["href"] == page.full_url

"""A post: who wrote it, when, how long it takes, what is around it."""

import json
import re

import pytest
from django.core.exceptions import ValidationError
from wagtail.models import PageViewRestriction

from blog.models import PostPage
from tests.factories import (
    ImageFactory,
    ProgrammeIndexPageFactory,
    ProgrammePageFactory,
    TerritoriesPageFactory,
    TerritoryFactory,
    ThemeFactory,
)


def body(*paragraphs):
    return [("paragraph", f"<p>{text}</p>") for text in paragraphs]


def structured(response):
    data = re.search(r'<script type="application/ld\+json">(.*?)</script>', response.text, re.DOTALL).group(1)
    return json.loads(data)["@graph"]


def test_a_post_tells_its_date_authors_and_tags(client, write, author):
    post = write("Ce que Lyon nous a appris", "2016-01-08", authors=[author], tags=["Projets locaux"])
    page = client.get(post.url).text
    assert '<time datetime="2016-01-08">' in page
    assert 'href="/blog/auteur/stephane-vincent/"' in page
    assert 'href="/blog/tag/projets-locaux/"' in page


@pytest.mark.parametrize(("words", "minutes"), [(0, 1), (1, 1), (290, 1), (310, 2), (1000, 5)])
def test_reading_time_counts_two_hundred_words_a_minute(write, words, minutes, django_assert_num_queries):
    post = PostPage.objects.get(pk=write(body=body("mot " * words)).pk)
    with django_assert_num_queries(0):
        assert post.reading_minutes == minutes


def test_previous_and_next_follow_the_dates(client, write):
    first, second, third = write("A", "2015-01-01"), write("B", "2015-02-01"), write("C", "2016-03-01")
    write("Brouillon", "2015-01-15").unpublish()
    around = {
        post.title: [page and page.title for page in (context["previous_post"], context["next_post"])]
        for post in (first, second, third)
        for context in [client.get(post.url).context]
    }
    assert around == {"A": [None, "B"], "B": ["A", "C"], "C": ["B", None]}


def test_posts_of_one_day_follow_each_other(client, write):
    one, two, three = write("1", "2016-01-04"), write("2", "2016-01-04"), write("3", "2016-01-04")
    context = client.get(two.url).context
    assert (context["previous_post"], context["next_post"]) == (one, three)


def test_a_post_leads_to_its_programme_and_to_what_else_tells_of_it(client, home, write):
    programme = ProgrammePageFactory(parent=ProgrammeIndexPageFactory(parent=home), title="La Transfo")
    post = write("Un", programme=programme)
    write("Voisin")
    write("Deux", "2015-02-01", programme=programme)
    write("Trois", "2015-01-01", programme=programme)
    write("Ailleurs", "2015-12-01")
    response = client.get(post.url)
    assert f'href="{programme.url}"' in response.text
    assert [page.title for page in response.context["related"]] == ["Deux", "Trois"]


def test_structured_data_tells_the_article(client, write, author):
    post = write("Titre", "2016-01-08", authors=[author], listing_image=ImageFactory())
    article = structured(client.get(post.url))[0]
    assert article["@type"] == "Article"
    assert article["datePublished"] == "2016-01-08"
    assert article["author"] == [{"@type": "Person", "name": "Stéphane Vincent"}]
    assert article["image"].startswith("http://")


def test_a_post_cannot_take_the_address_of_a_feed(write):
    post = write()
    post.slug = "rss"
    with pytest.raises(ValidationError) as refusal:
        post.full_clean()
    assert "slug" in refusal.value.message_dict


def test_queries_of_a_post_do_not_depend_on_what_surrounds_it(count_queries, home, write, author, locales):
    programme = ProgrammePageFactory(parent=ProgrammeIndexPageFactory(parent=home))
    theme = ThemeFactory(locale=locales["fr"])
    details = {"programme": programme, "authors": [author], "tags": ["a", "b"], "body": body("Texte.")}
    post = write("Au milieu", "2015-06-01", **details)
    post.themes.add(theme)
    post.save_revision().publish()
    write("Avant", "2015-05-01", **details)
    write("Après", "2015-07-01", **details)
    few = count_queries(post.url)
    for day in range(1, 28):
        write(f"Autre {day}", f"2015-08-{day:02}", **details)
    assert count_queries(post.url) == few <= 12


def test_its_territory_leads_to_all_that_happened_there(client, home, write):
    brittany = TerritoryFactory(name="Bretagne", slug="bretagne")
    post = write(territory=brittany)
    assert "Bretagne" in client.get(post.url).text
    assert "/territoires/bretagne/" not in client.get(post.url).text
    TerritoriesPageFactory(parent=home)
    assert 'href="/territoires/bretagne/"' in client.get(post.url).text


def test_a_programme_that_is_not_for_all_is_not_named(client, home, write):
    programme = ProgrammePageFactory(parent=ProgrammeIndexPageFactory(parent=home), title="Secret")
    post = write("Un", programme=programme)
    write("Deux", "2015-02-01", programme=programme)
    PageViewRestriction.objects.create(page=programme, restriction_type=PageViewRestriction.LOGIN)
    assert "Secret" not in client.get(post.url).text

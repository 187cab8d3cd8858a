"""The blog's list: order, pages, filters as addresses."""

import pytest
from django.utils.html import escape


def titles(response):
    return [post.title for post in response.context["page_obj"].object_list]


def test_latest_post_comes_first(client, write):
    write("Ancien", "2015-03-12")
    write("Récent", "2016-01-08")
    assert titles(client.get("/blog/")) == ["Récent", "Ancien"]


def test_drafts_are_not_listed_nor_counted(client, write):
    write("Public", tags=["écoles"])
    write("Brouillon", tags=["écoles"]).unpublish()
    response = client.get("/blog/")
    assert titles(response) == ["Public"]
    (tag,) = response.context["filters"][0]["options"]
    assert tag["count"] == 1


def test_posts_come_twelve_to_a_page(client, write):
    for day in range(1, 15):
        write(f"Billet {day}", f"2016-01-{day:02}")
    first, second = client.get("/blog/"), client.get("/blog/?page=2")
    assert len(titles(first)) == 12
    assert titles(second) == ["Billet 2", "Billet 1"]
    assert 'href="?page=2"' in first.text
    assert '<link rel="canonical" href="http://localhost/blog/?page=2">' in second.text


@pytest.mark.parametrize(
    "page",
    ["abc", "0", "-1", "2", "99999999999999999999", "9" * 5000, "1e3", "%00", "", "last", "1&page=abc", "١٢"],
)
def test_a_page_that_does_not_exist_is_not_found(client, write, page):
    write()
    assert client.get(f"/blog/?page={page}").status_code == 404


def test_an_empty_blog_says_so(client, blog):
    response = client.get("/blog/")
    assert response.status_code == 200
    assert titles(response) == []


def test_filters_have_addresses_of_their_own_with_counts(client, write, author):
    write("Un", "2016-01-04", authors=[author], tags=["Mairie", "accueil"])
    write("Deux", "2015-06-01", authors=[author], tags=["Mairie"])
    groups = client.get("/blog/").context["filters"]
    options = {
        option["url"]: (option["label"], option["count"]) for group in groups for option in group["options"]
    }
    assert options == {
        "/blog/tag/mairie/": ("Mairie", 2),
        "/blog/tag/accueil/": ("accueil", 1),
        "/blog/annee/2016/": ("2016", 1),
        "/blog/annee/2015/": ("2015", 1),
        "/blog/auteur/stephane-vincent/": ("Stéphane Vincent", 2),
    }
    for url, (_label, count) in options.items():
        assert len(titles(client.get(url))) == count


def test_a_filtered_list_has_its_own_title_heading_and_canonical(client, write):
    write("Un", "2016-01-04")
    write("Deux", "2015-06-01")
    response = client.get("/blog/annee/2015/")
    heading = escape(response.context["heading"])
    assert "2015" in heading
    assert f"<title>{heading}" in response.text
    assert f">{heading}</h1>" in response.text
    assert '<link rel="canonical" href="http://localhost/blog/annee/2015/">' in response.text
    assert 'aria-current="true"' in response.text


def test_a_tag_with_accents_can_be_followed(client, write):
    write("Un", tags=["Éducation"])
    (option,) = client.get("/blog/").context["filters"][0]["options"]
    assert titles(client.get(option["url"])) == ["Un"]


@pytest.mark.parametrize(
    "path",
    [
        "annee/2014/",
        "annee/0000/",
        "annee/99999/",
        "annee/abc/",
        "tag/inconnu/",
        "tag/%00/",
        "tag/" + "x" * 10_000 + "/",
        "auteur/personne/",
        "auteur/%27%20OR%201=1/",
        "annee/",
        "tag/inconnu/rss/",
    ],
)
def test_an_unknown_filter_is_not_found(client, write, author, path):
    write("Un", authors=[author], tags=["mairie"])
    assert client.get(f"/blog/{path}").status_code == 404


def test_the_english_word_leads_to_the_french_address(client, write):
    write("Un", "2016-01-04")
    response = client.get("/blog/year/2016/")
    assert (response.status_code, response["Location"]) == (301, "/blog/annee/2016/")


@pytest.mark.parametrize(
    "url", ["/blog/", "/blog/tag/mairie/", "/blog/annee/2016/", "/blog/auteur/stephane-vincent/"]
)
def test_as_many_queries_for_thirty_posts_as_for_three(count_queries, write, author, url):
    for number in range(3):
        write(f"Billet {number}", authors=[author], tags=["mairie"])
    few = count_queries(url)
    for number in range(3, 30):
        write(f"Billet {number}", authors=[author], tags=["mairie", f"sujet {number}"])
    assert count_queries(url) == few <= 12

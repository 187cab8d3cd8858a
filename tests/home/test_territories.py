"""The map of terrains, its filters, and the page of each territory."""

import datetime
import html
import re

import pytest
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from wagtail.models import PageViewRestriction

from tests.adhesion.factories import MembershipFactory, OrganisationFactory
from tests.factories import (
    AgendaPageFactory,
    BlogIndexPageFactory,
    EventPageFactory,
    PostPageFactory,
    ProgrammeIndexPageFactory,
    ProgrammePageFactory,
    TerrainPageFactory,
    TerritoriesPageFactory,
    TerritoryFactory,
)

BUDGET = 12


@pytest.fixture
def page(home):
    return TerritoriesPageFactory(parent=home)


@pytest.fixture
def programme(home):
    return ProgrammePageFactory(parent=ProgrammeIndexPageFactory(parent=home))


@pytest.fixture
def bretagne(db):
    return TerritoryFactory(name="Bretagne", slug="bretagne", code="53")


@pytest.fixture
def montfort(bretagne):
    return TerritoryFactory(name="Montfort-sur-Meu", slug="montfort-sur-meu", kind="commune", parent=bretagne)


@pytest.fixture
def gares(programme, montfort):
    return TerrainPageFactory(
        parent=programme,
        title="Gare(s) BZH",
        place="Montfort-sur-Meu",
        territory=montfort,
        latitude="48.1380",
        longitude="-1.9550",
        starts_on=datetime.date(2015, 11, 1),
        period="depuis novembre 2015",
        state="running",
    )


@pytest.fixture
def revin(programme):
    champagne = TerritoryFactory(name="Champagne-Ardenne", slug="champagne-ardenne", code="21")
    return TerrainPageFactory(
        parent=programme,
        title="Vers un campus ouvert",
        place="Revin",
        territory=champagne,
        starts_on=datetime.date(2009, 1, 1),
        ends_on=datetime.date(2010, 2, 1),
    )


def read(client, url, **query) -> str:
    response = client.get(url, query)
    assert response.status_code == 200
    return html.unescape(response.content.decode())


def shown(client, url, query="") -> list[str]:
    """Titles in the list, in order."""
    response = client.get(f"{url}?{query}")
    assert response.status_code == 200
    return [
        html.unescape(found)
        for found in re.findall(r'terrain-title"><a[^>]*>(.*?)</a>', response.content.decode())
    ]


def marks(text: str) -> list[tuple[str, str]]:
    """Address and name of each mark of the map."""
    return re.findall(r'<a class="france-mark" href="([^"]*)" aria-label="([^"]*)"', text)


def test_each_terrain_is_on_the_map_and_in_the_list(client, page, gares, revin):
    with translation.override("fr"):
        text = read(client, page.url)
    assert shown(client, page.url) == ["Gare(s) BZH", "Vers un campus ouvert"]
    urls = dict(marks(text))
    assert set(urls) == {gares.url, revin.url}
    for said in ("Gare(s) BZH", "Montfort-sur-Meu", "depuis novembre 2015", str(gares.get_state_display())):
        assert said in urls[gares.url]
    assert f'href="{page.url}bretagne/"' in text
    assert re.search(rf'<a class="france-region" href="{page.url}bretagne/" aria-label="Bretagne', text)


def test_a_terrain_without_place_is_in_the_list_alone(client, page, programme):
    TerrainPageFactory(parent=programme, title="Quelque part")
    response = client.get(page.url)
    assert shown(client, page.url) == ["Quelque part"]
    assert not response.context["listing"].map.marks
    assert [terrain.title for terrain in response.context["listing"].off_the_map] == ["Quelque part"]
    assert 'class="terrain-off"' in response.content.decode()


def test_a_place_abroad_is_in_the_list_alone(client, page, programme):
    TerrainPageFactory(parent=programme, title="Londres", latitude="51.5", longitude="-20")
    assert shown(client, page.url) == ["Londres"]
    assert marks(read(client, page.url)) == []


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("territory=bretagne", ["Gare(s) BZH"]),
        ("territory=montfort-sur-meu", ["Gare(s) BZH"]),
        ("territory=champagne-ardenne", ["Vers un campus ouvert"]),
        ("period=2009", ["Vers un campus ouvert"]),
        ("period=2010", ["Vers un campus ouvert"]),
        ("period=2011", []),
        ("period=2016", ["Gare(s) BZH"]),
        ("state=running", ["Gare(s) BZH"]),
        ("state=over&territory=bretagne", []),
        ("territory=champagne-ardenne&territory=bretagne", ["Gare(s) BZH"]),
        ("territory=&period=&state=", ["Gare(s) BZH", "Vers un campus ouvert"]),
    ],
)
def test_filters(client, page, gares, revin, query, found):
    assert shown(client, page.url, query) == found
    text = client.get(f"{page.url}?{query}").content.decode()
    assert len(marks(text)) == len(found)
    if not found:
        assert f'href="{page.url}">' in text.split("territories-none")[1]


def test_filters_count_what_they_would_show(client, page, gares, revin):
    groups = client.get(f"{page.url}?state=over").context["listing"].filters
    counts = [{option["url"]: option["count"] for option in group["options"]} for group in groups]
    territory, period, state = counts
    assert territory == {
        f"{page.url}?state=over": 1,
        f"{page.url}?territory=champagne-ardenne&state=over": 1,
    }
    assert period[f"{page.url}?period=2009&state=over"] == 1
    assert state == {page.url: 2, f"{page.url}?state=running": 1, f"{page.url}?state=over": 1}


def test_undated_terrains_have_their_filter(client, page, programme, gares):
    TerrainPageFactory(parent=programme, title="Sans date")
    assert shown(client, page.url, "period=undated") == ["Sans date"]


def test_filtered_view_is_not_indexed(client, page, gares):
    plain, narrowed = read(client, page.url), read(client, page.url, territory="bretagne")
    assert "noindex" not in plain
    assert '<meta name="robots" content="noindex">' in narrowed
    assert f'<link rel="canonical" href="{page.full_url}">' in narrowed


@pytest.mark.parametrize(
    "query",
    [
        "territory=atlantide",
        "territory=" + "x" * 10_000,
        "territory=%00",
        "territory=%ff%fe",
        "period=soon",
        "period=-1",
        "period=" + "9" * 10_000,
        "period=2%C2%B2",
        "state=lost",
        "state=%00",
        "state=over&state=gone",
    ],
)
def test_what_nothing_bears_finds_nothing_and_says_so(client, page, gares, query):
    assert shown(client, page.url, query) == []
    assert "territories-none" in client.get(f"{page.url}?{query}").content.decode()


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(values=st.dictionaries(st.sampled_from(["territory", "period", "state", "x"]), st.text(max_size=60)))
def test_no_value_breaks_the_page(client, page, gares, values):
    assert client.get(page.url, values).status_code == 200


@pytest.mark.parametrize("slug", ["atlantide", "x" * 500, "Bretagne", "a%00b", "%ff", "..", "bretagne/x"])
def test_unknown_territory_is_not_found(client, page, bretagne, slug):
    assert client.get(f"{page.url}{slug}/").status_code == 404


@pytest.mark.parametrize("slug", ["Bretagne", "haute_bretagne"])
def test_whatever_the_editor_may_write_as_an_address_is_one(client, rf, page, programme, slug):
    territory = TerritoryFactory(slug=slug, code="53")
    territory.full_clean()
    TerrainPageFactory(parent=programme, title="Gare(s) BZH", territory=territory)
    assert f'href="{page.url}{slug}/"' in read(client, page.url)
    for address in page.addresses_below(rf.get("/")):
        assert shown(client, address) == ["Gare(s) BZH"]


def test_drafts_and_restricted_terrains_are_absent(client, page, programme, montfort):
    TerrainPageFactory(parent=programme, title="Brouillon", territory=montfort, live=False)
    reserved = TerrainPageFactory(parent=programme, title="Réservé", territory=montfort)
    PageViewRestriction.objects.create(page=reserved, restriction_type="login")
    for url in (page.url, f"{page.url}bretagne/"):
        text = read(client, url)
        assert "Brouillon" not in text
        assert "Réservé" not in text


def test_a_territory_gathers_what_happens_in_it_and_below(
    client, home, page, gares, revin, bretagne, montfort
):
    blog, agenda = BlogIndexPageFactory(parent=home), AgendaPageFactory(parent=home)
    PostPageFactory(parent=blog, title="À Montfort, une gare", territory=montfort)
    PostPageFactory(parent=blog, title="Ailleurs", territory=revin.territory)
    PostPageFactory(parent=blog, title="Brouillon", territory=montfort, live=False)
    EventPageFactory(parent=agenda, title="Restitution", territory=bretagne)
    EventPageFactory(
        parent=agenda,
        title="Première visite",
        territory=montfort,
        starts_at=datetime.datetime(2015, 3, 1, 10, tzinfo=datetime.UTC),
    )
    MembershipFactory(
        organisation=OrganisationFactory(name="Région Bretagne", territory=bretagne),
        year=2016,
        is_listed=True,
    )
    MembershipFactory(
        organisation=OrganisationFactory(name="Ville discrète", territory=montfort),
        year=2016,
        is_listed=False,
    )
    text = read(client, f"{page.url}bretagne/")
    for said in ("Gare(s) BZH", "À Montfort, une gare", "Restitution", "Première visite", "Région Bretagne"):
        assert said in text, said
    for unsaid in ("Vers un campus ouvert", "Ailleurs</a>", "Brouillon", "Ville discrète"):
        assert unsaid not in text, unsaid
    assert [url for url, _name in marks(text)] == [gares.url]
    assert f'href="{page.url}montfort-sur-meu/"' in text
    assert "noindex" not in text
    assert f'<link rel="canonical" href="{page.full_url}bretagne/">' in text
    assert "<title>Bretagne" in text


def test_a_territory_keeps_its_name_and_says_what_it_became(client, page):
    france = TerritoryFactory(name="France", slug="france", kind="country")
    TerritoryFactory(
        name="Auvergne", slug="auvergne", code="83", parent=france, note="Réunie à Rhône-Alpes depuis 2016."
    )
    text = read(client, f"{page.url}auvergne/")
    assert "Réunie à Rhône-Alpes" in text
    assert f'href="{page.url}france/"' in text


def test_a_territory_with_nothing_says_so(client, page, bretagne):
    response = client.get(f"{page.url}bretagne/")
    assert response.status_code == 200
    assert b"territory-nothing" in response.content
    assert b"noindex" in response.content


def test_structured_data_of_a_territory(client, page, montfort):
    data = client.get(f"{page.url}montfort-sur-meu/").context["structured_data"]
    assert data[0]["about"]["name"] == "Montfort-sur-Meu"
    assert data[0]["about"]["containedInPlace"]["name"] == "Bretagne"
    assert data[1]["itemListElement"][-1]["item"] == f"{page.full_url}montfort-sur-meu/"


def test_territories_in_a_loop_end(client, page, programme):
    one = TerritoryFactory(slug="un")
    other = TerritoryFactory(slug="deux", parent=one)
    one.parent = other
    one.save()
    TerrainPageFactory(parent=programme, title="Dans la boucle", territory=one)
    assert shown(client, page.url, "territory=deux") == ["Dans la boucle"]
    assert shown(client, f"{page.url}deux/") == ["Dans la boucle"]


def test_a_territory_that_is_part_of_itself_ends(client, page):
    alone = TerritoryFactory(slug="seul")
    alone.parent = alone
    alone.save()
    assert client.get(f"{page.url}seul/").status_code == 200


def test_names_are_escaped(client, page, programme):
    evil = TerritoryFactory(name="<b>Nulle</b>part", slug="nulle-part", code="53")
    TerrainPageFactory(parent=programme, title="<i>x</i>", place='"><script>', territory=evil)
    for url in (page.url, f"{page.url}nulle-part/"):
        text = client.get(url).content.decode()
        assert "<b>Nulle" not in text
        assert "<i>x" not in text
        assert '"><script>' not in text


def test_english_reader_sees_english_terrains(client, locales, home, page, gares):
    for translated in (page, gares):
        copy = translated.copy_for_translation(locales["en"], copy_parents=True)
        copy.title = f"EN {translated.title}"
        copy.save_revision().publish()
    english = page.get_translation(locales["en"])
    english.get_ancestors().filter(depth__gt=1).update(live=True)
    gares.get_translation(locales["en"]).get_ancestors().filter(depth__gt=1).update(live=True)
    assert shown(client, english.url) == ["EN Gare(s) BZH"]
    text = read(client, f"{english.url}bretagne/")
    assert "EN Gare(s) BZH" in text
    assert f'hreflang="fr" href="{page.full_url}bretagne/"' in text
    assert shown(client, page.url) == ["Gare(s) BZH"]


def test_addresses_for_the_sitemap(client, rf, home, page, gares, revin, bretagne):
    TerritoryFactory(slug="vide")
    request = rf.get("/")
    slugs = [address.split("/")[-2] for address in page.addresses_below(request)]
    assert slugs == ["bretagne", "champagne-ardenne", "montfort-sur-meu"]
    for address in page.addresses_below(request):
        assert client.get(address).status_code == 200


@pytest.mark.parametrize("where", ["", "?territory=bretagne&period=2010&state=over", "bretagne/"])
def test_queries_do_not_grow(count_queries, home, page, programme, bretagne, where):
    blog, agenda = BlogIndexPageFactory(parent=home), AgendaPageFactory(parent=home)

    def settle(count):
        for number in range(count):
            town = TerritoryFactory(kind="commune", parent=bretagne)
            TerrainPageFactory(
                parent=programme,
                territory=town,
                starts_on=datetime.date(2009 + number % 7, 1, 1),
                ends_on=datetime.date(2010 + number % 7, 1, 1),
            )
            if number % 10 == 0:
                PostPageFactory(parent=blog, territory=town)
                EventPageFactory(parent=agenda, territory=town)
                MembershipFactory(organisation=OrganisationFactory(territory=town), year=2016, is_listed=True)

    settle(20)
    with_twenty = count_queries(f"{page.url}{where}")
    settle(60)
    assert count_queries(f"{page.url}{where}") == with_twenty <= BUDGET


def test_translated_territory_keeps_to_the_budget(count_queries, locales, home, page, gares, bretagne):
    MembershipFactory(organisation=OrganisationFactory(territory=bretagne), year=2016, is_listed=True)
    page.copy_for_translation(locales["en"], copy_parents=True).get_latest_revision().publish()
    english = page.get_translation(locales["en"])
    english.get_ancestors().filter(depth__gt=1).update(live=True)
    assert count_queries(f"{page.url}bretagne/") < BUDGET
    assert count_queries(f"{english.url}bretagne/") < BUDGET


def test_members_are_those_of_the_last_year_with_names(client, page, bretagne, settings):
    settings.PINNED_TODAY = datetime.date(2016, 1, 11)
    for year, name in ((2014, "Ancienne"), (2015, "Dernière"), (2017, "Future")):
        MembershipFactory(
            organisation=OrganisationFactory(name=name, territory=bretagne), year=year, is_listed=True
        )
    happenings = client.get(f"{page.url}bretagne/").context["happenings"]
    assert (happenings.members, happenings.members_year) == (["Dernière"], 2015)


def test_an_editor_sees_the_map_before_it_is_published(home, page, gares):
    page.title = "Nos territoires"
    response = page.make_preview_request()
    assert response.status_code == 200
    text = html.unescape(
        response.render().content.decode() if not response.is_rendered else response.content.decode()
    )
    assert "Nos territoires" in text
    assert "Gare(s) BZH" in text


def test_two_hundred_marks_do_not_hide_one_another(client, page, programme, bretagne):
    for _number in range(60):
        TerrainPageFactory(parent=programme, territory=bretagne)
    response = client.get(page.url)
    (mark,) = response.context["listing"].map.marks
    assert (mark.count, mark.url) == (60, f"{page.url}bretagne/")
    assert len(shown(client, page.url)) == 60

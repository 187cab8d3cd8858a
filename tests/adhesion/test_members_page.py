"""« Ils sont adhérents »: who agreed to be named is, nobody else, by type and territory."""

import datetime
import re

import pytest
from django.utils import translation

from core.models import Territory
from home.adhesion.models import Membership
from tests.adhesion.factories import (
    AdhesionRequestFactory,
    JoinPageFactory,
    MembershipFactory,
    MembersPageFactory,
    OrganisationFactory,
)
from tests.factories import TerritoryFactory


@pytest.fixture
def members_page(join_page):
    return MembersPageFactory(parent=join_page)


def member(name, *, year=2016, is_listed=True, **organisation) -> Membership:
    request = AdhesionRequestFactory(
        state="accepted",
        year=year,
        champion_name="Camille Secret",
        organisation=OrganisationFactory(name=name, **organisation),
    )
    return MembershipFactory(request=request, is_listed=is_listed)


def read(client, page, **query) -> str:
    response = client.get(page.url, query)
    assert response.status_code == 200
    return response.content.decode()


def names(html) -> list[str]:
    """Names of the members in the order of the page."""
    lists = re.findall(r'<section class="members-group".*?</section>', html, re.S)
    return [
        re.sub(r"<.*", "", item).strip() for group in lists for item in re.findall(r"<li>(.*?)</li>", group)
    ]


def test_it_is_served_below_the_routable_join_page_and_linked_from_it(client, join_page, members_page):
    assert members_page.url == "/adhesion/adherents/"
    member("Ville de Brest", category="city")
    assert "Ville de Brest" in read(client, members_page)
    assert f'href="{members_page.url}"' in client.get(join_page.url).content.decode()
    assert f'href="{join_page.url}"' in read(client, members_page)


def test_join_page_leads_to_no_page_that_is_not_published(client, join_page, members_page):
    members_page.unpublish()
    assert "/adherents/" not in client.get(join_page.url).content.decode()


def test_only_who_agreed_is_named(client, members_page):
    member("Région Bretagne", category="region")
    member("Ville Discrète", category="city", is_listed=False)
    AdhesionRequestFactory(organisation_name="Ville Candidate", listing_consent=True)
    html = read(client, members_page)
    assert names(html) == ["Région Bretagne"]
    assert "Discrète" not in html
    assert "Candidate" not in html
    assert "Camille Secret" not in html
    assert "@example.org" not in html.replace("contact@example.org", "")


def test_consent_withdrawn_takes_the_name_away(client, members_page):
    membership = member("Région Bretagne", category="region")
    assert "Région Bretagne" in read(client, members_page)
    Membership.objects.filter(pk=membership.pk).update(is_listed=False)
    assert "Région Bretagne" not in read(client, members_page)


def test_types_come_in_the_order_of_the_association_then_names_without_regard_to_accents(
    client, members_page
):
    for name, category in (
        ("Ville de Zuydcoote", "city"),
        ("Étampes", "city"),
        ("Département du Nord", "department"),
        ("Région Alsace", "region"),
        ("Commission européenne", "european"),
        ("Evry", "city"),
    ):
        member(name, category=category)
    assert names(read(client, members_page)) == [
        "Région Alsace",
        "Département du Nord",
        "Étampes",
        "Evry",
        "Ville de Zuydcoote",
        "Commission européenne",
    ]


def test_number_of_members_counts_those_who_are_not_named(client, members_page):
    member("Région Bretagne", category="region")
    member("Ville Discrète", category="city", is_listed=False)
    with translation.override("fr"):
        html = read(client, members_page)
    count = re.search(r'<div class="members-count.*?</div>', html, re.S)[0]
    assert "<strong>2</strong>" in count
    assert "2016" in count


def test_filters_narrow_with_counts(client, members_page):
    bretagne = TerritoryFactory(name="Bretagne", slug="bretagne")
    rennes = TerritoryFactory(name="Rennes", slug="rennes", kind=Territory.Kind.COMMUNE, parent=bretagne)
    danemark = TerritoryFactory(name="Danemark", slug="danemark", kind=Territory.Kind.COUNTRY)
    member("Région Bretagne", category="region", territory=bretagne)
    member("Les Champs libres", category="city", territory=rennes)
    member("Mairie d’Aarhus", category="foreign", territory=danemark)
    member("CNFPT", category="public_establishment")

    assert names(read(client, members_page, type="city")) == ["Les Champs libres"]
    assert names(read(client, members_page, territory="bretagne")) == ["Région Bretagne", "Les Champs libres"]
    assert names(read(client, members_page, territory="bretagne", type="city")) == ["Les Champs libres"]

    groups = {
        group["label"]: {option["label"]: (option["count"], option["current"]) for option in group["options"]}
        for group in client.get(members_page.url, {"territory": "bretagne"}).context["directory"].filters
    }
    types, places = groups.values()
    assert [count for count, _current in types.values()] == [2, 1, 1]
    assert places["Bretagne"] == (2, True)
    assert places["Danemark"] == (1, False)
    assert "Rennes" not in places


@pytest.mark.parametrize(
    "query",
    [
        {"type": "nonsense"},
        {"territory": "\x00'; --"},
        {"type": "city", "territory": "x" * 5000},
        {"territory": ["a", "b"]},
    ],
)
def test_wrong_filters_find_nobody_and_say_so(client, members_page, query):
    member("Région Bretagne", category="region")
    html = read(client, members_page, **query)
    assert names(html) == []
    assert 'href="?"' in html


@pytest.mark.parametrize("year", ["abc", "1815", "-1", "9" * 400, "2016.0", "٢٠١٦"])
def test_wrong_year_shows_the_latest(client, members_page, year):
    member("Région Bretagne", category="region")
    assert names(read(client, members_page, year=year)) == ["Région Bretagne"]


def test_last_year_with_names_is_shown_until_this_one_has_some(client, members_page):
    member("Ville d’antan", category="city", year=2014)
    member("Ville discrète", category="city", year=2016, is_listed=False)
    html = read(client, members_page)
    assert names(html) == ["Ville d’antan"]
    assert "2014" in html


def test_years_are_switched_between_where_several_have_names(client, members_page):
    member("Région Bretagne", category="region", year=2016)
    member("Région Alsace", category="region", year=2015)
    member("Région Future", category="region", year=2017)
    html = read(client, members_page)
    assert names(html) == ["Région Bretagne"]
    assert 'href="?year=2015"' in html
    assert "2017" not in html
    past = read(client, members_page, year="2015")
    assert names(past) == ["Région Alsace"]
    assert re.search(r'<link rel="canonical" href="[^"]*\?year=2015">', past)


def test_year_to_come_is_named_once_it_has_come(client, members_page, settings):
    member("Région Future", category="region", year=2017)
    assert names(read(client, members_page)) == []
    settings.PINNED_TODAY = datetime.date(2017, 1, 2)
    assert names(read(client, members_page)) == ["Région Future"]


def test_without_anybody_it_says_so_and_leads_to_joining(client, join_page, members_page):
    member("Ville discrète", category="city", is_listed=False)
    html = read(client, members_page)
    assert names(html) == []
    assert "members-empty" in html
    assert "discrète" not in html
    assert f'href="{join_page.url}"' in html


def test_names_are_escaped(client, members_page):
    member("<script>alert(1)</script>", category="city")
    assert "<script>alert(1)" not in read(client, members_page)


def test_territories_in_a_loop_end(client, members_page):
    one = TerritoryFactory(kind=Territory.Kind.COMMUNE)
    other = TerritoryFactory(kind=Territory.Kind.COMMUNE, parent=one)
    Territory.objects.filter(pk=one.pk).update(parent=other)
    one.refresh_from_db()
    member("Ville en boucle", category="city", territory=one)
    assert names(read(client, members_page)) == ["Ville en boucle"]


def test_english_page_reads_in_english(client, locales, home, members_page):
    english_home = home.copy_for_translation(locales["en"])
    english_home.save_revision().publish()
    join = JoinPageFactory(parent=english_home, locale=locales["en"], slug="join")
    page = MembersPageFactory(parent=join, locale=locales["en"], slug="members", title="Our members")
    member("Région Bretagne", category="region")
    html = read(client, page)
    assert page.url == "/en/join/members/"
    assert "members-count" in html
    assert "1</strong> <span>member in 2016" in html
    assert ">Regions" in html


@pytest.mark.parametrize("number", [3, 30])
def test_queries_do_not_grow_with_members(count_queries, members_page, number):
    region = TerritoryFactory()
    for position in range(number):
        territory = TerritoryFactory(kind=Territory.Kind.COMMUNE, parent=region)
        member(f"Ville {position}", category="city", territory=territory, year=2016 - position % 2)
    assert count_queries(members_page.url) <= 12
    assert count_queries(f"{members_page.url}?type=city&year=2015") <= 12

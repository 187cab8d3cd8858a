"""The front door and the pages that explain."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from core.models import Navigation
from home.adhesion.models import FeeSchedule, JoinPage
from home.models import TerritoriesPage
from programmes.choices import Stage
from tests.factories import (
    AgendaPageFactory,
    BlogIndexPageFactory,
    BookPageFactory,
    CollectionPageFactory,
    ContentPageFactory,
    EpisodePageFactory,
    EventPageFactory,
    ImageFactory,
    PartnerFactory,
    PersonFactory,
    PostPageFactory,
    ProgrammeIndexPageFactory,
    ProgrammePageFactory,
    PublicationIndexPageFactory,
    RoadmapIndexPageFactory,
    RoadmapPageFactory,
    VideoSeriesPageFactory,
)

pytestmark = pytest.mark.django_db


def read(client, page):
    response = client.get(page.url)
    assert response.status_code == 200
    return response.content.decode()


def furnish(home, times=1):
    """Something in every room that the front door shows, `times` over."""
    programmes = ProgrammeIndexPageFactory(parent=home)
    for stage in Stage.values:
        ProgrammePageFactory(parent=programmes, stage=stage, on_home=True)
    blog = BlogIndexPageFactory(parent=home)
    publications = PublicationIndexPageFactory(parent=home)
    series = VideoSeriesPageFactory(parent=publications)
    collection = CollectionPageFactory(parent=publications)
    agenda = AgendaPageFactory(parent=home)
    for _time in range(times):
        PostPageFactory.create_batch(3, parent=blog, listing_image=ImageFactory())
        EpisodePageFactory(parent=series, listing_image=ImageFactory())
        BookPageFactory(parent=collection, listing_image=ImageFactory())
        EventPageFactory.create_batch(2, parent=agenda)
    join = JoinPage(title="Adhérer", slug="adhesion")
    home.add_child(instance=join)
    FeeSchedule.objects.create(
        year=2016,
        amount_cents=500_000,
        previous_amount_cents=2_900_000,
        entitlements=[("entitlement", {"title": "Participer à la gouvernance", "text": ""})],
    )
    home.add_child(instance=TerritoriesPage(title="Territoires"))
    roadmap = RoadmapPageFactory(parent=RoadmapIndexPageFactory(parent=home), year=2016)
    home.roadmap = roadmap
    home.listing_image = ImageFactory()
    home.actions = [_link(programmes), _link(roadmap)]
    home.save()
    Navigation.objects.create(locale=home.locale, header=[_link(blog)], join=[_link(join)])


def _link(page):
    return ("link", {"page": page, "url": "", "label": ""})


def test_a_bare_front_door_opens(client, home):
    html = read(client, home)
    assert html.count("<h1") == 1
    assert "<section" in html
    for absent in ("parcours", "keywords", "year", "news", "dates", "join"):
        assert f'class="{absent} ' not in html


def test_the_stairs_go_up_in_the_order_of_the_parcours(client, home):
    index = ProgrammeIndexPageFactory(parent=home)
    for stage in reversed(Stage.values):
        ProgrammePageFactory(parent=index, title=f"Étape {stage}", stage=stage, on_home=True)
    ProgrammePageFactory(parent=index, title="À côté", stage="", on_home=True)
    ProgrammePageFactory(parent=index, title="Second rôle", stage=Stage.PROOF)
    steps = client.get(home.url).context["steps"]
    assert [step.title for step in steps] == [f"Étape {stage}" for stage in Stage.values]


def test_the_finder_and_the_map_of_terrains_lie_at_the_foot_of_the_stairs(client, home):
    index = ProgrammeIndexPageFactory(parent=home)
    ProgrammePageFactory(parent=index, stage=Stage.PROOF, on_home=True)
    territories = home.add_child(instance=TerritoriesPage(title="Territoires"))
    html = read(client, home)
    assert f'href="{index.route_url("find")}"' in html
    assert f'href="{territories.url}"' in html
    territories.unpublish()
    assert f'href="{territories.url}"' not in read(client, home)


def test_news_are_the_latest_that_can_be_read(client, home):
    blog = BlogIndexPageFactory(parent=home)
    for day in range(1, 6):
        PostPageFactory(parent=blog, title=f"Billet du {day}", date=datetime.date(2016, 1, day))
    PostPageFactory(parent=blog, title="Brouillon", date=datetime.date(2016, 1, 9), live=False)
    publications = PublicationIndexPageFactory(parent=home)
    series = VideoSeriesPageFactory(parent=publications)
    EpisodePageFactory(parent=series, title="Déjà vu", number=1, published_on=datetime.date(2015, 1, 1))
    EpisodePageFactory(parent=series, title="À venir", number=2, availability="forthcoming")
    cards = client.get(home.url).context["news"]
    assert [card["page"].title for card in cards] == ["Billet du 5", "Déjà vu", "Billet du 4", "Billet du 3"]
    assert [card["big"] for card in cards] == [True, False, False, False]


def test_coming_events_soonest_first(client, home):
    agenda = AgendaPageFactory(parent=home)
    now = timezone.now()
    EventPageFactory(parent=agenda, title="Passée", starts_at=now - datetime.timedelta(days=9))
    EventPageFactory(parent=agenda, title="Dans un mois", starts_at=now + datetime.timedelta(days=30))
    EventPageFactory(parent=agenda, title="Demain", starts_at=now + datetime.timedelta(days=1))
    context = client.get(home.url).context
    assert [event.title for event in context["events"]] == ["Demain", "Dans un mois"]
    assert context["events_are_coming"] is True


def test_a_cancelled_event_is_said_to_be_so(client, home):
    agenda = AgendaPageFactory(parent=home)
    later = timezone.now() + datetime.timedelta(days=9)
    EventPageFactory(parent=agenda, title="Portes ouvertes", starts_at=later, is_cancelled=True)
    assert "Annulé" in client.get("/").content.decode()


def test_without_coming_event_the_last_one_is_told_as_past(client, home):
    agenda = AgendaPageFactory(parent=home)
    now = timezone.now()
    for days in (40, 9):
        EventPageFactory(
            parent=agenda, title=f"Il y a {days} jours", starts_at=now - datetime.timedelta(days=days)
        )
    context = client.get(home.url).context
    assert [event.title for event in context["events"]] == ["Il y a 9 jours"]
    assert context["events_are_coming"] is False


def test_the_fee_stands_in_large_type(client, home):
    furnish(home)
    html = read(client, home)
    assert "<strong>5\u202f000\u202f€</strong>" in html
    assert "29\u202f000\u202f€</s>" in html
    assert "Participer à la gouvernance" in html
    assert html.count('href="/adhesion/"') >= 2


def test_the_front_door_costs_twelve_queries_whatever_lies_behind(
    client, home, django_assert_max_num_queries
):
    furnish(home)
    client.get(home.url)
    with django_assert_max_num_queries(12) as few:
        read(client, home)
    for _time in range(3):
        PostPageFactory.create_batch(10, parent=home.get_children().get(slug="blog").specific)
    with django_assert_max_num_queries(len(few)):
        read(client, home)


def test_the_front_door_in_the_other_language_shows_its_own(client, home, locales):
    furnish(home)
    english = home.copy_for_translation(locales["en"])
    english.title = "The laboratory"
    english.save_revision().publish()
    french = read(client, home)
    assert '<link rel="alternate" hreflang="en" href="http://localhost/en/">' in french
    assert 'lang="en">English</a>' in french
    response = client.get(english.url)
    assert response.context["news"] == []
    assert {step.locale.language_code for step in response.context["steps"]} == {"fr"}
    assert '<html lang="en">' in response.content.decode()


def test_a_content_page_is_framed(client, home):
    page = ContentPageFactory(
        parent=home,
        title="L'association",
        body=[("paragraph", "<p>Bonjour : [1]</p>"), ("footnotes", {"notes": ["<p>Un</p>"]})],
    )
    html = read(client, page)
    assert "<title>L’association — La 27e Région</title>" in html
    assert '<a href="#note-1" id="ref-1">1</a>' in html
    assert '<li id="note-1">' in html


def test_people_and_partners_are_listed(client, home):
    PersonFactory(name="Stéphane Vincent", is_team=True)
    PersonFactory(name="Quelqu’un d’autre", is_team=False)
    PartnerFactory(name="Région Bretagne", url="https://www.bretagne.bzh")
    page = ContentPageFactory(
        parent=home, body=[("people", {"title": "L’équipe"}), ("partners", {"title": "Avec nous"})]
    )
    html = read(client, page)
    assert "Stéphane Vincent" in html
    assert "Quelqu’un d’autre" not in html
    assert '<a href="https://www.bretagne.bzh">Région Bretagne</a>' in html


def test_the_site_map_lists_what_is_public(client, home):
    ContentPageFactory(parent=home, title="Mentions légales")
    ContentPageFactory(parent=home, title="Brouillon", live=False)
    page = ContentPageFactory(parent=home, title="Plan du site", body=[("site_map", None)])
    html = read(client, page)
    assert "Mentions légales</a>" in html
    assert "Brouillon" not in html
    assert html.count("<li>") == html.count("</li>")


def test_no_page_leaves_by_ways_out(client, home):
    response = client.get("/nulle-part/")
    html = response.content.decode()
    assert response.status_code == 404
    assert f'action="{reverse("search")}"' in html
    assert 'href="/"' in html


def test_an_error_needs_neither_context_nor_database(rf, django_assert_num_queries):
    from django.views.defaults import server_error

    with django_assert_num_queries(0):
        response = server_error(rf.get("/"))
    assert response.status_code == 500
    assert "<h1" in response.content.decode()

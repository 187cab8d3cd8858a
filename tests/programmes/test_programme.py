"""A programme: what a director asks first, its terrains, its junctions, its thread."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation
from django.utils.html import escape
from wagtail.models import PageViewRestriction

from core.typography import typeset
from programmes.models import ProgrammeLink, ProgrammePage, ProgrammePartner
from tests.factories import (
    BlogIndexPageFactory,
    PartnerFactory,
    PostPageFactory,
    ProgrammePageFactory,
    TerrainPageFactory,
    TerritoryFactory,
)


def shown(response, text) -> bool:
    """Whether the page prints this text, typeset."""
    return str(typeset(str(text))) in response.content.decode()


@pytest.fixture(autouse=True)
def _pinned(settings):
    settings.PINNED_TODAY = datetime.date(2016, 1, 11)


@pytest.mark.parametrize(
    ("known", "told"),
    [
        ({"cost_min": 80_000, "cost_max": 90_000}, "from €80,000 to €90,000 per organisation"),
        (
            {"cost_min": 35_000, "cost_max": 35_000, "cost_tax": "included"},
            "€35,000 tax included per organisation",
        ),
        ({"cost_min": 5_000}, "from €5,000 per organisation"),
        ({"cost_max": 5_000}, "up to €5,000 per organisation"),
        ({"cost_min": 0, "cost_max": 0}, "free of charge"),
        ({}, ""),
    ],
)
def test_cost_in_words(known, told):
    with translation.override("en"):
        assert ProgrammePage(cost_unit="organisation", **known).cost_text == told


def test_cost_in_french_repeats_no_euro_sign():
    with translation.override("fr"):
        assert ProgrammePage(cost_min=160_000, cost_max=170_000).cost_amount.count("€") == 1


@pytest.mark.parametrize(
    ("known", "told"),
    [
        ({"duration_min": 16, "duration_max": 18}, "16 to 18 months"),
        ({"duration_min": 4}, "4 months"),
        ({"duration_max": 1}, "1 month"),
        ({"duration_note": "Une journée"}, "Une journée"),
        ({}, ""),
    ],
)
def test_duration_in_words(known, told):
    with translation.override("en"):
        assert ProgrammePage(**known).duration_text == told


@pytest.mark.parametrize(
    ("known", "told"),
    [
        ({"start_year": 2016, "end_year": 2020}, "2016–2020"),
        ({"start_year": 2009}, "since 2009"),
        ({"start_year": 2014, "state": "over"}, "2014"),
        ({"start_year": 2014, "end_year": 2014}, "2014"),
        ({"end_year": 2020}, "until 2020"),
        ({"period_note": "Fin 2016"}, "Fin 2016"),
    ],
)
def test_period_in_words(known, told):
    with translation.override("en"):
        assert ProgrammePage(**known).period_text == told


def test_facts_come_in_the_order_of_the_questions(client, index):
    page = ProgrammePageFactory(
        parent=index,
        cost_min=160_000,
        cost_max=170_000,
        cost_unit="organisation",
        cost_certainty="estimated",
        cost_note="Peut évoluer",
        duration_min=16,
        duration_max=18,
        audience="Villes et départements",
        small_organisations="together",
        start_year=2016,
        end_year=2020,
    )
    response = client.get(page.url)
    assert [fact.value for fact in page.facts][1:3] == [page.duration_text, "Villes et départements"]
    for fact in page.facts:
        assert shown(response, fact.label)
        assert shown(response, fact.value)
    assert shown(response, page.facts[0].note)
    assert "Peut évoluer" in page.facts[0].note


def test_unknown_cost_is_said_other_unknown_facts_are_left_out(index):
    page = ProgrammePageFactory(parent=index)
    with translation.override("en"):
        assert [(str(fact.label), str(fact.value)) for fact in page.facts] == [
            ("What it costs", "Not disclosed"),
            ("Membership", "Membership required"),
        ]


def test_note_about_small_organisations_stands_without_an_answer(index):
    page = ProgrammePageFactory(parent=index, small_organisations_note="Rien n’est dit")
    assert [(fact.value, fact.note) for fact in page.facts if fact.note] == [("", "Rien n’est dit")]


def test_partners_with_roles(client, programme):
    partner = PartnerFactory(name="Caisse des Dépôts", url="https://example.org/cdc")
    ProgrammePartner.objects.create(page=programme, partner=partner, role="met en œuvre")
    response = client.get(programme.url)
    assert shown(response, "Caisse des Dépôts")
    assert shown(response, "met en œuvre")
    assert 'href="https://example.org/cdc"' in response.content.decode()


def test_junction_is_shown_from_both_ends(client, programme, index):
    transfo = ProgrammePageFactory(parent=index, title="La Transfo")
    ProgrammeLink.objects.create(page=programme, kind="prepares", target=transfo, note="Après la preuve")
    here, there = client.get(programme.url), client.get(transfo.url)
    assert [(each.programme, each.direction) for each in here.context["junctions"]] == [(transfo, "out")]
    assert [(each.programme, each.direction) for each in there.context["junctions"]] == [(programme, "in")]
    assert f'href="{transfo.url}"' in here.content.decode()
    assert f'href="{programme.url}"' in there.content.decode()
    assert shown(here, ProgrammeLink.Kind.PREPARES.label)
    assert shown(there, ProgrammeLink.REVERSE[ProgrammeLink.Kind.PREPARES])
    assert shown(there, "Après la preuve")


def test_places_shared_are_told_once_even_when_entered_twice(client, programme, index):
    other = ProgrammePageFactory(parent=index)
    ProgrammeLink.objects.create(page=programme, kind="shares_places", target=other)
    ProgrammeLink.objects.create(page=other, kind="shares_places", target=programme)
    assert len(client.get(programme.url).context["junctions"]) == 1


@pytest.mark.parametrize("hidden", ["unpublished", "private"])
def test_junction_to_a_hidden_programme_is_not_shown(client, programme, index, hidden):
    secret = ProgrammePageFactory(parent=index, title="Programme secret", live=hidden != "unpublished")
    if hidden == "private":
        PageViewRestriction.objects.create(page=secret, restriction_type="login")
    ProgrammeLink.objects.create(page=programme, kind="prepares", target=secret)
    ProgrammeLink.objects.create(page=secret, kind="feeds", target=programme)
    response = client.get(programme.url)
    assert response.context["junctions"] == []
    assert not shown(response, "Programme secret")


def test_junctions_of_a_translation_lead_to_translations(client, locales, programme, index):
    translated = ProgrammePageFactory(parent=index, title="La Transfo")
    untranslated = ProgrammePageFactory(parent=index, title="Le Nuancier")
    ProgrammeLink.objects.create(page=programme, kind="prepares", target=translated)
    ProgrammeLink.objects.create(page=untranslated, kind="feeds", target=programme)
    for page in (programme, translated):
        page.refresh_from_db()
        page.copy_for_translation(locales["en"], copy_parents=True).get_latest_revision().publish()
    english = programme.get_translation(locales["en"])
    english.get_ancestors().filter(depth__gt=1).update(live=True)
    junctions = client.get(english.url).context["junctions"]
    assert [each.programme.pk for each in junctions] == [
        translated.get_translation(locales["en"]).pk,
        untranslated.pk,
    ]
    assert len(client.get(programme.url).context["junctions"]) == 2


def test_terrains_current_first_then_by_year(client, programme):
    for title, year, state in (
        ("Revin", 2009, "over"),
        ("Wazemmes", 2011, "over"),
        ("Gare(s) BZH", 2015, "running"),
    ):
        TerrainPageFactory(
            parent=programme,
            title=title,
            place="Ici",
            territory=TerritoryFactory(name=f"Région de {title}"),
            starts_on=datetime.date(year, 3, 1),
            period=f"mars {year}",
            state=state,
            number=year - 2008,
        )
    TerrainPageFactory(parent=programme, title="Brouillon", live=False)
    response = client.get(programme.url)
    terrains = response.context["terrains"]
    assert [terrain.title for terrain in terrains.current] == ["Gare(s) BZH"]
    assert [(year, [each.title for each in members]) for year, members in terrains.over_by_year] == [
        (2011, ["Wazemmes"]),
        (2009, ["Revin"]),
    ]
    for text in ("Ici (Région de Revin)", "mars 2009", "Gare(s) BZH"):
        assert shown(response, text), text
    assert not shown(response, "Brouillon")


def test_bare_programme_has_no_empty_section(client, programme):
    html = client.get(programme.url).content.decode()
    assert 'id="thread-title"' not in html
    assert 'id="terrains-title"' not in html
    assert 'id="junctions-title"' not in html


def test_structured_data(client, programme):
    response = client.get(programme.url)
    service = response.context["structured_data"][0]["mainEntity"]
    assert (service["@type"], service["name"]) == ("Service", "Territoires en Résidences")


@pytest.mark.parametrize(
    ("known", "field"),
    [
        ({"cost_min": 2, "cost_max": 1, "cost_unit": "session"}, "cost_max"),
        ({"duration_min": 2, "duration_max": 1}, "duration_max"),
        ({"start_year": 2016, "end_year": 2015}, "end_year"),
        ({"cost_max": 1}, "cost_unit"),
        ({"slug": "jonctions"}, "slug"),
    ],
)
def test_what_cannot_be_is_refused(index, known, field):
    page = ProgrammePageFactory.build(**known)
    with pytest.raises(ValidationError) as refused:
        page.clean()
    assert field in refused.value.message_dict


def test_titles_are_escaped(client, programme, index):
    other = ProgrammePageFactory(parent=index, title="<b>Gras</b>", slug="gras")
    ProgrammeLink.objects.create(page=programme, kind="feeds", target=other)
    html = client.get(programme.url).content.decode()
    assert "<b>Gras" not in html
    assert escape("<b>Gras") in html


def test_what_it_gives_and_for_which_need(client, index):
    page = ProgrammePageFactory(parent=index, need="train", gives="Un document à reprendre.")
    response = client.get(page.url)
    assert shown(response, "Un document à reprendre.")
    assert shown(response, page.get_need_display())
    service = response.context["structured_data"][0]["mainEntity"]
    assert service["serviceOutput"]["description"] == "Un document à reprendre."


@pytest.mark.parametrize("state", ["dormant", "over"])
def test_what_is_closed_says_so_first_why_and_where_it_goes_on(client, home, index, state):
    closed = ProgrammePageFactory(
        parent=index,
        title="RE•ACTEUR PUBLIC",
        state=state,
        state_note="Mieux vaut une bonne feuille de route.",
        period_note="Lancé en 2014",
        need="meet",
    )
    other = ProgrammePageFactory(parent=index, title="L’édition")
    another = ProgrammePageFactory(parent=index, title="Autre éteint", state="over")
    for target in (other, another):
        ProgrammeLink.objects.create(page=closed, kind="feeds", target=target)
    PostPageFactory(parent=BlogIndexPageFactory(parent=home), programme=closed)
    response = client.get(closed.url)
    html = response.content.decode()
    assert response.context["continues_in"] == [other]
    assert 'class="closed-banner"' in html
    for text in ("Mieux vaut une bonne feuille de route.", "Lancé en 2014"):
        assert shown(response, text)
    assert 'href="#thread"' in html
    assert html.count("junction-state") == 1
    assert shown(client.get(other.url), closed.get_state_display())


def test_what_is_open_has_no_banner(client, programme):
    assert "closed-banner" not in client.get(programme.url).content.decode()


@pytest.mark.parametrize(("state", "told"), [("running", "programme"), ("dormant", "programme, asleep")])
def test_the_state_of_what_is_closed_stands_on_its_card(index, state, told):
    with translation.override("en"):
        assert ProgrammePageFactory(parent=index, state=state).kind == told


def test_what_is_closed_leads_no_step(index):
    known = {"parent": index, "stage": "proof", "on_home": True}
    led = ProgrammePageFactory(**known)
    ProgrammePageFactory(**known, state="over")
    assert list(ProgrammePage.objects.leading_steps()) == [led]

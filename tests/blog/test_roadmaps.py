"""The roadmap: its figures, its commitments, what the editor refuses, what it costs the database."""

import datetime
import re

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone
from django.utils.html import strip_tags
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield

from blog.models import BudgetLine, Commitment, RepresentedOrganisation, RoadmapPage, RoadmapPriority
from core.choices import OrganisationType
from tests.factories import (
    CommitmentFactory,
    DocumentFactory,
    PersonFactory,
    ProgrammeIndexPageFactory,
    ProgrammePageFactory,
    RoadmapIndexPageFactory,
    RoadmapPageFactory,
)

REVENUE = [("Grands partenaires", 44), ("Partenaires de la recherche-action", 43), ("Recettes propres", 7)]
SPENDING = [("Recherche-action", 47), ("Centre-ressources", 53)]


@pytest.fixture
def roadmaps(home):
    return RoadmapIndexPageFactory(parent=home, slug="feuilles-de-route")


def lines(side, shares):
    return [BudgetLine(side=side, label=label, share=share) for label, share in shares]


@pytest.fixture
def roadmap(roadmaps):
    """The roadmap of 2016, whole."""
    page = RoadmapPageFactory.build(
        title="Orientations et feuille de route 2016",
        slug="2016",
        year=2016,
        published_on=datetime.date(2015, 11, 26),
        author=PersonFactory(name="Stéphane Vincent"),
        fee=5000,
        previous_fee=29000,
        budget_total=1_000_000,
        payroll=450_000,
        staff="7.5",
        keywords=[("keyword", {"word": "Faire", "meaning": "D’abord l’essai."})],
        figures=[("figures", {"figures": [{"value": "19", "label": "résidences"}]})],
        impressions=[("impression", "Montrer ce qui est accessible aux petites structures.")],
        questions=[("question", {"question": "Quel sur-mesure ?", "lead": ""})],
        body=[("heading", {"text": "Budget", "level": "2"}), ("paragraph", "<p>Le récit.</p>")],
        downloads=[
            ("download", {"title": "Grille", "document": DocumentFactory(title="Grille PDF"), "url": ""}),
            ("download", {"title": "Support", "document": None, "url": "https://example.org/support"}),
            ("download", {"title": "Formulaire", "document": None, "url": ""}),
        ],
    )
    page.priorities = [RoadmapPriority(title="Clarifier et simplifier", text="<p>Baisser les barrières.</p>")]
    page.budget_lines = [
        *lines("revenue", [*REVENUE, ("Adhésions", 6)]),
        *lines("spending", SPENDING),
    ]
    page.represented_organisations = [
        RepresentedOrganisation(organisation_type=OrganisationType.REGION, name="Bretagne"),
        RepresentedOrganisation(
            organisation_type=OrganisationType.STATE,
            name="CGET",
            full_name="Commissariat général à l’égalité des territoires",
        ),
        RepresentedOrganisation(organisation_type=OrganisationType.PUBLIC_ESTABLISHMENT, name="CNFPT"),
    ]
    roadmaps.add_child(instance=page)
    return page


def text(response):
    """What is read, spaces evened out."""
    return re.sub(r"\s+", " ", strip_tags(response.text))


def test_the_year_is_told_in_figures(client, roadmap):
    page = text(client.get("/feuilles-de-route/2016/"))
    for figure in (
        "5 000 €",
        "29 000 €",
        "44 %",
        "43 %",
        "7 %",
        "6 %",
        "47 %",
        "53 %",
        "450 000 €",
        "7,5",
        "45 %",
    ):
        assert figure in page
    for amount in ("440 000 €", "430 000 €", "70 000 €", "60 000 €", "470 000 €", "530 000 €"):
        assert re.search(rf"(environ|about) {amount}", page)


def test_charts_need_no_inline_style(client, roadmap):
    CommitmentFactory(roadmap=roadmap)
    page = client.get(roadmap.url).text
    assert page.count('role="img"') >= 3
    assert " style=" not in page
    assert "<style" not in page


def test_parts_of_a_chart_are_in_proportion(client, roadmap):
    revenue, spending = client.get(roadmap.url).context["budget"]["sides"]
    assert [part.x for part in revenue["parts"]] == ["0.000%", "44.000%", "87.000%", "94.000%"]
    assert [part.width for part in spending["parts"]] == ["47.000%", "53.000%"]


def test_commitments_are_counted_by_state_and_stand_in_their_area(client, home, roadmap):
    programme = ProgrammePageFactory(parent=ProgrammeIndexPageFactory(parent=home), title="La Transfo")
    CommitmentFactory(roadmap=roadmap, title="Lancer", state="under_way", programme=programme, priority=1)
    CommitmentFactory(roadmap=roadmap, title="Ouvrir", area="resource")
    CommitmentFactory(roadmap=roadmap, title="Veille", state="dropped", state_reason="Une bonne raison.")
    response = client.get(roadmap.url)
    assert [area["code"] for area in response.context["areas"]] == ["research", "resource"]
    assert {part.code: part.value for part in response.context["progress"].states} == {
        "announced": 1,
        "under_way": 1,
        "dropped": 1,
    }
    assert "Une bonne raison." in text(response)
    assert f'href="{programme.url}"' in response.text
    assert 'href="#priority_1"' in response.text


def test_a_withdrawn_programme_is_named_without_a_link(client, home, roadmap):
    programme = ProgrammePageFactory(
        parent=ProgrammeIndexPageFactory(parent=home),
        title="Retiré",
        live=False,
        first_published_at=timezone.now(),
    )
    CommitmentFactory(roadmap=roadmap, programme=programme)
    response = client.get(roadmap.url)
    assert "Retiré" in text(response)
    assert f'href="{programme.url}"' not in response.text


def test_a_priority_that_does_not_exist_is_left_out(client, roadmap):
    CommitmentFactory(roadmap=roadmap, priority=99)
    response = client.get(roadmap.url)
    assert response.status_code == 200
    assert "#priority_99" not in response.text


def test_organisations_stand_in_their_circle_with_names_in_full(client, roadmap):
    response = client.get(roadmap.url)
    assert [len(circle["organisations"]) for circle in response.context["circles"]] == [1, 2]
    assert "Commissariat général à l’égalité des territoires" in text(response)


def test_downloads_tell_what_is_there_and_what_is_to_come(client, roadmap):
    response = client.get(roadmap.url)
    assert "/documents/" in response.text
    assert 'href="https://example.org/support"' in response.text
    assert response.text.count('class="placeholder"') == 1


def test_contents_lead_to_sections_that_exist(client, roadmap):
    CommitmentFactory(roadmap=roadmap)
    response = client.get(roadmap.url)
    anchors = [entry["anchor"] for entry in response.context["table_of_contents"]]
    assert len(anchors) == len(set(anchors)) == 11
    for anchor in anchors:
        assert response.text.count(f'id="{anchor}"') == 1


def test_a_bare_roadmap_is_readable(client, roadmaps):
    page = RoadmapPageFactory(parent=roadmaps, year=2015, slug="2015")
    response = client.get(page.url)
    assert response.status_code == 200
    assert [entry["anchor"] for entry in response.context["table_of_contents"]] == [
        "part_downloads",
        "part_data",
    ]


def test_years_lead_to_each_other(client, roadmaps, roadmap):
    for year in (2013, 2015, 2018):
        RoadmapPageFactory(parent=roadmaps, year=year, slug=str(year))
    RoadmapPageFactory(parent=roadmaps, year=2017, slug="2017", live=False)
    context = client.get(roadmap.url).context
    assert context["previous_roadmap"].year == 2015
    assert context["next_roadmap"].year == 2018


def test_the_index_lists_years_latest_first(client, roadmaps, roadmap):
    RoadmapPageFactory(parent=roadmaps, year=2015, slug="2015")
    CommitmentFactory(roadmap=roadmap, state="done")
    listed = client.get(roadmaps.url).context["roadmaps"]
    assert [item["page"].year for item in listed] == [2016, 2015]
    assert [part.value for part in listed[0]["states"]] == [1]


def test_an_unknown_year_is_not_found(client, roadmap):
    assert client.get("/feuilles-de-route/1999/").status_code == 404


def test_a_year_has_one_roadmap(roadmaps, roadmap):
    with pytest.raises(ValidationError) as refusal:
        RoadmapPageFactory(parent=roadmaps, year=2016, slug="2016-bis")
    assert "year" in refusal.value.message_dict


def test_translations_share_the_commitments(client, locales, home, roadmaps, roadmap):
    CommitmentFactory(roadmap=roadmap, title="Lancer La Transfo")
    for page in (home, roadmaps):
        page.copy_for_translation(locales["en"]).save_revision().publish()
    english = RoadmapPage.objects.get(pk=roadmap.pk).copy_for_translation(locales["en"])
    english.save_revision().publish()
    response = client.get(english.url)
    assert "Lancer La Transfo" in text(response)
    assert re.search(r'<article class="commitment" id="commitment-\d+" lang="fr">', response.text)
    assert re.search(r'<article class="commitment" id="commitment-\d+">', client.get(roadmap.url).text)


def many(roadmap, number):
    programmes = ProgrammePageFactory._meta.model.objects.all()
    for index in range(number):
        CommitmentFactory(roadmap=roadmap, programme=programmes[index % len(programmes)], priority=1)
    roadmap.represented_organisations = [
        RepresentedOrganisation(
            organisation_type=OrganisationType.values[index % 8], name=f"Organisme {index}"
        )
        for index in range(number)
    ]
    roadmap.save_revision().publish()


def test_as_many_queries_for_fifty_commitments_as_for_five(count_queries, home, roadmap):
    programmes = ProgrammeIndexPageFactory(parent=home)
    for _ in range(10):
        ProgrammePageFactory(parent=programmes)
    many(roadmap, 5)
    few = count_queries(roadmap.url)
    many(roadmap, 50)
    assert count_queries(roadmap.url) == few <= 12


def test_as_many_queries_for_ten_years_as_for_one(count_queries, roadmaps, roadmap):
    few = count_queries(roadmaps.url)
    for year in range(2017, 2027):
        CommitmentFactory(roadmap=RoadmapPageFactory(parent=roadmaps, year=year, slug=str(year)))
    assert count_queries(roadmaps.url) == few <= 12


# In the admin


def form_data(roadmap, budget_lines, **changes):
    empty = {
        name: streamfield([])
        for name in ("body", "figures", "keywords", "impressions", "questions", "downloads")
    }
    return nested_form_data(
        {
            "title": roadmap.title,
            "slug": roadmap.slug,
            "introduction": "Deux phrases.",
            "year": roadmap.year,
            "data_licence": roadmap.data_licence,
            "priorities": inline_formset([]),
            "represented_organisations": inline_formset([]),
            "comments": inline_formset([]),
            "budget_lines": inline_formset(
                [
                    {"side": side, "label": label, "share": share, "note": ""}
                    for side, label, share in budget_lines
                ]
            ),
            **empty,
            **changes,
        }
    )


@pytest.mark.parametrize(
    ("budget_lines", "refused"),
    [
        ([("revenue", "Adhésions", 60), ("revenue", "Autres", 40)], False),
        ([("revenue", "Adhésions", "33.3"), ("revenue", "Autres", "66.7")], False),
        ([], False),
        ([("revenue", "Adhésions", 60), ("revenue", "Autres", 30)], True),
        ([("revenue", "Adhésions", 100), ("spending", "Tout", 99)], True),
        ([("revenue", "Adhésions", 50), ("spending", "Tout", 50)], True),
    ],
)
def test_shares_that_do_not_make_a_whole_are_not_published(staff_client, roadmaps, budget_lines, refused):
    roadmap = RoadmapPageFactory(parent=roadmaps, year=2020, slug="2020")
    data = form_data(roadmap, budget_lines) | {"action-publish": "1"}
    response = staff_client.post(reverse("wagtailadmin_pages:edit", args=[roadmap.pk]), data)
    assert (response.status_code == 200) is refused
    assert roadmap.budget_lines.model.objects.filter(page=roadmap).count() == (
        0 if refused else len(budget_lines)
    )
    if refused:
        assert re.search(r"100\s?%", response.text)


def test_a_draft_may_be_incomplete(staff_client, roadmaps):
    roadmap = RoadmapPageFactory(parent=roadmaps, year=2020, slug="2020")
    data = form_data(roadmap, [("revenue", "Adhésions", 60)])
    response = staff_client.post(reverse("wagtailadmin_pages:edit", args=[roadmap.pk]), data)
    assert response.status_code == 302


def commitment_url(action, *args):
    return reverse(Commitment.snippet_viewset.get_url_name(action), args=args)


def test_commitments_are_filtered_by_state_in_the_admin(staff_client, roadmap):
    CommitmentFactory(roadmap=roadmap, title="Promesse en cours", state="under_way")
    CommitmentFactory(roadmap=roadmap, title="Promesse annoncée")
    page = staff_client.get(commitment_url("list"), {"state": "under_way"}).text
    assert "Promesse en cours" in page
    assert "Promesse annoncée" not in page


def test_commitments_are_closed_to_those_without_permission(client, roadmap, django_user_model):
    from django.contrib.auth.models import Permission

    user = django_user_model.objects.create_user("lecture", "lecture@example.org", "mot de passe de lecture")
    user.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client.force_login(user)
    commitment = CommitmentFactory(roadmap=roadmap)
    for url in (commitment_url("list"), commitment_url("edit", commitment.pk)):
        assert client.get(url).status_code == 302

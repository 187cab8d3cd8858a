"""A programme that promises rest on is not deleted by mistake; one that is gone leaves no broken link."""

import re

import pytest
from django.urls import reverse
from wagtail.models import Page

from blog.models import Commitment, RoadmapPage
from programmes.models import ProgrammeLink, ProgrammePage
from tests.factories import (
    AgendaPageFactory,
    BlogIndexPageFactory,
    CommitmentFactory,
    ContentPageFactory,
    EventPageFactory,
    PostPageFactory,
    ProgrammePageFactory,
    RoadmapIndexPageFactory,
    RoadmapPageFactory,
    TerrainPageFactory,
)


@pytest.fixture
def roadmap(home):
    index = RoadmapIndexPageFactory(parent=home, slug="feuilles-de-route")
    return RoadmapPageFactory(parent=index, title="Feuille de route 2016", year=2016, slug="2016")


@pytest.fixture
def commitment(roadmap, programme):
    return CommitmentFactory(roadmap=roadmap, programme=programme, title="Tenir dix résidences")


def delete_url(page):
    return reverse("wagtailadmin_pages:delete", args=[page.pk])


def bulk_url(*pages):
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "delete"])
    return f"{url}?next=/admin/&" + "&".join(f"id={page.pk}" for page in pages)


#: What the admin asks for before it deletes many pages.
CONFIRMED = {"confirm_site_name": "La 27e Région"}


# What holds


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("what", ["programme", "index", "roadmap", "roadmaps", "home"])
def test_a_page_that_commitments_rest_on_is_kept(
    staff_client, home, index, programme, roadmap, commitment, what, method
):
    TerrainPageFactory(parent=programme)
    before = Page.objects.count()
    pages = {
        "programme": programme,
        "index": index,
        "roadmap": roadmap,
        "roadmaps": roadmap.get_parent(),
        "home": home,
    }
    response = getattr(staff_client, method)(delete_url(pages[what]), CONFIRMED)

    assert response.status_code == 409
    assert Page.objects.count() == before
    assert Commitment.objects.exists()
    assert "Tenir dix résidences" in response.text
    assert response.context["holds"][0].instead in response.text
    held = {hold.page.title for hold in response.context["holds"]}
    assert held <= {programme.title, roadmap.title}
    if what in {"programme", "index"}:
        assert held == {programme.title}


def test_several_at_once_are_kept_together(staff_client, index, programme, roadmap, commitment):
    free = ProgrammePageFactory(parent=index)
    for pages in ((free, programme), (index,), (roadmap, free)):
        for response in (
            staff_client.get(bulk_url(*pages)),
            staff_client.post(bulk_url(*pages), CONFIRMED),
        ):
            assert response.status_code == 409
            assert "Tenir dix résidences" in response.text
    assert ProgrammePage.objects.count() == 2
    assert RoadmapPage.objects.count() == 1


def test_only_the_first_commitments_are_named(staff_client, roadmap, programme):
    for number in range(25):
        CommitmentFactory(roadmap=roadmap, programme=programme, title=f"Promesse {number:02}")
    (hold,) = staff_client.get(delete_url(programme)).context["holds"]
    assert (len(hold.named), hold.others) == (20, 5)
    assert "25" in hold.sentence


def test_a_programme_without_commitments_can_go(staff_client, index, programme, commitment):
    free = ProgrammePageFactory(parent=index)
    assert staff_client.post(delete_url(free)).status_code == 302
    other = ProgrammePageFactory(parent=index)
    assert staff_client.post(bulk_url(other)).status_code == 302
    assert list(ProgrammePage.objects.live()) == [programme]


def test_a_translation_can_go_without_the_original(staff_client, locales, home, index, programme, commitment):
    for page in (home, index):
        page.copy_for_translation(locales["en"]).save_revision().publish()
    english = programme.copy_for_translation(locales["en"])
    english.save_revision().publish()
    assert staff_client.post(delete_url(programme)).status_code == 409
    assert staff_client.post(delete_url(english)).status_code == 302
    assert list(ProgrammePage.objects.live()) == [programme]


def test_whoever_may_not_delete_is_told_nothing(client, programme, commitment, django_user_model):
    from django.contrib.auth.models import Group

    from users import roles

    roles.establish_all()
    user = django_user_model.objects.create_user("redac", "redac@example.org", "mot de passe")
    user.groups.add(Group.objects.get(name=roles.WRITING.name))
    client.force_login(user)
    response = client.get(delete_url(programme), follow=True)
    assert "Tenir dix résidences" not in response.text
    assert client.post(delete_url(programme)).status_code in {302, 403}
    assert ProgrammePage.objects.filter(pk=programme.pk).exists()


def test_a_programme_moves_with_its_commitments(staff_client, home, index, programme, commitment):
    other = ContentPageFactory(parent=home)
    url = reverse("wagtailadmin_pages:move_confirm", args=[programme.pk, other.pk])
    assert staff_client.post(url).status_code < 500
    commitment.refresh_from_db()
    assert commitment.programme_id == programme.pk


# What points at a programme that is gone


@pytest.fixture
def pointing(home, index, programme):
    """Pages that lead to the programme, each in its way."""
    link = f'<p>Voir <a linktype="page" id="{programme.pk}">le programme</a>.</p>'
    other = ProgrammePageFactory(parent=index, title="Autre programme")
    ProgrammeLink.objects.create(page=other, kind="prepares", target=programme)
    agenda = AgendaPageFactory(parent=home)
    blog = BlogIndexPageFactory(parent=home)
    return [
        ContentPageFactory(parent=home, body=[("paragraph", link)]),
        PostPageFactory(parent=blog, programme=programme, body=[("paragraph", link)]),
        EventPageFactory(parent=agenda, programme=programme, body=[("paragraph", link)]),
        other,
        index,
        agenda,
        blog,
        home,
    ]


def broken(client, page, lost: str) -> list[str]:
    """Links of a page that lead to `lost` or nowhere; what has no address is no link."""
    response = client.get(page.url)
    assert response.status_code == 200, page
    main = response.text.split("<main")[1].split("</main>")[0]
    return [href for href in re.findall(r'<a\b[^>]*\bhref="([^"]*)"', main) if href in {"", "None", lost}]


@pytest.mark.parametrize("end", ["unpublish", "delete"])
def test_a_programme_that_is_gone_leaves_no_broken_link(client, pointing, programme, end):
    lost = programme.url
    assert any(lost in client.get(page.url).text for page in pointing)
    getattr(ProgrammePage.objects.get(pk=programme.pk), end)()
    assert {page.url: broken(client, page, lost) for page in pointing} == {page.url: [] for page in pointing}
    assert client.get(lost).status_code == 404


def test_an_unpublished_programme_is_named_on_the_roadmap_and_not_linked(
    client, programme, roadmap, commitment
):
    later = RoadmapPageFactory(parent=roadmap.get_parent(), year=2017, slug="2017")
    CommitmentFactory(roadmap=later, carried_from=commitment, programme=programme)
    lost = programme.url
    programme.save_revision().publish()
    programme.refresh_from_db()
    programme.unpublish()
    for page in (roadmap, later):
        assert broken(client, page, lost) == []
        assert client.get(f"{page.url}comparer/").status_code < 500
    roadmap.unpublish()
    assert broken(client, later, roadmap.url) == []

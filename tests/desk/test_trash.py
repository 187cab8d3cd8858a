"""What is deleted in the admin lies in the trash, out of everybody's sight, and comes back as it was."""

import datetime

import pytest
from django.contrib.auth.models import Group
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Locale, Page, PageLogEntry, Workflow
from wagtail_localize.models import Translation, TranslationSource

from blog.models import PostPage
from desk.trash.models import TrashedPage
from desk.trash.throwing import put
from tests.factories import (
    BlogIndexPageFactory,
    CommitmentFactory,
    ContentPageFactory,
    PersonFactory,
    PostPageFactory,
    ProgrammeIndexPageFactory,
    ProgrammePageFactory,
    RoadmapIndexPageFactory,
    RoadmapPageFactory,
    UserFactory,
)
from users import roles

pytestmark = pytest.mark.indexed

#: The report of wagtail-localize lists translations in no order.
UNORDERED = pytest.mark.filterwarnings("ignore::django.core.paginator.UnorderedObjectListWarning")


@pytest.fixture
def blog(home):
    return BlogIndexPageFactory(parent=home, slug="blog")


@pytest.fixture
def post(blog):
    post = PostPageFactory(parent=blog, title="Une girafe", slug="une-girafe", introduction="Girafe.")
    post.save_revision().publish()
    return PostPage.objects.get(pk=post.pk)


@pytest.fixture
def throw(staff_client, django_capture_on_commit_callbacks):
    """Deletes a page in the admin."""

    def confirm(page, **data):
        with django_capture_on_commit_callbacks(execute=True):
            response = staff_client.post(reverse("wagtailadmin_pages:delete", args=[page.pk]), data)
        assert response.status_code == 302
        return TrashedPage.objects.get(page=page.pk)

    return confirm


@pytest.fixture
def take_back(staff_client, django_capture_on_commit_callbacks):
    """Restores it as the form proposes, or as `data` says."""

    def confirm(trashed, status=302, **data):
        url = reverse("trash:restore", args=[trashed.pk])
        form = staff_client.get(url).context["form"]
        proposed = {"parent": getattr(form.initial["parent"], "pk", ""), "slug": form.initial["slug"]}
        with django_capture_on_commit_callbacks(execute=True):
            response = staff_client.post(url, proposed | data)
        assert response.status_code == status, response.text
        return response

    return confirm


@pytest.fixture(autouse=True)
def _sound_tree():
    """Whatever was done, the tree is sound."""
    yield
    assert [each for each in Page.find_problems() if each] == []


def english(*pages):
    """Their translations, published, through wagtail-localize's records."""
    locale = Locale.objects.get(language_code="en")
    for page in pages:
        source, _created = TranslationSource.update_or_create_from_instance(page)
        record = Translation.objects.create(source=source, target_locale=locale)
        record.save_target(publish=False)
        page.get_translation(locale).specific.save_revision().publish()
    Page.fix_tree()
    return pages[-1].get_translation(locale)


def member(role):
    roles.establish_all()
    user = UserFactory()
    user.groups.add(Group.objects.get(name=role.name))
    return user


# Out of sight


def test_nothing_of_it_is_public(client, throw, blog, post):
    shown = ["/", "/blog/", "/blog/rss/", "/sitemap.xml", "/recherche/?q=girafe"]
    assert all("/une-girafe/" in client.get(address).text for address in shown)
    throw(post)

    assert client.get("/blog/une-girafe/").status_code == 404
    assert client.get(reverse("permalink", args=[post.pk])).status_code == 404
    assert not any("/une-girafe/" in client.get(address).text for address in shown)


def test_redirects_to_it_wait_for_it(client, staff_client, home, throw, take_back):
    index = RoadmapIndexPageFactory(parent=home, slug="feuilles-de-route")
    roadmap = RoadmapPageFactory(parent=index, year=2016, slug="2016")
    Redirect.add_redirect("/feuille", redirect_to=roadmap, page_route_path="/comparer/")
    Redirect.add_redirect("/vieille-feuille", redirect_to=roadmap)
    trashed = throw(roadmap)
    assert [client.get(path).status_code for path in ("/feuille/", "/vieille-feuille/")] == [404, 404]
    take_back(trashed)
    assert client.get("/vieille-feuille/").headers["Location"] == "/feuilles-de-route/2016/"


@pytest.mark.parametrize("is_superuser", [True, False])
def test_no_list_of_the_admin_offers_it(client, superuser, throw, blog, post, is_superuser):
    throw(post)
    client.force_login(superuser if is_superuser else member(roles.VALIDATION))
    chooser = reverse("wagtailadmin_choose_page")
    addresses = [
        reverse("wagtailadmin_explore_root"),
        reverse("wagtailadmin_explore", args=[blog.pk]),
        f"{chooser}?page_type=wagtailcore.page",
        f"{reverse('wagtailadmin_choose_page_search')}?q=girafe",
    ]
    addresses += [f"{reverse('wagtailadmin_pages:search')}?q=girafe"]
    assert client.get(reverse("wagtailadmin_home")).status_code == 200
    for address in addresses:
        assert "Une girafe" not in client.get(address).text, address
    response = client.get(reverse("wagtailadmin_pages:edit", args=[post.pk]))
    assert response.url == reverse("trash:index")
    assert "Une girafe" in client.get(reverse("trash:index")).text


def test_it_is_no_draft_of_anybody(staff_client, superuser, blog, post):
    PostPage.objects.filter(pk=post.pk).update(owner=superuser)
    draft = PostPageFactory(parent=blog, title="Un okapi", live=False, owner=superuser)
    draft.save_revision(user=superuser)
    home = reverse("wagtailadmin_home")
    assert "Un okapi" in staff_client.get(home).text
    put(post, superuser)
    put(draft, superuser)
    text = staff_client.get(home).text
    assert "Un okapi" not in text
    assert "Une girafe" not in text


def test_what_was_to_be_published_is_not(throw, blog, post):
    post.go_live_at = timezone.now() + datetime.timedelta(hours=1)
    post.save_revision(approved_go_live_at=post.go_live_at).publish()
    throw(post)
    PostPage.objects.filter(pk=post.pk).update(go_live_at=timezone.now() - datetime.timedelta(hours=1))
    assert not post.revisions.exclude(approved_go_live_at=None).exists()
    call_command("publish_scheduled")
    assert not PostPage.objects.get(pk=post.pk).live


def test_a_review_under_way_is_cancelled(throw, superuser, post):
    roles.establish_all()
    post.save_revision()
    Workflow.objects.get(name=roles.WORKFLOW).start(post, superuser)
    throw(post)
    assert PostPage.objects.get(pk=post.pk).current_workflow_state is None


# And back


def test_it_comes_back_as_it_was(client, staff_client, throw, take_back, blog, post):
    draft = PostPageFactory(parent=blog, title="Brouillon de girafe", slug="brouillon", live=False)
    later = PostPageFactory(parent=blog, title="Après", slug="apres")
    published = post.live_revision_id
    post.title = "Une girafe corrigée"
    post.save_revision()
    trashed, other = throw(post), throw(draft)
    assert client.get("/blog/une-girafe/").status_code == 404

    take_back(trashed)
    take_back(other)

    assert "Une girafe" in client.get("/blog/une-girafe/").text
    back = PostPage.objects.get(pk=post.pk)
    assert (back.live, back.live_revision_id, back.has_unpublished_changes) == (True, published, True)
    assert back.get_latest_revision_as_object().title == "Une girafe corrigée"
    assert not PostPage.objects.get(pk=draft.pk).live
    assert list(blog.get_children().values_list("pk", flat=True)) == [post.pk, draft.pk, later.pk]
    assert "girafe" in client.get("/blog/rss/").text
    assert "/une-girafe/" in client.get("/recherche/?q=girafe").text
    assert not TrashedPage.objects.exists()


def test_a_branch_goes_and_comes_back_whole(client, throw, take_back, home):
    top = ContentPageFactory(parent=home, slug="haut", title="Haut")
    child = ContentPageFactory(parent=top, slug="milieu")
    ContentPageFactory(parent=child, slug="bas")
    hidden = ContentPageFactory(parent=child, slug="cache", live=False)
    addresses = ["/haut/", "/haut/milieu/", "/haut/milieu/bas/"]
    trashed = throw(top)
    assert [client.get(address).status_code for address in addresses] == [404] * 3

    take_back(trashed)
    assert [client.get(address).status_code for address in addresses] == [200] * 3
    hidden.refresh_from_db()
    assert not hidden.live


def test_what_has_expired_meanwhile_is_a_draft(throw, take_back, post):
    trashed = throw(post)
    PostPage.objects.filter(pk=post.pk).update(expire_at=timezone.now() - datetime.timedelta(hours=1))
    take_back(trashed)
    assert not PostPage.objects.get(pk=post.pk).live


def test_an_address_taken_meanwhile_is_not_taken_back(client, throw, take_back, blog, post):
    trashed = throw(post)
    heir = PostPageFactory(parent=blog, title="Une autre", slug="une-girafe")
    take_back(trashed, status=422, slug=heir.slug)
    take_back(trashed)

    assert "Une autre" in client.get("/blog/une-girafe/").text
    assert "Une girafe" in client.get("/blog/une-girafe-2/").text
    assert PostPage.objects.get(pk=post.pk).get_latest_revision_as_object().slug == "une-girafe-2"
    # Its former address leads to it once it is free again.
    heir.delete()
    assert client.get("/blog/une-girafe/").headers["Location"] == "/blog/une-girafe-2/"


def test_its_parent_gone_another_is_chosen(client, staff_client, throw, take_back, home):
    top = ContentPageFactory(parent=home, slug="haut")
    child = ContentPageFactory(parent=top, slug="enfant", title="Enfant")
    other = ContentPageFactory(parent=home, slug="autre")
    trashed, above = throw(child), throw(top)

    url = reverse("trash:restore", args=[trashed.pk])
    assert staff_client.get(url).context["parent"] is None
    take_back(trashed, status=422)
    take_back(trashed, status=422, parent=top.pk)
    blog = BlogIndexPageFactory(parent=home)
    take_back(trashed, status=422, parent=blog.pk)
    take_back(trashed, parent=other.pk)
    assert client.get("/autre/enfant/").status_code == 200
    assert client.get("/haut/enfant/").headers["Location"] == "/autre/enfant/"
    take_back(above)
    assert client.get("/haut/").status_code == 200


def test_two_with_the_same_address_lie_there(throw, take_back, client, blog):
    first = throw(PostPageFactory(parent=blog, title="Premier", slug="jour"))
    second = throw(PostPageFactory(parent=blog, title="Second", slug="jour"))
    take_back(second)
    take_back(first)
    assert "Second" in client.get("/blog/jour/").text
    assert "Premier" in client.get("/blog/jour-2/").text


# Translations and copies


def test_translations_go_with_it_if_they_are_ticked(client, locales, throw, take_back, home, blog, post):
    translation = english(home, blog, post)
    address = translation.url
    assert client.get(address).status_code == 200
    alone = throw(post)
    assert client.get(address).status_code == 200
    take_back(alone)

    both = throw(post, translations=[translation.pk])
    assert client.get(address).status_code == 404
    assert TrashedPage.objects.count() == 2
    take_back(both)
    assert client.get(address).status_code == 200
    assert post.get_translation(locales["en"]).pk == translation.pk
    assert Translation.objects.get(source__object_id=post.translation_key).enabled


@UNORDERED
def test_a_translation_alone_leaves_its_place_and_takes_it_again(
    staff_client, locales, throw, take_back, home, blog, post
):
    translation = english(home, blog, post)
    edit = reverse("wagtailadmin_pages:edit", args=[translation.pk])
    assert staff_client.get(edit).status_code == 200
    trashed = throw(translation)
    assert not post.has_translation(locales["en"])
    assert staff_client.get(reverse("wagtailadmin_pages:edit", args=[post.pk])).status_code == 200
    assert staff_client.get(reverse("wagtail_localize:translations_report")).status_code == 200
    offer = staff_client.get(reverse("wagtail_localize:submit_page_translation", args=[post.pk]))
    assert offer.status_code == 200

    take_back(trashed)
    assert post.get_translation(locales["en"]).pk == translation.pk
    assert staff_client.get(edit).status_code == 200


def test_a_place_taken_meanwhile_is_left_to_who_took_it(
    staff_client, locales, throw, take_back, home, blog, post
):
    translation = english(home, blog, post)
    trashed = throw(translation)
    offer = reverse("wagtail_localize:submit_page_translation", args=[post.pk])
    assert staff_client.post(offer, {"locales": [locales["en"].pk]}).status_code == 302
    heir = post.get_translation(locales["en"])
    assert heir.pk != translation.pk

    response = take_back(trashed)
    assert post.get_translation(locales["en"]).pk == heir.pk
    assert "originale" in staff_client.get(response.url).text
    assert staff_client.get(reverse("wagtailadmin_pages:edit", args=[heir.pk])).status_code == 200


@UNORDERED
def test_the_translation_of_an_original_in_the_trash_is_still_edited(
    staff_client, locales, throw, home, blog, post
):
    translation = english(home, blog, post)
    throw(post)
    for name in ("edit", "history", "usage"):
        url = reverse(f"wagtailadmin_pages:{name}", args=[translation.pk])
        assert staff_client.get(url).status_code == 200
    assert staff_client.get(reverse("wagtail_localize:translations_report")).status_code == 200


def test_copies_go_with_what_they_show(client, locales, throw, take_back, home, blog, post):
    english(home, blog)
    alias = post.copy_for_translation(locales["en"], alias=True)
    assert alias.live
    trashed = throw(post)
    assert not Page.objects.get(pk=alias.pk).live
    take_back(trashed)
    back = Page.objects.get(pk=alias.pk)
    assert (back.live, back.alias_of_id, back.get_parent().locale) == (True, post.pk, locales["en"])


# What is refused


def test_promises_hold_in_the_trash_as_well(staff_client, home, blog, post):
    programme = ProgrammePageFactory(parent=ProgrammeIndexPageFactory(parent=home))
    roadmap = RoadmapPageFactory(parent=RoadmapIndexPageFactory(parent=home))
    CommitmentFactory(roadmap=roadmap, programme=programme)
    several = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "delete"])
    several = f"{several}?next=/admin/&id={programme.pk}&id={post.pk}"
    for address in (reverse("wagtailadmin_pages:delete", args=[roadmap.pk]), several):
        assert staff_client.post(address).status_code == 409
    assert not TrashedPage.objects.exists()


def test_several_go_at_once(staff_client, home, blog, post):
    other = ContentPageFactory(parent=home, slug="autre")
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "delete"])
    url += f"?next=/admin/&id={blog.pk}&id={post.pk}&id={other.pk}"
    assert "Une girafe" in staff_client.get(url).text
    assert staff_client.post(url).status_code == 302
    assert set(TrashedPage.objects.values_list("page", flat=True)) == {blog.pk, other.pk}


def test_the_front_door_stays(staff_client, home):
    assert staff_client.post(reverse("wagtailadmin_pages:delete", args=[home.pk])).status_code == 302
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "delete"])
    staff_client.post(f"{url}?next=/admin/&id={home.pk}")
    assert Page.objects.get(pk=home.pk).live
    assert not TrashedPage.objects.exists()


def test_the_front_door_is_not_ticked_away_with_its_translation(staff_client, home):
    english_door = english(home)
    url = reverse("wagtailadmin_pages:delete", args=[english_door.pk])
    staff_client.post(url, {"translations": [home.pk]})
    assert Page.objects.get(pk=home.pk).live
    assert not TrashedPage.objects.exists()


def test_a_translation_that_holds_promises_is_not_ticked_away(staff_client, locales, home):
    index = RoadmapIndexPageFactory(parent=home)
    roadmap = RoadmapPageFactory(parent=index)
    translation = english(home, index, roadmap)
    CommitmentFactory(roadmap=translation.specific)
    url = reverse("wagtailadmin_pages:delete", args=[roadmap.pk])
    assert staff_client.post(url, {"translations": [translation.pk]}).status_code == 409
    assert not TrashedPage.objects.exists()


def test_who_does_not_publish_restores_nothing(client, throw, blog, post):
    trashed = throw(post)
    for role, statuses in (
        (roles.WRITING, [403, 403, 403, 403]),
        (roles.VALIDATION, [200, 200, 403, 403]),
        (roles.ADMINISTRATION, [200, 200, 200, 200]),
    ):
        client.force_login(member(role))
        names = [("index", []), ("restore", [trashed.pk]), ("erase", [trashed.pk]), ("empty", [])]
        assert [
            client.get(reverse(f"trash:{name}", args=args)).status_code for name, args in names
        ] == statuses
    client.force_login(member(roles.VALIDATION))
    assert client.post(reverse("trash:erase", args=[trashed.pk])).status_code == 403
    assert TrashedPage.objects.exists()


# For good


def test_the_day_is_announced_and_then_comes(client, staff_client, throw, post, capsys):
    trashed = throw(post)
    young = TrashedPage.objects.filter(pk=trashed.pk)
    call_command("empty_trash")
    assert young.exists()
    young.update(trashed_at=timezone.now() - datetime.timedelta(days=30, minutes=1))
    trashed.refresh_from_db()
    assert trashed.erased_on == timezone.localdate(timezone.now() - datetime.timedelta(minutes=1))
    assert date_format(trashed.erased_on, "j F Y") in staff_client.get(reverse("trash:index")).text
    call_command("empty_trash", "--dry-run")
    assert "1 to erase" in capsys.readouterr().out
    call_command("empty_trash")
    assert not Page.objects.filter(pk=post.pk).exists()
    assert client.get("/blog/une-girafe/").status_code == 404


def test_it_is_emptied_by_hand(staff_client, locales, throw, home, blog, post):
    translation = english(home, blog, post)
    throw(post, translations=[translation.pk])
    first = throw(ContentPageFactory(parent=home, title="Autre"))
    assert "Une girafe" in staff_client.get(reverse("trash:empty")).text
    staff_client.post(reverse("trash:erase", args=[first.pk]))
    assert TrashedPage.objects.leading().count() == 1
    staff_client.post(reverse("trash:empty"))
    assert not TrashedPage.objects.exists()
    assert not Page.objects.filter(pk__in=[post.pk, translation.pk]).exists()
    assert not TranslationSource.objects.filter(object_id=post.translation_key).exists()


def test_what_something_rests_on_is_kept_and_said(throw, home, staff_client):
    roadmap = RoadmapPageFactory(parent=RoadmapIndexPageFactory(parent=home))
    trashed = throw(roadmap)
    # Written meanwhile by something else than the admin.
    CommitmentFactory(roadmap=roadmap)
    TrashedPage.objects.update(trashed_at=timezone.now() - datetime.timedelta(days=31))
    with pytest.raises(CommandError, match=str(roadmap.pk)):
        call_command("empty_trash")
    response = staff_client.post(reverse("trash:erase", args=[trashed.pk]), follow=True)
    assert "repose" in response.text
    assert TrashedPage.objects.exists()


def test_who_threw_and_who_restored_is_told(staff_client, superuser, throw, take_back, post):
    take_back(throw(post))
    entries = PageLogEntry.objects.filter(page=post.pk, action__startswith="trash.")
    assert {(entry.action, entry.user) for entry in entries} == {
        ("trash.put", superuser),
        ("trash.restore", superuser),
    }
    report = staff_client.get(reverse("wagtailadmin_reports:site_history")).text
    assert "corbeille" in report


def test_the_list_asks_as_much_for_many(staff_client, count_queries, home, superuser):
    for _number in range(2):
        put(ContentPageFactory(parent=home), superuser)
    few = count_queries(reverse("trash:index"))
    for _number in range(6):
        put(ContentPageFactory(parent=home), superuser)
    assert count_queries(reverse("trash:index")) == few


# Records


def test_a_record_that_is_used_stays(staff_client, post):
    person = PersonFactory(name="Ada")
    post.post_authors.create(person=person)
    post.save_revision().publish()
    url = reverse("wagtailsnippets_core_person:delete", args=[person.pk])
    refused = staff_client.post(url)
    assert refused.status_code == 409
    assert reverse("wagtailadmin_pages:edit", args=[post.pk]) in refused.text
    unused = PersonFactory(name="Zoé")
    several = reverse("wagtail_bulk_action", args=["core", "person", "delete"])
    assert staff_client.post(f"{several}?next=/admin/&id={person.pk}&id={unused.pk}").status_code == 409
    assert staff_client.post(f"{several}?next=/admin/&id={unused.pk}").status_code == 302
    assert type(person).objects.get() == person

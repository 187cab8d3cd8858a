"""What each role may do, as a member of the team would find it in the admin."""

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.urls import reverse
from wagtail.models import Collection, GroupApprovalTask, Locale, Page, Workflow, WorkflowPage
from wagtail.permissions import policy_registry

from tests.factories import (
    BlogIndexPageFactory,
    DocumentFactory,
    ImageFactory,
    PostPageFactory,
    UserFactory,
)
from users import roles

ADHESION = {"adhesion.review_adhesionrequest", "adhesion.decide_adhesionrequest"}


@pytest.fixture
def member(home):
    """A user of the role asked for."""
    roles.establish_all()

    def of(role):
        user = UserFactory()
        user.groups.add(Group.objects.get(name=role.name))
        return user

    return of


@pytest.mark.parametrize(
    ("role", "edits", "publishes", "locks"),
    [
        (roles.WRITING, True, False, False),
        (roles.VALIDATION, True, True, True),
        (roles.MEMBERSHIPS, False, False, False),
        (roles.ADMINISTRATION, True, True, True),
    ],
)
def test_pages(member, home, role, edits, publishes, locks):
    may = home.permissions_for_user(member(role))

    assert may.can_edit() is edits
    assert may.can_publish() is publishes
    assert may.can_lock() is locks


@pytest.mark.parametrize("role", roles.ROLES)
def test_every_role_enters_the_admin(member, client, role):
    client.force_login(member(role))

    assert client.get("/admin/").status_code == 200


@pytest.mark.parametrize(
    ("role", "expected"),
    [
        (roles.WRITING, set()),
        (roles.VALIDATION, set()),
        (roles.MEMBERSHIPS, ADHESION),
        (roles.ADMINISTRATION, ADHESION),
    ],
)
def test_requests_to_join_are_read_by_their_role_alone(member, role, expected):
    granted = member(role).get_all_permissions()

    assert granted & ADHESION == expected


@pytest.mark.parametrize(
    ("role", "permission", "expected"),
    [
        (roles.WRITING, "core.change_person", True),
        (roles.WRITING, "core.delete_person", False),
        (roles.WRITING, "core.change_navigation", False),
        (roles.WRITING, "wagtailimages.delete_image", False),
        (roles.VALIDATION, "core.change_navigation", True),
        (roles.VALIDATION, "blog.change_commitment", True),
        (roles.VALIDATION, "users.change_user", False),
        (roles.MEMBERSHIPS, "core.change_person", False),
        (roles.MEMBERSHIPS, "core.add_territory", True),
        (roles.MEMBERSHIPS, "core.change_territory", False),
        (roles.MEMBERSHIPS, "adhesion.change_membershipsettings", True),
        (roles.MEMBERSHIPS, "adhesion.change_feeschedule", True),
        (roles.VALIDATION, "adhesion.change_membershipsettings", False),
        (roles.ADMINISTRATION, "users.add_user", True),
        (roles.ADMINISTRATION, "wagtailredirects.add_redirect", True),
        (roles.ADMINISTRATION, "core.change_contactsettings", True),
    ],
)
def test_records(member, role, permission, expected):
    assert member(role).has_perm(permission) is expected


@pytest.mark.parametrize(
    ("role", "adds", "deletes"),
    [
        (roles.WRITING, True, False),
        (roles.VALIDATION, True, True),
        (roles.MEMBERSHIPS, False, False),
        (roles.ADMINISTRATION, True, True),
    ],
)
@pytest.mark.parametrize("factory", [ImageFactory, DocumentFactory])
def test_files(member, factory, role, adds, deletes):
    somebody_elses = factory(collection=Collection.get_first_root_node())
    policy = policy_registry.get(somebody_elses)
    user = member(role)

    assert policy.user_has_permission(user, "add") is adds
    assert policy.user_has_permission(user, "choose") is adds
    assert policy.user_has_permission_for_instance(user, "delete", somebody_elses) is deletes


def test_pages_sent_for_review_go_to_validation(member, home):
    member(roles.VALIDATION)

    workflow = home.get_workflow()
    (task,) = workflow.tasks
    assert [group.name for group in task.specific.groups.all()] == ["Validation"]


def test_establishing_twice_changes_nothing(home):
    def state():
        return {
            group.name: (
                group.permissions.count(),
                group.page_permissions.count(),
                group.collection_permissions.count(),
            )
            for group in Group.objects.all()
        }

    roles.establish_all()
    first = state()
    roles.establish_all()

    assert state() == first
    assert Workflow.objects.filter(name=roles.WORKFLOW).count() == 1
    assert GroupApprovalTask.objects.filter(name=roles.WORKFLOW).count() == 1


def test_what_a_release_adds_reaches_groups_made_before(home):
    roles.establish_all()
    group = Group.objects.get(name="Adhésions")
    lacking = {"add_territory", "change_membershipsettings"}
    group.permissions.remove(*group.permissions.filter(codename__in=lacking))

    call_command("roles")

    assert lacking <= set(group.permissions.values_list("codename", flat=True))


def test_what_an_administrator_adds_is_kept(home):
    group = roles.establish(roles.WRITING)
    extra = Group.objects.get(name="Rédaction").permissions.model.objects.get(codename="change_navigation")
    group.permissions.add(extra)

    roles.establish_all()

    assert group.permissions.filter(pk=extra.pk).exists()


def test_stock_groups_go_unless_somebody_is_in_one(home):
    for name in roles.STOCK_GROUPS:
        Group.objects.get_or_create(name=name)
    UserFactory().groups.add(Group.objects.get(name="Editors"))

    roles.establish_all()

    assert set(Group.objects.filter(name__in=roles.STOCK_GROUPS).values_list("name", flat=True)) == {
        "Editors"
    }


def test_a_workflow_chosen_by_somebody_else_stays(home):
    chosen = Workflow.objects.create(name="La nôtre")
    root = home.get_parent()
    WorkflowPage.objects.update_or_create(page=root, defaults={"workflow": chosen})

    roles.establish_all()

    assert WorkflowPage.objects.get(page=root).workflow == chosen


def test_a_translation_asked_for_by_a_writer_waits_for_validation(member, home, client):
    post = PostPageFactory(parent=BlogIndexPageFactory(parent=home))
    client.force_login(member(roles.WRITING))
    english = Locale.objects.get(language_code="en")

    client.post(
        reverse("wagtail_localize:submit_page_translation", args=[post.pk]), {"locales": [english.pk]}
    )

    translation = post.get_translation(english)
    assert not translation.live
    assert client.get(translation.url).status_code == 404
    assert Page.find_problems() == ([], [], [], [], [])

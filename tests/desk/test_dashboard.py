"""The admin's home page: what waits for whoever opens it."""

import pytest
from django.contrib.auth.models import Group
from wagtail.models import Page

from desk.care.models import Kind
from desk.trash.throwing import put
from tests.factories import (
    BlogIndexPageFactory,
    FindingFactory,
    PostPageFactory,
    UserFactory,
)
from users import roles

HOME = "/admin/"
PANELS = {
    "awaiting-review": "En attente de votre approbation",
    "my-drafts": "Mes brouillons",
    "recent-edits": "Vos dernières modifications",
    "care": "Entretien du site",
    "vain-searches": "Recherches sans résultat",
    "memberships": "Adhésions",
}


@pytest.fixture
def member(home):
    roles.establish_all()

    def of(role):
        user = UserFactory()
        user.groups.add(Group.objects.get(name=role.name))
        return user

    return of


@pytest.fixture
def blog(home):
    return BlogIndexPageFactory(parent=home)


def draft(blog, user, **values):
    post = PostPageFactory(parent=blog, live=False, has_unpublished_changes=True, **values)
    post.save_revision(user=user, log_action=True)
    return post


def send(post, user):
    return post.get_workflow().start(post, user)


def panels(client) -> list[str]:
    """Those of the house that stand on the home page, in their order."""
    shown = client.get(HOME).text
    places = {name: shown.find(f'id="{name}-section"') for name in PANELS}
    assert all(PANELS[name] in shown for name, spot in places.items() if spot > 0)
    return sorted((name for name, spot in places.items() if spot > 0), key=places.get)


@pytest.mark.parametrize(
    ("role", "expected"),
    [
        (roles.WRITING, ["my-drafts", "care", "vain-searches", "recent-edits"]),
        (roles.VALIDATION, ["awaiting-review", "my-drafts", "care", "vain-searches", "recent-edits"]),
        (roles.MEMBERSHIPS, ["memberships"]),
        (roles.ADMINISTRATION, ["memberships", "my-drafts", "care", "vain-searches", "recent-edits"]),
    ],
)
def test_each_role_finds_what_is_its_own_in_one_order(member, client, blog, role, expected):
    user, colleague = member(role), member(roles.WRITING)
    send(draft(blog, colleague), colleague)
    FindingFactory(kind=Kind.SEARCH, label="budget participatif", number=4)
    if role is not roles.MEMBERSHIPS:
        draft(blog, user)
        published = PostPageFactory(parent=blog)
        published.save_revision(user=user, log_action=True).publish()
    client.force_login(user)

    assert panels(client) == expected


def test_where_there_is_nothing_nothing_is_said(member, client):
    client.force_login(member(roles.VALIDATION))

    assert panels(client) == ["care"]


def test_drafts_are_those_that_one_owns_or_changed_last(member, client, blog):
    user, colleague = member(roles.WRITING), member(roles.WRITING)
    draft(blog, user, title="Que j’écris")
    draft(blog, colleague, title="Que je possède", owner=user)
    draft(blog, colleague, title="D’une collègue", owner=colleague)
    PostPageFactory(parent=blog, title="Publié", owner=user)
    put(draft(blog, user, title="À la corbeille"), user)
    client.force_login(user)

    shown = client.get(HOME).text

    assert "Que j’écris" in shown
    assert "Que je possède" in shown
    assert "D’une collègue" not in shown
    assert "Publié" not in shown
    assert "À la corbeille" not in shown


def test_what_was_sent_back_comes_first_and_what_is_in_review_last(member, client, blog):
    user, reviewer = member(roles.WRITING), member(roles.VALIDATION)
    sent = draft(blog, user, title="Envoyé")
    send(sent, user)
    draft(blog, user, title="En cours")
    returned = draft(blog, user, title="Renvoyé")
    state = send(returned, user)
    state.current_task_state.task.specific.on_action(state.current_task_state, reviewer, "reject")
    client.force_login(user)

    shown = client.get(HOME).text

    assert shown.index("Renvoyé") < shown.index("En cours") < shown.index("Envoyé")
    assert "modifications demandées" in shown
    assert "en relecture" in shown
    # Nothing twice.
    assert shown.count("Envoyé") == shown.count("En cours") == 1


def test_a_reviewer_approves_from_there(member, client, blog):
    writer, reviewer = member(roles.WRITING), member(roles.VALIDATION)
    post = draft(blog, writer, title="À relire")
    state = send(post, writer)
    client.force_login(reviewer)
    shown = client.get(HOME).text
    url = f"/admin/pages/workflow/action/{post.pk}/approve/{state.current_task_state_id}/"
    assert f'data-workflow-action-url="{url}"' in shown

    client.post(url)

    post.refresh_from_db()
    assert post.live
    assert "À relire" not in client.get(HOME).text


def test_long_lists_say_how_many_more(member, client, blog):
    user = member(roles.WRITING)
    for _time in range(13):
        draft(blog, user)
    client.force_login(user)

    assert "Et 3 autres" in client.get(HOME).text


def test_the_five_that_were_sought_most(member, client):
    for number in range(2, 9):
        FindingFactory(kind=Kind.SEARCH, subject=f"fr {number}", label=f"mot{number}", number=number)
    client.force_login(member(roles.WRITING))

    shown = client.get(HOME).text

    assert [number for number in range(2, 9) if f"mot{number}" in shown] == [4, 5, 6, 7, 8]


def test_figures_of_the_care_report(member, client):
    user, colleague = member(roles.WRITING), member(roles.WRITING)
    FindingFactory.create_batch(2, owner=user)
    FindingFactory.create_batch(3, owner=colleague)
    FindingFactory.create_batch(4)
    FindingFactory(owner=user, state="done")
    client.force_login(user)

    shown = client.get(HOME).text

    assert [f"<strong>{number}</strong>" in shown for number in (2, 4, 9)] == [True] * 3


@pytest.mark.parametrize("role", [roles.WRITING, roles.VALIDATION])
def test_two_hundred_items_cost_no_query_more_than_ten(member, client, blog, count_queries, role):
    user, colleague = member(role), member(roles.WRITING)

    def fill(number):
        for _time in range(number):
            draft(blog, user)
            send(draft(blog, colleague), colleague)
            send(draft(blog, user), user)
            published = PostPageFactory(parent=blog)
            published.save_revision(user=user, log_action=True).publish()
        FindingFactory.create_batch(number, owner=user)
        FindingFactory.create_batch(number, kind=Kind.SEARCH, number=3)

    client.force_login(user)
    fill(10)
    few = count_queries(HOME)
    fill(40)

    assert count_queries(HOME) == few
    # Wagtail asks sixteen times before any panel; translations, five times.
    assert few <= 28
    assert Page.objects.count() > 200

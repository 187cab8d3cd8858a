"""Who opens which screen of the admin: every role at every door."""

import datetime

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from wagtail.models import Collection, Locale, Site

from blog.models import Commitment
from core.models import Navigation
from home.adhesion.models import FeeSchedule
from tests.factories import (
    BlogIndexPageFactory,
    DocumentFactory,
    ImageFactory,
    PersonFactory,
    PostPageFactory,
    RoadmapIndexPageFactory,
    RoadmapPageFactory,
    UserFactory,
)
from users import roles

WRITING, VALIDATION, MEMBERSHIPS, ADMINISTRATION = (role.name for role in roles.ROLES)

#: Each screen, and the roles that it opens to.
SCREENS = {
    "dashboard": {WRITING, VALIDATION, MEMBERSHIPS, ADMINISTRATION},
    "page tree": {WRITING, VALIDATION, ADMINISTRATION},
    "write a post": {WRITING, VALIDATION, ADMINISTRATION},
    "edit a post": {WRITING, VALIDATION, ADMINISTRATION},
    "unpublish a post": {VALIDATION, ADMINISTRATION},
    "delete a post": {VALIDATION, ADMINISTRATION},
    "translate a post": {WRITING, VALIDATION, ADMINISTRATION},
    "images": {WRITING, VALIDATION, ADMINISTRATION},
    "add an image": {WRITING, VALIDATION, ADMINISTRATION},
    "add images": {WRITING, VALIDATION, ADMINISTRATION},
    "edit somebody else's image": {VALIDATION, ADMINISTRATION},
    "add a document": {WRITING, VALIDATION, ADMINISTRATION},
    "edit somebody else's document": {VALIDATION, ADMINISTRATION},
    "people": {WRITING, VALIDATION, ADMINISTRATION},
    "add a person": {WRITING, VALIDATION, ADMINISTRATION},
    "delete a person": {VALIDATION, ADMINISTRATION},
    "commitments": {VALIDATION, ADMINISTRATION},
    "edit a commitment": {VALIDATION, ADMINISTRATION},
    "record what became of a commitment": {VALIDATION, ADMINISTRATION},
    "navigation": {VALIDATION, ADMINISTRATION},
    "contact": {VALIDATION, ADMINISTRATION},
    "membership requests": {MEMBERSHIPS, ADMINISTRATION},
    "fee schedules": {MEMBERSHIPS, ADMINISTRATION},
    "edit a fee schedule": {MEMBERSHIPS, ADMINISTRATION},
    "users": {ADMINISTRATION},
    "add a user": {ADMINISTRATION},
    "groups": {ADMINISTRATION},
    "sites": {ADMINISTRATION},
    "locales": {ADMINISTRATION},
    "redirects": {ADMINISTRATION},
    "workflows": {ADMINISTRATION},
    "collections": {ADMINISTRATION},
    "report of history": {WRITING, VALIDATION, MEMBERSHIPS, ADMINISTRATION},
}


@pytest.fixture
def addresses(home):
    """Address of each screen."""
    blog = BlogIndexPageFactory(parent=home)
    post = PostPageFactory(parent=blog)
    roadmap = RoadmapPageFactory(parent=RoadmapIndexPageFactory(parent=home))
    commitment = Commitment.objects.create(roadmap=roadmap, area="research", title="Tenir parole")
    navigation = Navigation.objects.create(locale=Locale.get_default())
    fee = FeeSchedule.objects.create(year=2016, amount_cents=500_000)
    person = PersonFactory()
    shared = {"collection": Collection.get_first_root_node()}
    return {
        "dashboard": reverse("wagtailadmin_home"),
        "page tree": reverse("wagtailadmin_explore", args=[home.pk]),
        "write a post": reverse("wagtailadmin_pages:add", args=["blog", "postpage", blog.pk]),
        "edit a post": reverse("wagtailadmin_pages:edit", args=[post.pk]),
        "unpublish a post": reverse("wagtailadmin_pages:unpublish", args=[post.pk]),
        "delete a post": reverse("wagtailadmin_pages:delete", args=[post.pk]),
        "translate a post": reverse("wagtail_localize:submit_page_translation", args=[post.pk]),
        "images": reverse("wagtailimages:index"),
        "add an image": reverse("wagtailimages:add"),
        "add images": reverse("wagtailimages:add_multiple"),
        "edit somebody else's image": reverse("wagtailimages:edit", args=[ImageFactory(**shared).pk]),
        "add a document": reverse("wagtaildocs:add"),
        "edit somebody else's document": reverse("wagtaildocs:edit", args=[DocumentFactory(**shared).pk]),
        "people": reverse("wagtailsnippets_core_person:list"),
        "add a person": reverse("wagtailsnippets_core_person:add"),
        "delete a person": reverse("wagtailsnippets_core_person:delete", args=[person.pk]),
        "commitments": reverse("wagtailsnippets_blog_commitment:list"),
        "edit a commitment": reverse("wagtailsnippets_blog_commitment:edit", args=[commitment.pk]),
        "record what became of a commitment": reverse(
            "wagtailsnippets_blog_commitment:record", args=[commitment.pk, "done"]
        ),
        "navigation": reverse("wagtailsnippets_core_navigation:edit", args=[navigation.pk]),
        "contact": reverse("wagtailsettings:edit", args=["core", "contactsettings", Site.objects.get().pk]),
        "membership requests": reverse("adhesion_requests:index"),
        "fee schedules": reverse("wagtailsnippets_adhesion_feeschedule:list"),
        "edit a fee schedule": reverse("wagtailsnippets_adhesion_feeschedule:edit", args=[fee.pk]),
        "users": reverse("wagtailusers_users:index"),
        "add a user": reverse("wagtailusers_users:add"),
        "groups": reverse("wagtailusers_groups:index"),
        "sites": reverse("wagtailsites:index"),
        "locales": reverse("wagtaillocales:index"),
        "redirects": reverse("wagtailredirects:index"),
        "workflows": reverse("wagtailadmin_workflows:index"),
        "collections": reverse("wagtailadmin_collections:index"),
        "report of history": reverse("wagtailadmin_reports:site_history"),
    }


@pytest.mark.parametrize("role", [role.name for role in roles.ROLES])
def test_a_role_opens_its_screens_and_no_other(addresses, client, role):
    roles.establish_all()
    user = UserFactory()
    user.groups.add(Group.objects.get(name=role))
    client.force_login(user)

    statuses = {screen: client.get(address).status_code for screen, address in addresses.items()}

    assert set(statuses.values()) <= {200, 302, 403}
    opened = {screen for screen, status in statuses.items() if status == 200}
    assert opened == {screen for screen, allowed in SCREENS.items() if role in allowed}


def test_a_visitor_is_led_to_the_door(addresses, client):
    login = reverse("wagtailadmin_login")

    for address in addresses.values():
        assert client.get(address).url.startswith(login)


def test_a_writer_cannot_publish_by_pressing_a_button_that_is_not_there(addresses, home, client):
    roles.establish_all()
    user = UserFactory()
    user.groups.add(Group.objects.get(name=WRITING))
    client.force_login(user)

    client.post(
        addresses["write a post"],
        {
            "title": "Sans relecture",
            "slug": "sans-relecture",
            "date": datetime.date(2016, 1, 11),
            "body-count": 0,
            **{
                f"{formset}-{name}": 0
                for formset in ("post_authors", "comments")
                for name in ("TOTAL_FORMS", "INITIAL_FORMS")
            },
            "action-publish": "on",
        },
    )

    post = home.get_descendants().get(slug="sans-relecture")
    assert not post.live

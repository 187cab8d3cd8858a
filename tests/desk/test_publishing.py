"""What is published in the admin is what the very next visitor finds, wherever it shows."""

import datetime

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse

from tests.factories import (
    AgendaPageFactory,
    BlogIndexPageFactory,
    EventPageFactory,
    PostPageFactory,
    UserFactory,
)
from users import roles

pytestmark = pytest.mark.indexed

DAY = datetime.date(2016, 1, 11)
TITLE, ADDRESS = "Une licorne au guichet", "/blog/une-licorne/"
#: Where a new post shows, with what is looked for there.
PLACES = {
    ADDRESS: TITLE,
    "/": ADDRESS,
    "/blog/": ADDRESS,
    "/rss/": ADDRESS,
    "/atom/": ADDRESS,
    "/blog/rss/": ADDRESS,
    "/blog/atom/": ADDRESS,
    "/sitemap.xml": ADDRESS,
    "/recherche/?q=licorne": ADDRESS,
}


@pytest.fixture(autouse=True)
def _early_2016(settings):
    settings.PINNED_TODAY = DAY


@pytest.fixture
def blog(home):
    return BlogIndexPageFactory(parent=home, slug="blog")


@pytest.fixture
def validator(db):
    roles.establish_all()
    user = UserFactory()
    user.groups.add(Group.objects.get(name=roles.VALIDATION.name))
    return user


@pytest.fixture
def publish(client, validator, django_capture_on_commit_callbacks):
    """Sends the form of a page as the button “Publish” does."""

    def submit(url, **data):
        client.force_login(validator)
        empty = {
            f"{formset}-{name}": 0
            for formset in ("post_authors", "speakers", "comments")
            for name in ("TOTAL_FORMS", "INITIAL_FORMS")
        }
        with django_capture_on_commit_callbacks(execute=True):
            answer = client.post(url, {"body-count": 0, "action-publish": "on"} | empty | data)
        assert answer.status_code == 302, answer.context["form"].errors
        client.logout()

    return submit


def shown(client) -> set[str]:
    """Where the post shows."""
    return {
        place
        for place, words in PLACES.items()
        if (answer := client.get(place)).status_code == 200 and words in answer.text
    }


def test_a_new_post_is_everywhere_at_once(client, publish, blog):
    PostPageFactory(parent=blog)
    # Whatever is kept for later is kept by now.
    assert shown(client) == set()
    post = {"title": TITLE, "slug": "une-licorne", "introduction": "Elle attend.", "date": DAY}
    publish(reverse("wagtailadmin_pages:add", args=["blog", "postpage", blog.pk]), **post)

    assert shown(client) == set(PLACES)


def test_what_changes_changes_everywhere_at_once(client, publish, blog):
    post = PostPageFactory(parent=blog, title="Avant", slug="une-licorne", date=DAY)
    for place in PLACES:
        client.get(place)
    fields = {"slug": "une-licorne", "introduction": "Elle attend.", "date": DAY}
    publish(reverse("wagtailadmin_pages:edit", args=[post.pk]), title=TITLE, **fields)

    assert shown(client) == set(PLACES)
    named = {"/", "/blog/", "/rss/", "/atom/", "/blog/rss/", "/blog/atom/", ADDRESS}
    assert {place for place in named if TITLE in client.get(place).text} == named
    assert not any("Avant" in client.get(place).text for place in named)


def test_what_is_unpublished_is_nowhere_at_once(client, validator, blog):
    post = PostPageFactory(parent=blog, title=TITLE, slug="une-licorne", date=DAY)
    assert shown(client) == set(PLACES)
    client.force_login(validator)
    client.post(reverse("wagtailadmin_pages:unpublish", args=[post.pk]))
    client.logout()

    assert shown(client) == set()


def test_an_event_is_in_the_agenda_and_in_calendars_at_once(client, publish, home):
    agenda = AgendaPageFactory(parent=home, slug="agenda")
    event = EventPageFactory(
        parent=agenda,
        title="Avant",
        slug="rencontre",
        starts_at=datetime.datetime(2016, 1, 20, 10, tzinfo=datetime.UTC),
    )
    places = ["/agenda/", "/agenda/liste/", "/agenda/agenda.ics", "/recherche/?q=licorne"]
    for place in places:
        client.get(place)
    event.title = "Licorne"
    event.save_revision().publish()

    found = {place for place in places if "Licorne" in client.get(place).text}
    assert found == set(places)
    assert "Licorne" in client.get("/agenda/rencontre/").text

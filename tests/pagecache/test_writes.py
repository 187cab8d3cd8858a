"""What renews the pages, and what does not: by what is written, whoever writes it."""

import contextlib
import datetime

import pytest
from django.apps import apps
from django.contrib.sessions.backends.db import SessionStore
from django.core.management import call_command
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Collection, Page, PageViewRestriction, Site

from blog.models import PostPage
from core.models import ContactSettings, Person
from pagecache import generations
from pagecache.writes import SILENT
from tests.factories import (
    BlogIndexPageFactory,
    CommitmentFactory,
    ImageFactory,
    PersonFactory,
    PostPageFactory,
    RoadmapIndexPageFactory,
    RoadmapPageFactory,
    ThemeFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def renewed(pages, django_capture_on_commit_callbacks):
    """How often the generation changes while something is done and committed."""
    generation = generations.shared()
    generation.renew()
    times = []
    former = generation.renew
    generation.renew = lambda *args: (times.append(1), former(*args))

    def during(action):
        times.clear()
        with django_capture_on_commit_callbacks(execute=True):
            action()
        return len(times)

    yield during
    del generation.renew


@pytest.fixture
def post(home):
    return PostPageFactory(parent=BlogIndexPageFactory(parent=home, slug="blog"), title="Un billet")


def _draft(post):
    post.title = "Autrement"
    return post.save_revision()


SHOWN = {
    "publish": lambda post: _draft(post).publish(),
    "unpublish": lambda post: post.unpublish(),
    "move": lambda post: post.move(post.get_parent().get_parent(), "last-child"),
    "reorder": lambda post: post.move(PostPageFactory(parent=post.get_parent()), "right"),
    "delete": lambda post: post.delete(),
    "slug": lambda post: Page.objects.filter(pk=post.pk).update(slug="autrement"),
    "menu flag": lambda post: Page.objects.filter(pk=post.pk).update(show_in_menus=True),
    "authors in bulk": lambda post: post.post_authors.model.objects.bulk_create(
        [post.post_authors.model(page=post, person=PersonFactory())]
    ),
    "restriction": lambda post: PageViewRestriction.objects.create(page=post, restriction_type="login"),
    "settings": lambda post: ContactSettings.objects.create(site=Site.objects.get(), city="Paris"),
    "snippet": lambda post: ThemeFactory(),
    "image": lambda post: ImageFactory(),
    "redirect": lambda post: Redirect.objects.create(old_path="/ancien", redirect_page=post),
    "site": lambda post: Site.objects.update(site_name="Autrement"),
    "a public page": lambda post: PostPageFactory(parent=post.get_parent()),
    "SQL by hand": lambda post: connection.cursor().execute(
        "UPDATE wagtailcore_page SET title = %s WHERE id = %s", ["Autrement", post.pk]
    ),
    "SQL for many": lambda post: connection.cursor().executemany(
        "UPDATE wagtailcore_page SET title = %s WHERE id = %s", [["Autrement", post.pk]]
    ),
}


@pytest.mark.parametrize("action", SHOWN.values(), ids=SHOWN)
def test_what_may_show_renews_the_pages(post, renewed, action):
    assert renewed(lambda: action(post)) >= 1


SILENT_CHANGES = {
    "draft": _draft,
    "draft twice": lambda post: (_draft(post), _draft(post)),
    "a new draft with its parts": lambda post: _new_draft(post),
    "session": lambda post: SessionStore().create(),
    "log-in": lambda post: Client().force_login(UserFactory()),
    "lock": lambda post: Page.objects.filter(pk=post.pk).update(locked=True, locked_at=timezone.now()),
    "reading": lambda post: list(PostPage.objects.all()),
    "reindexing": lambda post: call_command("update_index", verbosity=0, stdout=open("/dev/null", "w")),  # noqa: SIM115
}


def _new_draft(post):
    draft = PostPage(title="Bientôt", introduction="Bientôt", date=datetime.date(2016, 1, 1), live=False)
    draft.post_authors.add(draft.post_authors.model(person=Person.objects.first()))
    post.get_parent().add_child(instance=draft)
    draft.save_revision()


@pytest.mark.parametrize("action", SILENT_CHANGES.values(), ids=SILENT_CHANGES)
def test_what_shows_nowhere_renews_nothing(post, renewed, action):
    PersonFactory()
    assert renewed(lambda: action(post)) == 0


def test_renditions_made_while_a_page_is_read_renew_nothing_and_their_removal_does(home, renewed):
    image = ImageFactory()
    assert renewed(lambda: image.get_rendition("width-20")) == 0
    assert renewed(lambda: image.renditions.all().delete()) == 1


def test_going_live_and_expiring_renew_the_pages_when_they_happen(post, renewed):
    coming = PostPageFactory(parent=post.get_parent(), live=False)
    coming.go_live_at = timezone.now() - datetime.timedelta(minutes=1)
    coming.save_revision(approved_go_live_at=coming.go_live_at)
    Page.objects.filter(pk=post.pk).update(expire_at=timezone.now() - datetime.timedelta(minutes=1))
    assert renewed(lambda: call_command("publish_scheduled", verbosity=0)) >= 1
    assert not Page.objects.get(pk=post.pk).live
    assert Page.objects.get(pk=coming.pk).live


def test_the_state_of_a_commitment_renews_the_pages(home, renewed):
    roadmap = RoadmapPageFactory(parent=RoadmapIndexPageFactory(parent=home))
    commitment = CommitmentFactory(roadmap=roadmap)
    assert renewed(lambda: type(commitment).objects.filter(pk=commitment.pk).update(title="Autrement")) == 1


def test_one_commit_renews_once_and_a_rollback_not_at_all(post, renewed):
    def many():
        with transaction.atomic():
            for _time in range(5):
                ThemeFactory()

    def none():
        with contextlib.suppress(RuntimeError), transaction.atomic():
            ThemeFactory()
            raise RuntimeError

    assert renewed(many) == 1
    assert renewed(none) == 0


def test_a_change_undone_in_part_renews_for_what_is_left(post, renewed):
    def partly():
        with contextlib.suppress(RuntimeError), transaction.atomic():
            ThemeFactory()
            raise RuntimeError
        ThemeFactory()

    assert renewed(partly) == 1


@pytest.mark.django_db(transaction=True)
def test_each_commit_renews_anew(pages):
    generations.shared().renew()
    names = {generations.shared().current()}
    for number in range(3):
        Collection.add_root(name=f"Collection {number}")
        names.add(generations.shared().current())
        with transaction.atomic():
            Collection.objects.update(name=f"Autre {number}")
            Collection.objects.update(name=f"Autre encore {number}")
        names.add(generations.shared().current())
    assert len(names) == 7


def test_what_is_silent_is_the_name_of_something():
    tables = {model._meta.db_table for model in apps.get_models(include_auto_created=True)}
    tables |= {"django_migrations", "sqlite_sequence", "wagtailsearch_indexentry"}
    assert [name for name in SILENT if not any(table.startswith(name) for table in tables)] == []


def test_the_command_renews_the_pages(pages):
    generations.shared().renew()
    name = generations.shared().current()
    call_command("renew_pages")
    assert generations.shared().current() not in (name, None)

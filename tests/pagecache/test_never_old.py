"""Whatever is changed, in whatever order: what is given out is what would be rendered at that moment."""

import datetime

from django.core.cache import cache
from django.core.handlers.wsgi import WSGIHandler
from django.core.management import call_command
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, transaction
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Collection, Locale, Page, PageViewRestriction, Site

from blog.models import PostAuthor
from core.models import ContactSettings
from pagecache.layer import PageCache
from tests.adhesion.factories import JoinPageFactory, MembershipFactory, MembersPageFactory
from tests.factories import (
    BlogIndexPageFactory,
    CommitmentFactory,
    ContentPageFactory,
    HomePageFactory,
    ImageFactory,
    PersonFactory,
    PostPageFactory,
    RoadmapIndexPageFactory,
    RoadmapPageFactory,
    StateChangeFactory,
)
from tests.pagecache.conftest import Visitor
from tests.translating import translate

ADDRESSES = (
    "/",
    "/blog/",
    "/blog/billet/",
    "/blog/autre/",
    "/autre/",
    "/en/",
    "/feuilles-de-route/2016/",
    "/adhesion/adherents/",
    "/rss/",
    "/sitemap.xml",
    "/ancien/",
)


class House:
    """A small site, and everything that changes it."""

    def __init__(self):
        self.french, _made = Locale.objects.get_or_create(language_code="fr")
        self.english, _made = Locale.objects.get_or_create(language_code="en")
        # A database emptied by other tests has lost what migrations laid.
        root = Page.objects.filter(depth=1).first() or Page.add_root(
            instance=Page(title="Root", slug="root", locale=self.french)
        )
        if Collection.get_first_root_node() is None:
            Collection.add_root(name="Root")
        root.get_children().delete()
        root.refresh_from_db()
        self.home = HomePageFactory(parent=root, locale=self.french)
        Site.objects.all().delete()
        self.site = Site.objects.create(
            hostname="localhost", port=80, root_page=self.home, is_default_site=True
        )
        self.blog = BlogIndexPageFactory(parent=self.home, slug="blog")
        self.image = ImageFactory(title="Une gare")
        self.person = PersonFactory()
        self.post = PostPageFactory(parent=self.blog, title="Billet", slug="billet", listing_image=self.image)
        PostAuthor.objects.create(page=self.post, person=self.person)
        self.other = PostPageFactory(parent=self.blog, title="Autre", slug="autre")
        self.roadmap = RoadmapPageFactory(
            parent=RoadmapIndexPageFactory(parent=self.home, slug="feuilles-de-route"), slug="2016", year=2016
        )
        self.commitment = CommitmentFactory(roadmap=self.roadmap, title="Ouvrir un guichet")
        join = JoinPageFactory(parent=self.home, slug="adhesion")
        MembersPageFactory(parent=join, slug="adherents")
        self.membership = MembershipFactory(is_listed=False)
        self.number = 0

    def word(self):
        self.number += 1
        return f"Mot {self.number}"

    def publish(self):
        self.post.refresh_from_db()
        self.post.title = self.word()
        self.post.save_revision().publish()

    def create(self):
        PostPageFactory(parent=Page.objects.get(pk=self.blog.pk).specific, title=self.word())

    def unpublish(self):
        Page.objects.get(pk=self.other.pk).specific.unpublish()

    def schedule(self):
        self.post.refresh_from_db()
        self.post.title, self.post.go_live_at = self.word(), timezone.now() - datetime.timedelta(minutes=1)
        self.post.save_revision(approved_go_live_at=self.post.go_live_at)
        call_command("publish_scheduled", verbosity=0)

    def expire(self):
        Page.objects.filter(pk=self.other.pk).update(expire_at=timezone.now() - datetime.timedelta(minutes=1))
        call_command("publish_scheduled", verbosity=0)

    def move(self):
        other = Page.objects.get(pk=self.other.pk)
        parent = Page.objects.get(pk=self.home.pk if other.depth == self.blog.depth + 1 else self.blog.pk)
        other.move(parent, "last-child")

    def reorder(self):
        Page.objects.get(pk=self.post.pk).move(Page.objects.get(pk=self.other.pk), "right")

    def rename(self):
        self.other.refresh_from_db()
        self.other.slug = "autre" if self.other.slug != "autre" else "ailleurs"
        self.other.save_revision().publish()

    def menu(self):
        page = Page.objects.get(pk=self.blog.pk)
        page.show_in_menus = not page.show_in_menus
        page.save()

    def delete(self):
        Page.objects.filter(slug__startswith="a-jeter").delete()
        ContentPageFactory(parent=Page.objects.get(pk=self.home.pk), slug=f"a-jeter-{self.word()[4:]}")

    def restrict(self):
        if not PageViewRestriction.objects.all().delete()[0]:
            PageViewRestriction.objects.create(page=self.post, restriction_type="login")

    def contact(self):
        ContactSettings.objects.update_or_create(site=self.site, defaults={"city": self.word()})

    def snippet(self):
        self.person.name = self.word()
        self.person.save()

    def in_bulk(self):
        type(self.person).objects.update(name=self.word())

    def redescribe(self):
        self.image.description = self.word()
        self.image.save()

    def lose_image(self):
        self.post.refresh_from_db()
        if self.post.listing_image_id:
            self.post.listing_image.delete()
        else:
            self.post.listing_image = ImageFactory()
            self.post.save_revision().publish()

    def redirect(self):
        if not Redirect.objects.all().delete()[0]:
            Redirect.objects.create(old_path="/ancien", redirect_page=self.post, is_permanent=False)

    def site_name(self):
        self.site.site_name = self.word()
        self.site.save()

    def translated(self):
        self.home.refresh_from_db()
        translate(self.home, self.english, otherwise=f"{self.word()} {{}}")

    def progress(self):
        self.number += 1
        states = self.commitment.State.values
        StateChangeFactory(
            commitment=self.commitment,
            state=states[self.number % len(states)],
            on=datetime.date(2016, 2, 1) + datetime.timedelta(days=self.number),
        )

    def member(self):
        type(self.membership).objects.filter(pk=self.membership.pk).update(is_listed=self.number % 2 == 0)
        self.number += 1

    def draft(self):
        self.post.refresh_from_db()
        self.post.title = self.word()
        self.post.save_revision()


#: Changes that show on none of these addresses.
UNSEEN = ("draft", "menu", "site_name")
CHANGES = sorted(name for name in vars(House) if not name.startswith("_") and name != "word")


class NeverOldTests(TestCase):
    def setUp(self):
        super().setUp()
        for signal in (request_started, request_finished):
            signal.disconnect(close_old_connections)
            self.addCleanup(signal.connect, close_old_connections)

    @given(st.lists(st.sampled_from(CHANGES), min_size=1, max_size=4))
    @settings(max_examples=5)
    def test_what_is_given_is_what_would_be_rendered(self, changes):
        house = House()
        # Two processes: each has pages of its own in memory, and reads the same name.
        processes = [Visitor(PageCache(WSGIHandler())) for _process in range(2)]
        fresh = Visitor(WSGIHandler())
        for change in (None, *changes):
            if change:
                with self.captureOnCommitCallbacks(execute=True):
                    getattr(house, change)()
            for address in ADDRESSES:
                expected = fresh.get(address)
                for process in processes:
                    # Kept by the first visit if it may be, and given by the second.
                    for answer in (process.get(address), process.get(address)):
                        assert (answer.status, answer.body) == (expected.status, expected.body), (
                            change,
                            address,
                        )

    def test_every_change_shows_or_is_a_draft(self):
        """A change that changed nothing would prove nothing."""
        fresh = Visitor(WSGIHandler())
        for change in CHANGES:
            point = transaction.savepoint()
            house = House()
            before = [fresh.get(address).body for address in ADDRESSES]
            with self.captureOnCommitCallbacks(execute=True):
                getattr(house, change)()
            after = [fresh.get(address).body for address in ADDRESSES]
            with self.subTest(change):
                assert (before == after) == (change in UNSEEN)
            transaction.savepoint_rollback(point)
            cache.clear()

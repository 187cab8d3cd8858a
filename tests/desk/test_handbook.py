"""The handbook: every chapter opens, shows pictures that exist, and is offered where the work is."""

import re

import pytest
from django.contrib.auth.models import Group
from django.contrib.staticfiles import finders
from django.urls import reverse

from desk.handbook.chapters import CHAPTERS
from tests.factories import BlogIndexPageFactory, PostPageFactory, UserFactory
from users import roles


@pytest.fixture
def as_role(home, client):
    roles.establish_all()

    def enter(role):
        user = UserFactory()
        user.groups.add(Group.objects.get(name=role.name))
        client.force_login(user)
        return client

    return enter


@pytest.mark.parametrize("role", roles.ROLES, ids=lambda role: role.name)
def test_every_role_reads_every_chapter(as_role, role):
    client = as_role(role)
    contents = client.get(reverse("handbook")).content.decode()
    for chapter in CHAPTERS:
        assert f'href="{chapter.url}"' in contents
        assert chapter.title in client.get(chapter.url).content.decode()


@pytest.mark.parametrize("chapter", CHAPTERS, ids=lambda chapter: chapter.slug)
def test_pictures_stand_and_are_told_to_whoever_does_not_see_them(staff_client, chapter):
    page = staff_client.get(chapter.url).content.decode()
    article = re.search(r'<article class="handbook-chapter".*?</article>', page, re.DOTALL)[0]
    pictures = re.findall(r'<img src="/static/([^"]+)" alt="([^"]+)"', article)

    assert article.count("<img") == len(pictures)
    assert all(finders.find(path) for path, _alternative in pictures)


def test_one_goes_from_chapter_to_chapter(staff_client):
    first, second, *_rest, last = CHAPTERS

    page = staff_client.get(second.url).content.decode()
    assert f'href="{first.url}" rel="prev"' in page
    assert f'href="{CHAPTERS[2].url}" rel="next"' in page
    assert 'rel="prev"' not in staff_client.get(first.url).content.decode()
    assert 'rel="next"' not in staff_client.get(last.url).content.decode()


def test_a_chapter_that_does_not_exist_is_not_found(staff_client):
    assert staff_client.get(reverse("handbook_chapter", args=["cuisiner"])).status_code == 404


def test_a_visitor_is_led_to_the_door(client, home):
    login = reverse("wagtailadmin_login")
    for address in (reverse("handbook"), CHAPTERS[0].url):
        assert client.get(address).url.startswith(login)


def test_it_is_offered_where_a_post_is_written(staff_client, home):
    post = PostPageFactory(parent=BlogIndexPageFactory(parent=home))
    chapter = reverse("handbook_chapter", args=["ecrire-un-billet"])

    assert chapter in staff_client.get(reverse("wagtailadmin_pages:edit", args=[post.pk])).content.decode()
    assert (
        chapter not in staff_client.get(reverse("wagtailadmin_pages:edit", args=[home.pk])).content.decode()
    )


def test_help_is_the_house_s_own(staff_client, home):
    dashboard = staff_client.get(reverse("wagtailadmin_home")).content.decode()

    assert reverse("handbook") in dashboard
    assert "guide.wagtail.org" not in dashboard
    assert "Wagtail 8" not in dashboard

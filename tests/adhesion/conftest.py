"""A published membership page, and the two kinds of staff."""

import datetime

import pytest
from django.contrib.auth.models import Group, Permission
from wagtail.models import Locale

from tests.adhesion.factories import FeeScheduleFactory, JoinPageFactory
from tests.factories import UserFactory


@pytest.fixture(autouse=True)
def _early_2016(settings):
    settings.PINNED_TODAY = datetime.date(2016, 1, 11)


@pytest.fixture
def join_page(home):
    FeeScheduleFactory()
    return JoinPageFactory(parent=home)


@pytest.fixture
def english_join_page(home, join_page):
    """Its translation, at /en/join/."""
    english = Locale.objects.get(language_code="en")
    home.copy_for_translation(english).save_revision().publish()
    translated = join_page.copy_for_translation(english)
    translated.slug = "join"
    translated.save_revision().publish()
    return translated


def _member_of_staff(username, *codenames):
    group = Group.objects.create(name=username)
    group.permissions.set(Permission.objects.filter(codename__in=["access_admin", *codenames]))
    user = UserFactory(username=username, first_name=username.title(), last_name="Durand")
    user.groups.add(group)
    return user


@pytest.fixture
def manager(db):
    """Somebody who handles requests and decides."""
    return _member_of_staff("manager", "review_adhesionrequest", "decide_adhesionrequest")


@pytest.fixture
def reviewer(db):
    """Somebody who handles requests without deciding."""
    return _member_of_staff("reviewer", "review_adhesionrequest")


@pytest.fixture
def editor(db):
    """Somebody who edits pages and has no business here."""
    return _member_of_staff("editor")

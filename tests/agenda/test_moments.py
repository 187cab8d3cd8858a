"""When the agenda changes by itself: pages that are kept end there."""

import datetime

import pytest
import time_machine
from django.utils import timezone

from pagecache import moments
from programmes.agenda.moments import seconds_to_next
from tests.factories import AgendaPageFactory, EventPageFactory

NOW = datetime.datetime(2016, 3, 1, 12, tzinfo=datetime.UTC)


@pytest.fixture
def event(home):
    """Makes an event that begins so many hours from now."""
    agenda = AgendaPageFactory(parent=home)

    def make(begins, **fields):
        begins = NOW + datetime.timedelta(hours=begins)
        return EventPageFactory(parent=agenda, starts_at=begins, takes_registrations=True, **fields)

    return make


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(NOW, tick=False):
        yield


def test_nothing_comes(event):
    event(-1)
    event(5, live=False)
    assert seconds_to_next() is None


def test_registration_closes_before_the_event_begins(event, django_assert_num_queries):
    event(6)
    event(48, registration_deadline=NOW + datetime.timedelta(hours=3))
    event(72, registration_deadline=NOW - datetime.timedelta(hours=3))
    with django_assert_num_queries(1):
        assert seconds_to_next() == 3 * 3600


def test_pages_are_kept_no_longer(event, settings):
    settings.PINNED_TODAY = None
    event(0.1)
    assert moments.next_moment() == pytest.approx(timezone.now().timestamp() + 360)

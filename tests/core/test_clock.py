"""The day it is for the site."""

import datetime

import time_machine

from core import clock


@time_machine.travel("2026-03-28 23:30:00+00:00")
def test_today_is_that_of_paris(settings):
    settings.PINNED_TODAY = None
    assert clock.today() == datetime.date(2026, 3, 29)


def test_a_demonstration_may_be_set_in_the_past(settings):
    settings.PINNED_TODAY = datetime.date(2016, 1, 11)
    assert clock.today() == datetime.date(2016, 1, 11)
    assert clock.now().tzinfo is not None

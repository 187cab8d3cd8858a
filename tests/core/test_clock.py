"""The day it is for the site."""

import datetime

import pytest
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


@pytest.mark.parametrize(
    ("moment", "hours"),
    [("2016-01-11 18:00", 5), ("2016-01-11 23:00", 24), ("2016-03-26 23:00", 23), ("2016-10-29 22:00", 25)],
)
def test_midnight_is_that_of_paris_on_days_of_any_length(moment, hours):
    with time_machine.travel(f"{moment}Z", tick=False):
        assert clock.seconds_to_midnight() == hours * 3600

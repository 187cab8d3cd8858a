"""The year month by month: where bars stand, how they end, what is said instead of them."""

import datetime
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from blog.timeline import WIDTH, timeline_of

TODAY = datetime.date(2016, 1, 11)


def promise(starts_on=None, ends_on=None, period=""):
    day = datetime.date.fromisoformat
    return SimpleNamespace(
        starts_on=starts_on and day(starts_on), ends_on=ends_on and day(ends_on), period=period
    )


def corners(row):
    return [tuple(float(value) for value in corner.split(",")) for corner in row.points.split()]


def extent(row):
    xs = [x for x, _y in corners(row)]
    return round(min(xs)), round(max(xs))


def only_row(commitment):
    (row,) = timeline_of(2016, [commitment], TODAY).rows
    return row


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "expected"),
    [
        ("2016-01-01", "2016-06-30", (0, 500)),
        ("2016-10-01", "2016-12-31", (750, 1000)),
        ("2016-07-01", "2016-07-31", (500, 583)),
        # Before or after the year: a mark at its edge.
        ("2014-01-01", "2015-06-30", (0, 28)),
        ("2017-01-01", "2018-06-30", (972, 1000)),
        # Never too thin to be seen.
        ("2016-05-17", "2016-05-17", (376, 388)),
        ("2016-12-31", "2016-12-31", (988, 1000)),
    ],
)
def test_a_bar_stands_on_its_months(starts_on, ends_on, expected):
    assert extent(only_row(promise(starts_on, ends_on))) == expected


def test_a_bar_that_goes_beyond_the_year_ends_in_an_arrow():
    row = only_row(promise("2016-03-01", "2020-12-31"))
    assert row.has_arrow
    right = max(corners(row))
    assert right == (WIDTH, 14.0)
    assert not only_row(promise("2016-03-01", "2016-12-31")).has_arrow
    assert only_row(promise("2015-09-01", "2016-01-31")).has_arrow


def test_an_end_without_a_day_is_torn():
    assert only_row(promise("2016-03-01", None)).is_torn
    assert only_row(promise(None, "2016-03-01")).is_torn
    assert not only_row(promise("2016-03-01", "2016-04-01")).is_torn


def test_what_is_announced_in_words_is_said_in_these_words():
    assert only_row(promise("2016-01-01", "2016-03-31", "Début 2016")).period == "Début 2016"
    assert "3 février 2016" in only_row(promise("2016-02-03", "2016-03-31")).period


def test_the_whole_year_and_no_date_are_lists():
    whole, undated = promise("2016-01-01", "2016-12-31"), promise()
    timeline = timeline_of(2016, [whole, undated], TODAY)
    assert (timeline.rows, timeline.all_year, timeline.undated) == ([], [whole], [undated])
    assert timeline.is_drawn
    assert not timeline_of(2016, [undated], TODAY).is_drawn


def test_rows_follow_the_calendar():
    late, early = promise("2016-10-01", "2016-11-01"), promise(None, "2016-02-01")
    rows = timeline_of(2016, [late, early], TODAY).rows
    assert [row.commitment for row in rows] == [early, late]


def test_today_is_marked_within_the_year_alone():
    assert timeline_of(2016, [], datetime.date(2016, 7, 1)).today["x"] == "500.0"
    assert timeline_of(2015, [], TODAY).today is None


dates = st.none() | st.dates(datetime.date(2008, 1, 1), datetime.date(2100, 12, 31))


@given(dates, dates)
def test_no_bar_leaves_the_year(starts_on, ends_on):
    commitment = SimpleNamespace(starts_on=starts_on, ends_on=ends_on, period="")
    for row in timeline_of(2016, [commitment], TODAY).rows:
        left, right = extent(row)
        assert 0 <= left < right <= WIDTH

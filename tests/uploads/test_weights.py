"""Weights as readers know them."""

import pytest
from django.utils.translation import override

from uploads.weights import weight


@pytest.mark.parametrize(
    ("size", "written"),
    [
        (0, "0 bytes"),
        (1, "1 byte"),
        (999, "999 bytes"),
        (1000, "1 kB"),
        (48_200, "48 kB"),
        (999_499, "999 kB"),
        (999_500, "1 MB"),
        (2_440_000, "2.4 MB"),
        (50_000_000, "50 MB"),
        (999_949_999, "999.9 MB"),
        (999_950_000, "1 GB"),
        (2_147_483_648, "2.1 GB"),
    ],
)
def test_weights_are_decimal_and_short(size, written):
    with override("en"):
        assert weight(size) == written.replace(" ", "\N{NO-BREAK SPACE}")


def test_french_counts_by_octets():
    with override("fr"):
        assert [weight(size) for size in (1, 320, 48_200, 2_440_000, 2_147_483_648)] == [
            "1\N{NO-BREAK SPACE}octet",
            "320\N{NO-BREAK SPACE}octets",
            "48\N{NO-BREAK SPACE}ko",
            "2,4\N{NO-BREAK SPACE}Mo",
            "2,1\N{NO-BREAK SPACE}Go",
        ]

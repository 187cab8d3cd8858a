"""Whom a request comes from: what proxies of ours say, and nothing that a visitor says."""

import pytest
from django.test import RequestFactory

from core.clients import client_address, counted_address


def request_from(remote, forwarded=None):
    headers = {} if forwarded is None else {"X-Forwarded-For": forwarded}
    return RequestFactory().get("/", REMOTE_ADDR=remote, headers=headers)


@pytest.mark.parametrize(
    ("proxies", "forwarded", "expected"),
    [
        pytest.param(0, None, "192.0.2.1", id="no proxy"),
        pytest.param(0, "203.0.113.9", "192.0.2.1", id="no proxy, spoofed"),
        pytest.param(1, "203.0.113.9", "203.0.113.9", id="one proxy"),
        pytest.param(1, "1.1.1.1, 203.0.113.9", "203.0.113.9", id="one proxy, spoofed on the left"),
        pytest.param(2, "1.1.1.1, 203.0.113.9, 10.0.0.2", "203.0.113.9", id="two proxies, spoofed"),
        pytest.param(2, "203.0.113.9", "192.0.2.1", id="fewer hops than proxies"),
        pytest.param(1, None, "192.0.2.1", id="header missing"),
        pytest.param(1, "", "192.0.2.1", id="header empty"),
        pytest.param(1, "203.0.113.9, ", "192.0.2.1", id="last hop empty"),
        pytest.param(1, "unknown", "192.0.2.1", id="no address"),
        pytest.param(1, "203.0.113.9:5000", "192.0.2.1", id="address and port"),
        pytest.param(1, "<script>", "192.0.2.1", id="markup"),
        pytest.param(1, " 2001:DB8:0:0::7 ", "2001:db8::7", id="IPv6 in its shortest form"),
        pytest.param(1, "::ffff:203.0.113.9", "203.0.113.9", id="IPv4 carried by IPv6"),
        pytest.param(1, "fe80::7%eth0", "fe80::7", id="IPv6 with a network card"),
    ],
)
def test_address(settings, proxies, forwarded, expected):
    settings.PROXY_COUNT = proxies

    assert client_address(request_from("192.0.2.1", forwarded)) == expected


@pytest.mark.parametrize("remote", ["", "unix:"])
def test_a_socket_has_no_address(remote):
    request = request_from(remote)

    assert client_address(request) == ""
    assert counted_address(request) is None


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("203.0.113.9", "203.0.113.9", True),
        ("203.0.113.9", "203.0.113.10", False),
        ("2001:db8:1:2::7", "2001:db8:1:2:ffff:1:2:3", True),
        ("2001:db8:1:2::7", "2001:db8:1:3::7", False),
        ("203.0.113.9", "::ffff:203.0.113.9", True),
    ],
)
def test_attempts_are_counted_by_subscriber(one, other, same):
    assert (counted_address(request_from(one)) == counted_address(request_from(other))) is same

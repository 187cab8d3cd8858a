"""Headers that every visitor gets, the same on every page so that pages can be cached whole."""

import pytest
from django.urls import reverse

from tests.factories import ContentPageFactory

STRICT = {
    "default-src 'self'",
    "script-src 'self'",
    "style-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
}


def policy(response) -> set[str]:
    return {directive.strip() for directive in response["Content-Security-Policy"].split(";")}


def test_public_policy_is_strict_and_constant(home, client):
    first = client.get(home.url)
    second = client.get(ContentPageFactory(parent=home).url)
    missing = client.get("/nulle-part/")
    assert policy(first) >= STRICT
    assert policy(first) == policy(second) == policy(missing)
    assert "unsafe" not in first["Content-Security-Policy"]
    assert "nonce" not in first["Content-Security-Policy"]


def test_the_admin_alone_allows_inline_code(home, staff_client):
    admin = staff_client.get(reverse("wagtailadmin_home"))
    assert "script-src 'self' 'unsafe-inline'" in policy(admin)
    assert policy(staff_client.get(home.url)) >= STRICT


def test_a_preview_has_the_policy_of_visitors_inside_the_frame_of_the_admin(home, staff_client):
    response = staff_client.get(reverse("wagtailadmin_pages:view_draft", args=[home.pk]))
    assert policy(response) >= STRICT - {"frame-ancestors 'none'"} | {"frame-ancestors 'self'"}


@pytest.mark.parametrize(
    ("header", "value"),
    [
        ("X-Content-Type-Options", "nosniff"),
        ("X-Frame-Options", "DENY"),
        ("Referrer-Policy", "strict-origin-when-cross-origin"),
        ("Cross-Origin-Opener-Policy", "same-origin"),
    ],
)
def test_security_headers(home, client, header, value):
    assert client.get(home.url)[header] == value


def test_a_visitor_gets_no_cookie(home, client):
    assert not client.get(home.url).cookies

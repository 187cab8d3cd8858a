"""Answers that belong to no page."""

from django.test import Client
from django.urls import reverse


def test_a_form_without_its_cookie_is_told_what_to_do(home):
    response = Client(enforce_csrf_checks=True).post(reverse("wagtailadmin_login"), {"username": "a"})
    assert response.status_code == 403
    assert "core/csrf_failure.html" in [template.name for template in response.templates]

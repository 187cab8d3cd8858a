"""Answers that belong to no page."""

from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse

from tests.factories import ContentPageFactory


def test_a_form_without_its_cookie_is_told_what_to_do(home):
    response = Client(enforce_csrf_checks=True).post(reverse("wagtailadmin_login"), {"username": "a"})
    assert response.status_code == 403
    assert "core/csrf_failure.html" in [template.name for template in response.templates]


def test_the_mark_leads_to_the_home_page_of_the_language_where_there_is_one(home, locales, client):
    def mark(path):
        soup = BeautifulSoup(client.get(path).content, "html.parser")
        return soup.find("header").find("a", class_="wordmark")["href"]

    assert mark("/recherche/") == mark("/en/search/") == mark("/nulle-part/") == "/"
    ContentPageFactory(parent=home, locale=locales["fr"]).copy_for_translation(
        locales["en"], copy_parents=True
    )
    assert mark("/recherche/") == "/"
    assert mark("/en/search/") == mark("/en/nowhere/") == "/en/"

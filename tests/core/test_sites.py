"""The site that a request came for is the one that Wagtail would have found."""

import itertools

import pytest
from django.test import RequestFactory
from wagtail.models import Site

from core.models import ContactSettings
from core.sites import know_site

HOSTS = ["www.example.org", "www.example.org:8080", "blog.example.org", "192.0.2.1", "www.example.org:81"]


def sites(home, *rows):
    Site.objects.all().delete()
    for hostname, port, is_default in rows:
        Site.objects.create(hostname=hostname, port=port, is_default_site=is_default, root_page=home)


@pytest.fixture
def visit(settings):
    settings.ALLOWED_HOSTS = ["*"]
    return lambda host: RequestFactory().get("/", headers={"host": host})


ROWS = [
    ("www.example.org", 80, False),
    ("www.example.org", 8080, False),
    ("blog.example.org", 80, False),
]


@pytest.mark.parametrize("default", [None, *range(len(ROWS))])
@pytest.mark.parametrize("number", range(4))
def test_it_is_the_one_that_wagtail_finds(home, visit, number, default):
    for rows in itertools.combinations(range(len(ROWS)), number):
        sites(home, *((*ROWS[row][:2], row == default) for row in rows))
        for host in HOSTS:
            request, other = visit(host), visit(host)
            know_site(request)
            assert request._wagtail_site == Site.find_for_request(other), (rows, host)


def test_it_comes_with_what_it_says_of_itself(home, visit, django_assert_num_queries):
    sites(home, ("www.example.org", 80, True))
    ContactSettings.objects.create(site=Site.objects.get(), organisation_name="La Maison")
    request = visit("www.example.org")
    with django_assert_num_queries(1):
        know_site(request)
        assert ContactSettings.for_request(request).organisation_name == "La Maison"
        assert Site.find_for_request(request).root_page.title == home.title


def test_a_site_that_says_nothing_yet_has_a_name(home, visit):
    sites(home, ("www.example.org", 80, True))
    request = visit("www.example.org")
    know_site(request)
    assert ContactSettings.for_request(request).organisation_name == "La 27e Région"

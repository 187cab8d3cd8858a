"""What every test may stand on."""

import gc
import os
from unittest import mock

import hypothesis
import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from modelsearch import signal_handlers
from wagtail.models import Collection, Locale, Page, Site
from wagtail.signal_handlers import disable_reference_index_auto_update

from tests.factories import HomePageFactory, UserFactory

#: Tests that share what takes long to lay out.
TOGETHER = ("tests/e2e/", "tests/demo/test_demonstration.py", "tests/core/test_english_side.py")
# What a test leaves is little, and looking for it often takes a tenth of the time.
gc.set_threshold(100_000, 20, 50)
# Playwright leaves an event loop running in its process: Django would then refuse the database to the rest.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

# How fast the machine is says nothing of what is tested.
hypothesis.settings.register_profile(
    "house", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
# Words do not depend on the database: the second one is shown fewer of them.
hypothesis.settings.register_profile("brief", hypothesis.settings.get_profile("house"), max_examples=15)
hypothesis.settings.load_profile("house")


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """Without the page that Wagtail's migrations lay, which each test would have to delete.

    With the roots that they lay, where the tests of a former run emptied the database.
    """
    with django_db_blocker.unblock():
        if Page.get_first_root_node() is None:
            locale, _made = Locale.objects.get_or_create(language_code="fr")
            Page.add_root(instance=Page(title="Root", slug="root", locale=locale))
        if Collection.get_first_root_node() is None:
            Collection.add_root(name="Root")
        for page in Page.objects.filter(depth=2):
            page.delete()
        Site.objects.all().delete()


@pytest.fixture(autouse=True)
def _fresh_process(settings):
    """Nothing of one test in the next: neither what it cached nor the language of its last request."""
    cache.clear()
    with translation.override(settings.LANGUAGE_CODE):
        yield


@pytest.fixture
def locales(db):
    """French and English, French first."""
    return {code: Locale.objects.get_or_create(language_code=code)[0] for code in ("fr", "en")}


@pytest.fixture
def home(locales):
    """A published home page at the root of the only site."""
    root = Page.objects.filter(depth=1).first()
    if root is None:  # a database flushed by a live-server test has lost what migrations laid
        root = Page.add_root(instance=Page(title="Root", slug="root", locale=locales["fr"]))
    if Collection.get_first_root_node() is None:
        Collection.add_root(name="Root")
    root.get_children().delete()
    root.refresh_from_db()
    home = HomePageFactory(parent=root, locale=locales["fr"])
    Site.objects.all().delete()
    Site.objects.create(
        hostname="localhost", port=80, root_page=home, is_default_site=True, site_name="La 27e Région"
    )
    return home


@pytest.fixture
def count_queries(client):
    """Number of queries of a visit, once its pictures have been made."""

    def count(url):
        client.get(url)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(url).status_code == 200
        return len(queries)

    return count


@pytest.fixture(autouse=True)
def _unindexed(request):
    """Nothing is indexed as it is saved, which is half of the work of saving it; `indexed` asks for it."""
    if request.node.get_closest_marker("indexed"):
        yield
        return
    with (
        disable_reference_index_auto_update(),
        mock.patch.object(signal_handlers, "insert_or_update_object_task"),
    ):
        yield


@pytest.fixture
def superuser(db):
    return UserFactory(username="super", is_staff=True, is_superuser=True)


@pytest.fixture
def staff_client(client, superuser):
    client.force_login(superuser)
    return client


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    """Browser tests share one process, and so one server, as do those of the demonstration; the others go
    wherever there is room, in order.

    Those that empty the database come last.
    """
    from xdist.scheduler import LoadScopeScheduling

    class BrowserTogetherScheduling(LoadScopeScheduling):
        def _split_scope(self, nodeid):
            return next((scope for scope in TOGETHER if nodeid.startswith(scope)), nodeid)

    return BrowserTogetherScheduling(config, log)


def pytest_collection_modifyitems(items):
    """All but browser tests have the database: a page reads its content type as it is made."""
    # Those take longest, in one process: they begin first, so that the others work meanwhile.
    items.sort(key=lambda item: "e2e" not in item.path.parts)
    for item in items:
        if "e2e" not in item.path.parts and not item.get_closest_marker("django_db"):
            item.add_marker(pytest.mark.django_db)

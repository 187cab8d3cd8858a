"""Tests: nothing leaves the process, nothing is slow on purpose, warnings are errors."""

import tempfile
from pathlib import Path

from .base import *  # noqa: F403
from .base import DATA_DIR, DATABASES, PAGE_CACHE, POST_OFFICE, STORAGES

SECRET_KEY = "for tests only"  # noqa: S105
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "testserver"]
WAGTAILADMIN_BASE_URL = "http://testserver"

SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = False
SECURE_HSTS_SECONDS = 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = False

if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # A file, kept from one run to the next: threads see the locks that visitors would.
    DATA_DIR.mkdir(parents=True, exist_ok=True)
    DATABASES["default"]["TEST"] = {"NAME": DATA_DIR / "test.sqlite3"}
    DATABASES["default"]["OPTIONS"]["init_command"] += "PRAGMA synchronous=OFF;"
else:
    # What a test writes need not outlive a power cut.
    DATABASES["default"].setdefault("OPTIONS", {})["options"] = "-c synchronous_commit=off"

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
    # Renditions asked for one by one would hide here from the tests that count queries.
    "renditions": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"},
}
MEDIA_ROOT = Path(tempfile.mkdtemp(prefix="la27eregion-media-"))
STORAGES["private"]["OPTIONS"]["location"] = tempfile.mkdtemp(prefix="la27eregion-private-")
PROXY_COUNT = 0
POST_OFFICE = POST_OFFICE | {"BACKENDS": {"default": "django.core.mail.backends.locmem.EmailBackend"}}
ADHESION_TEAM_EMAILS = ["adhesions@example.org"]

# The layer is begun by the tests that are about it; what is written renews a generation of nobody's.
PAGE_CACHE = PAGE_CACHE | {
    "ROOT": Path(tempfile.mkdtemp(prefix="la27eregion-pages-")),
    "HAS_BACKGROUND": False,
}
RENDITIONS_AT_PUBLICATION = None

SERVE_MEDIA = True
DEMO_ALLOWED = True
PINNED_TODAY = None

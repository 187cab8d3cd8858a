"""Development: no service, no secret, mail on the console, the demonstration set in early 2016."""

import datetime

from .base import *  # noqa: F403
from .base import PAGE_CACHE, POST_OFFICE, STORAGES, env

DEBUG = env.bool("DEBUG", True)
SECRET_KEY = env.str("SECRET_KEY", "for development only, never secret, never in production")
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]", *env.list("ALLOWED_HOSTS", [])]

SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = False
SECURE_HSTS_SECONDS = 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = False

STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = True
POST_OFFICE = POST_OFFICE | {
    "BACKENDS": {"default": "django.core.mail.backends.console.EmailBackend"},
    "DEFAULT_PRIORITY": "now",
}
ADHESION_TEAM_EMAILS = env.list("ADHESION_TEAM_EMAILS", ["adhesions@localhost"])

PROXY_COUNT = env.int("PROXY_COUNT", 0)
SERVE_MEDIA = True
DEMO_ALLOWED = True
PINNED_TODAY = env.date("PINNED_TODAY", datetime.date(2016, 1, 11))
# Templates are read again as they are written.
PAGE_CACHE = PAGE_CACHE | {"IS_ON": env.bool("PAGE_CACHE", False)}

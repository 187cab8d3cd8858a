"""The entry point of WSGI servers: `granian --interface wsgi config.wsgi:application`."""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.production")

application = get_wsgi_application()
if settings.PAGE_CACHE["IS_ON"]:
    from pagecache.layer import PageCache

    application = PageCache(application)

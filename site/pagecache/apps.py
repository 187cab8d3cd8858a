from django.apps import AppConfig
from django.db.backends.signals import connection_created
from django.utils.translation import gettext_lazy as _


class PageCacheConfig(AppConfig):
    name = "pagecache"
    verbose_name = _("Pages kept")

    def ready(self):
        from pagecache.writes import watch

        connection_created.connect(
            lambda connection, **kwargs: watch(connection), weak=False, dispatch_uid="pagecache.watch"
        )

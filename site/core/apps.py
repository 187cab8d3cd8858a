from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CoreConfig(AppConfig):
    name = "core"
    verbose_name = _("Foundations")

    def ready(self):
        from core import clock, renditions
        from pagecache import moments

        moments.register(clock.seconds_to_midnight)
        renditions.watch()

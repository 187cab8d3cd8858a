from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FreshnessConfig(AppConfig):
    name = "desk.freshness"
    verbose_name = _("Translations")

    def ready(self):
        from . import fingerprints

        fingerprints.watch()

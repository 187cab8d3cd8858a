from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ChecksConfig(AppConfig):
    name = "desk.checks"
    verbose_name = _("Content checks")

    def ready(self):
        # What is registered by being imported.
        from desk.checks.rules import headings, links, media, pictures, summaries, words  # noqa: F401

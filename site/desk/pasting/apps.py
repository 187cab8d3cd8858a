from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PastingConfig(AppConfig):
    name = "desk.pasting"
    verbose_name = _("Documents brought in")

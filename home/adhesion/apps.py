from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AdhesionConfig(AppConfig):
    name = "home.adhesion"
    label = "adhesion"
    verbose_name = _("Membership")

    def ready(self):
        from core.mail_samples import register
        from home.adhesion.mail_samples import SECTION

        register(SECTION)

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MailsConfig(AppConfig):
    name = "desk.mails"
    verbose_name = _("Mails of the site")

    def ready(self):
        from core.mail_samples import register
        from desk.mails.reviews import SECTION

        register(SECTION)

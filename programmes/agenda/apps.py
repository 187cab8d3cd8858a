from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AgendaConfig(AppConfig):
    name = "programmes.agenda"
    label = "agenda"
    verbose_name = _("Agenda")

    def ready(self):
        from core import mail_samples, personal_data
        from pagecache import moments
        from programmes.agenda import signals  # noqa: F401 - what is connected by being imported
        from programmes.agenda.moments import seconds_to_next
        from programmes.agenda.registration import publishing  # noqa: F401 - likewise, once the change is counted
        from programmes.agenda.registration.mail_samples import SECTION
        from programmes.agenda.registration.personal_data import SOURCE

        personal_data.register(SOURCE)
        mail_samples.register(SECTION)
        moments.register(seconds_to_next)

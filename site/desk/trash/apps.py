from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TrashConfig(AppConfig):
    name = "desk.trash"
    verbose_name = _("Trash")

    def ready(self):
        from wagtail.models import Page
        from wagtail.permissions import register_permission_policy

        from desk.trash.policy import TrashlessPolicy

        register_permission_policy(Page, TrashlessPolicy(Page))

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class UsersConfig(AppConfig):
    name = "users"
    verbose_name = _("Users")

    def ready(self):
        # Not before the models are known.
        from users import review_mails

        review_mails.take_the_place_of_wagtails()

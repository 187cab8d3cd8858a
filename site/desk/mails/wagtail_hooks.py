"""The mails of the site, among the reports."""

from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from core import mail_samples

from .views import MailListView, MailView


class MailsMenuItem(MenuItem):
    def is_shown(self, request):
        return bool(mail_samples.readable(request.user))


@hooks.register("register_reports_menu_item")
def mails_menu_item():
    return MailsMenuItem(_("Mails of the site"), reverse("mails"), name="mails", icon_name="mail", order=1100)


@hooks.register("register_admin_urls")
def mails_addresses():
    return [
        path("reports/mails/", MailListView.as_view(), name="mails"),
        path("reports/mails/<slug:section>/<slug:key>/", MailView.as_view(), name="mails_one"),
    ]

"""Registrations in the admin's menu, beside their event, and what they keep from being deleted."""

from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.base import ViewSet
from wagtail.admin.widgets.button import Button

from programmes.agenda.models import EventPage
from programmes.agenda.registration import keeping
from programmes.agenda.registration.staff.access import may_view
from programmes.agenda.registration.staff.actions import (
    AddView,
    CorrectView,
    EraseView,
    GiveSeatView,
    SendAgainView,
    WithdrawView,
)
from programmes.agenda.registration.staff.listing import EventListView, EventView
from programmes.agenda.registration.staff.sheet import SheetPdfView, SheetXlsxView


class RegistrationMenuItem(MenuItem):
    """Seen by those who may view registrations."""

    def is_shown(self, request):
        return may_view(request.user)


class RegistrationViewSet(ViewSet):
    name = "event_registrations"
    url_prefix = "registrations"
    icon = "group"
    menu_label = _("Registrations")
    menu_name = "event-registrations"
    menu_order = 260
    menu_item_class = RegistrationMenuItem
    add_to_admin_menu = True

    def get_urlpatterns(self):
        return [
            path("", EventListView.as_view(), name="index"),
            path("<int:event>/", EventView.as_view(), name="event"),
            path("<int:event>/add/", AddView.as_view(), name="add"),
            path("<int:event>/sheet.pdf", SheetPdfView.as_view(), name="sheet_pdf"),
            path("<int:event>/sheet.xlsx", SheetXlsxView.as_view(), name="sheet_xlsx"),
            path("one/<int:pk>/withdraw/", WithdrawView.as_view(), name="withdraw"),
            path("one/<int:pk>/seat/", GiveSeatView.as_view(), name="give_seat"),
            path("one/<int:pk>/correct/", CorrectView.as_view(), name="correct"),
            path("one/<int:pk>/again/", SendAgainView.as_view(), name="send_again"),
            path("one/<int:pk>/erase/", EraseView.as_view(), name="erase"),
        ]


@hooks.register("register_admin_viewset")
def register_registrations():
    return RegistrationViewSet()


@hooks.register("register_page_header_buttons")
def lead_to_registrations(page, user, view_name, next_url=None):
    """From an event to who comes."""
    if isinstance(page, EventPage) and page.pk and page.takes_registrations and may_view(user):
        url = reverse("event_registrations:event", args=[page.pk])
        yield Button(_("Registrations"), url, icon_name="group", priority=45)


hooks.register("before_delete_page", keeping.keep_event)
hooks.register("before_bulk_action", keeping.keep_events)

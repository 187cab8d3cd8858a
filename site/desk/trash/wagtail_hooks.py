"""The trash in the admin: its screens, what leads there instead of deleting; the watch over the session."""

import json

from django.templatetags.static import static
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.base import ViewSet
from wagtail.log_actions import LogFormatter

from desk.trash import deletion, records, restoring, throwing
from desk.trash.access import may_restore
from desk.trash.session import BackView
from desk.trash.views import EmptyView, EraseView, IndexView, RestoreView


class TrashMenuItem(MenuItem):
    """Seen by those who may restore."""

    def is_shown(self, request):
        return may_restore(request.user)


class TrashViewSet(ViewSet):
    name = "trash"
    url_prefix = "trash"
    icon = "bin"
    menu_label = _("Trash")
    menu_name = "trash"
    menu_order = 8900
    menu_item_class = TrashMenuItem
    add_to_admin_menu = True

    def get_urlpatterns(self):
        return [
            path("", IndexView.as_view(), name="index"),
            path("empty/", EmptyView.as_view(), name="empty"),
            path("<int:pk>/restore/", RestoreView.as_view(), name="restore"),
            path("<int:pk>/erase/", EraseView.as_view(), name="erase"),
        ]


@hooks.register("register_admin_viewset")
def register_trash():
    return TrashViewSet()


# After those that refuse (`blog.keeping`, `programmes.agenda.registration.keeping`).
hooks.register("before_delete_page", deletion.throw, order=100)
hooks.register("register_bulk_action", deletion.ThrowingDelete, order=100)
hooks.register("before_delete_snippet", records.keep_used, order=100)
hooks.register("construct_page_chooser_queryset", deletion.leave_out_trash)
# Before wagtail-localize looks for the original of a translation.
for action in ("create", "edit", "copy", "move", "unpublish"):
    hooks.register(f"before_{action}_page", deletion.lead_to_trash, order=-100)
hooks.register("before_bulk_action", deletion.lead_several_to_trash)


@hooks.register("register_log_actions")
def tell_of_trash(actions):
    @actions.register_action(throwing.LOG_ACTION)
    class PutInTrash(LogFormatter):
        label = _("Put in the trash")
        message = _("Put in the trash")

    @actions.register_action(restoring.LOG_ACTION)
    class Restored(LogFormatter):
        label = _("Restore from the trash")
        message = _("Restored from the trash")


@hooks.register("register_admin_urls")
def register_way_back():
    return [path("session/back/", BackView.as_view(), name="session_back")]


@hooks.register("insert_global_admin_css")
def style_session():
    return format_html('<link rel="stylesheet" href="{}">', static("trash/session.css"))


@hooks.register("insert_global_admin_js")
def watch_session():
    """On every screen: see `trash/session.js`."""
    login = f"{reverse('wagtailadmin_login')}?{urlencode({'next': reverse('session_back')})}"
    texts = {
        "out": {
            "title": gettext("Your session has ended"),
            "text": gettext(
                "Nothing is lost: all that you typed is still here. "
                "Log in again in a new tab, then come back to this one."
            ),
        },
        "silent": {
            "title": gettext("The site does not answer"),
            "text": gettext("Nothing was sent, and all that you typed is still here. Try again in a moment."),
        },
        "logIn": gettext("Log in again"),
        "close": gettext("Stay on this page"),
        "saved": gettext("You are logged in again: what you typed is being saved."),
        "sendAgain": gettext("You are logged in again: you can send what you typed."),
    }
    return format_html(
        '<script src="{}" data-state-url="{}" data-login-url="{}" data-texts="{}"></script>',
        static("trash/session.js"),
        reverse("session_state"),
        login,
        json.dumps(texts),
    )

"""The trash in the admin: its screens, and what leads there instead of deleting."""

from django.urls import path
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.base import ViewSet
from wagtail.log_actions import LogFormatter

from desk.trash import deletion, records, restoring, throwing
from desk.trash.access import may_restore
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

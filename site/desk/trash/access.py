"""Who uses the trash: whoever publishes restores, whoever deletes whole branches erases for good."""

from django.shortcuts import render
from wagtail.models import Page
from wagtail.permissions import policy_registry


def may_restore(user) -> bool:
    return policy_registry.get_by_type(Page).user_has_permission(user, "publish")


def may_erase(user) -> bool:
    return policy_registry.get_by_type(Page).user_has_permission(user, "bulk_delete")


def may_restore_below(user, parent: Page) -> bool:
    return parent.permissions_for_user(user).can_publish_subpage()


class TrashMixin:
    """Answers 403 to others: Wagtail would lead them back with a status that says that all went well."""

    #: Who uses the view.
    is_allowed = staticmethod(may_restore)

    def dispatch(self, request, *args, **kwargs):
        if not self.is_allowed(request.user):
            return render(request, "trash/forbidden.html", status=403)
        return super().dispatch(request, *args, **kwargs)

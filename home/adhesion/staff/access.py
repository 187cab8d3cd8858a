"""Who reads requests: whoever may review or decide, and nobody by editing pages."""

from django.shortcuts import render
from django.utils.functional import cached_property
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.permissions import policy_registry

from home.adhesion.models import AdhesionRequest


class StaffOnlyMixin(PermissionCheckedMixin):
    """Answers 403 to others, before anything is read: an unknown number and a known one look the same.

    Wagtail itself would lead them back to its home page, with a status that says that all went well. Whatever
    the view shows, the permissions are those on requests: a member or a fee call tells who asked for what.
    """

    any_permission_required = ["review", "decide"]

    @cached_property
    def permission_policy(self):
        return policy_registry.get_by_type(AdhesionRequest)

    def dispatch(self, request, *args, **kwargs):
        if not self.is_allowed():
            return self.refuse()
        return super().dispatch(request, *args, **kwargs)

    def is_allowed(self) -> bool:
        """Whether the reader has any of the permissions, and the one that the view names if it names one."""
        return self.user_has_any_permission(self.any_permission_required) and (
            self.permission_required is None or self.user_has_permission(self.permission_required)
        )

    def refuse(self):
        return render(self.request, "adhesion/admin/forbidden.html", status=403)


def colleagues():
    """Those to whom a request can be assigned: whoever may review or decide."""
    policy = policy_registry.get_by_type(AdhesionRequest)
    return policy.users_with_any_permission(StaffOnlyMixin.any_permission_required).filter(is_active=True)

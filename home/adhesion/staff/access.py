"""Who reads requests: whoever may review or decide, and nobody by editing pages."""

from django.shortcuts import render
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin


class StaffOnlyMixin(PermissionCheckedMixin):
    """Answers 403 to others, before anything is read: an unknown number and a known one look the same.

    Wagtail itself would lead them back to its home page, with a status that says that all went well.
    """

    any_permission_required = ["review", "decide"]

    def dispatch(self, request, *args, **kwargs):
        if not self.user_has_any_permission(self.any_permission_required):
            return self.refuse()
        return super().dispatch(request, *args, **kwargs)

    def refuse(self):
        return render(self.request, "adhesion/admin/forbidden.html", status=403)

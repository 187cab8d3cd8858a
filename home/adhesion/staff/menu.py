"""Entries of the menu that only those who read requests see."""

from wagtail.admin.menu import MenuItem
from wagtail.permissions import policy_registry

from home.adhesion.models import AdhesionRequest

from .access import StaffOnlyMixin


class CaseFilesMenuItem(MenuItem):
    def is_shown(self, request):
        policy = policy_registry.get_by_type(AdhesionRequest)
        return policy.user_has_any_permission(request.user, StaffOnlyMixin.any_permission_required)

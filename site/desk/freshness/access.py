"""Who works on translations."""

from django.core.exceptions import PermissionDenied

from .originals import PERMISSION


class TranslatorsOnlyMixin:
    """For whoever may ask for translations; others are led back to the admin's home page."""

    def dispatch(self, request, *args, **kwargs):
        if not request.user.has_perm(PERMISSION):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

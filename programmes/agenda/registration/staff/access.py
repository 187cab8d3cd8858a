"""Who sees who comes to an event: whoever may view registrations, and nobody by editing pages."""

import logging

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from programmes.agenda.models import EventPage, Registration
from programmes.agenda.registration import lists

VIEW = "agenda.view_registration"
CHANGE = "agenda.change_registration"

logger = logging.getLogger("programmes.agenda.registration")


def may_view(user) -> bool:
    return user.has_perm(VIEW) or user.has_perm(CHANGE)


def may_change(user) -> bool:
    return user.has_perm(CHANGE)


class StaffOnlyMixin:
    """Answers 403 to others, before anything is read: an unknown number and a known one look the same.

    Wagtail itself would lead them back to its home page, with a status that says that all went well.
    """

    #: Whether the view changes something.
    is_change = False

    def dispatch(self, request, *args, **kwargs):
        is_allowed = may_change if self.is_change else may_view
        if not is_allowed(request.user):
            return render(request, "agenda/admin/forbidden.html", status=403)
        try:
            response = super().dispatch(request, *args, **kwargs)
        except Registration.DoesNotExist:
            # Erased by somebody else while it was being changed.
            raise Http404 from None
        response["Cache-Control"] = "private, no-store"
        return response


class EventMixin(StaffOnlyMixin, WagtailAdminTemplateMixin):
    """A view about the list of one event."""

    header_icon = "group"

    @cached_property
    def event(self):
        """The page that heads the list."""
        events = EventPage.objects.select_related("locale", "venue", "territory").defer_streamfields()
        event = get_object_or_404(events, pk=self.kwargs["event"])
        return lists.head_of(event)

    @property
    def list_url(self) -> str:
        return reverse("event_registrations:event", args=[self.event.pk])

    def get_page_subtitle(self):
        return self.event.title

    def get_breadcrumbs_items(self):
        items = [
            *self.breadcrumbs_items,
            {"label": _("Registrations"), "url": reverse("event_registrations:index")},
            {"label": self.event.title, "url": self.list_url},
        ]
        return [*items, {"label": self.get_page_title(), "url": ""}]


class RegistrationMixin(EventMixin):
    """A view about one registration."""

    @cached_property
    def registration(self):
        found = Registration.objects.select_related("event__locale").filter(pk=self.kwargs["pk"]).first()
        if found is None:
            raise Http404
        return found

    @cached_property
    def event(self):
        return lists.head_of(self.registration.event)

"""What the admin refuses to delete: an event for which people are registered."""

from django.db.models import Count, Q
from django.template.response import TemplateResponse
from django.urls import reverse

from core.deletion import deleted_with
from programmes.agenda.models import EventPage
from programmes.agenda.registration.staff.access import may_view


def held(pages) -> list[EventPage]:
    """Events among these pages, or below them, that hold registrations, with their `number`. One query."""
    below = Q(pk__in=[])
    for page in pages:
        below |= Q(path__startswith=page.path)
    events = EventPage.objects.filter(below, registrations__isnull=False).defer_streamfields()
    return list(events.annotate(number=Count("registrations")).order_by("starts_at", "pk"))


def keep_event(request, page):
    """Hook: instead of Wagtail's question, or of an error, the page that says what to do."""
    if events := held(deleted_with(page)):
        return refusal(request, events, back=reverse("wagtailadmin_pages:edit", args=[page.pk]))
    return None


def keep_events(request, action_type, objects, action):
    """Hook: the same for several pages at once."""
    if action_type != "delete" or action.model._meta.label != "wagtailcore.Page":
        return None
    if events := held([each for page in objects for each in deleted_with(page)]):
        return refusal(request, events, back=action.next_url)
    return None


def refusal(request, events, *, back: str):
    context = {"events": events, "back_url": back, "may_view": may_view(request.user)}
    return TemplateResponse(request, "agenda/admin/registration_held.html", context, status=409)

"""What the agenda adds to Wagtail."""

from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from programmes.agenda.models import Venue
from programmes.agenda.registration import hooks as registration_hooks  # noqa: F401 - registers its own


class VenueViewSet(SnippetViewSet):
    """Venues, one language at a time."""

    model = Venue
    icon = "home"
    list_display = ("name", "address_text", "is_default")
    ordering = ("name",)


register_snippet(VenueViewSet)

"""What the agenda adds to Wagtail."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import BooleanColumn, Column
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from programmes.agenda.models import Venue
from programmes.agenda.registration import hooks as registration_hooks  # noqa: F401 - registers its own


class VenueViewSet(SnippetViewSet):
    """Venues, one language at a time."""

    model = Venue
    icon = "home"
    list_display = (
        "name",
        Column("address_text", label=_("Address")),
        BooleanColumn("is_default", label=_("Proposed for new events")),
    )
    ordering = ("name",)


register_snippet(VenueViewSet)

"""The form of an event."""

from django.apps import apps
from wagtail.admin.forms import WagtailAdminPageForm


class EventForm(WagtailAdminPageForm):
    """Proposes the default venue to a new event; whoever empties the field has an event without one."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk is None and not self.initial.get("venue") and self.parent_page:
            venues = apps.get_model("agenda", "Venue").objects
            self.initial["venue"] = (
                venues.filter(is_default=True, locale_id=self.parent_page.locale_id)
                .values_list("pk", flat=True)
                .first()
            )

"""The form of an event."""

from django.apps import apps
from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminPageForm


class EventForm(WagtailAdminPageForm):
    """Proposes the default venue to a new event; whoever empties the field has an event without one.

    An event is cancelled with a reason: it is all that those who registered are told besides.
    """

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk is None and not self.initial.get("venue") and self.parent_page:
            venues = apps.get_model("agenda", "Venue").objects
            self.initial["venue"] = (
                venues.filter(is_default=True, locale_id=self.parent_page.locale_id)
                .values_list("pk", flat=True)
                .first()
            )

    def clean(self):
        cleaned = super().clean()
        is_unexplained = cleaned.get("is_cancelled") and not cleaned.get("cancellation_reason")
        # A draft may lack anything.
        if is_unexplained and not self.is_deferred_validation:
            self.add_error(
                "cancellation_reason",
                _("Say in a sentence why it is cancelled: those who registered read it in their mail."),
            )
        return cleaned

"""Amounts as the team types them: in euros, where the record counts cents."""

from decimal import Decimal

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm


class EurosField(forms.DecimalField):
    """Euros on the screen, integer cents in `cleaned_data`."""

    default_error_messages = {
        "max_decimal_places": _("Give an amount in euros, with two decimals at most: 5000 or 5000,50."),
        "invalid": _("Give an amount in euros, with two decimals at most: 5000 or 5000,50."),
    }

    def __init__(self, **kwargs):
        super().__init__(**{"decimal_places": 2, "max_digits": 9, "localize": True} | kwargs)

    def prepare_value(self, value):
        if not isinstance(value, int):
            return value
        euros = Decimal(value) / 100
        return euros.quantize(Decimal(1)) if value % 100 == 0 else euros

    def clean(self, value):
        euros = super().clean(value)
        return None if euros is None else int(euros * 100)

    def has_changed(self, initial, data):
        return super().has_changed(self.prepare_value(initial), data)


class FeeScheduleForm(WagtailAdminModelForm):
    """A fee schedule; nobody counts zeros."""

    class Meta:
        field_classes = {"amount_cents": EurosField, "previous_amount_cents": EurosField}

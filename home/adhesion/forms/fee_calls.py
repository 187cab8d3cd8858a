"""What the team types about a fee call: who pays, when it was paid, why it no longer stands."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core.clock import today
from core.fields import LineField, ParagraphsField

from .application import DayField
from .fields import SiretField


class IssueForm(forms.Form):
    """The one who pays, as printed; and whether the call leaves by mail at once."""

    recipient_name = LineField(
        label=_("Paying body"), max_length=200, required_message=_("Give the name of the body that pays.")
    )
    recipient_address = ParagraphsField(label=_("Postal address"), max_length=500, rows=3, required=False)
    recipient_siret = SiretField(label="SIRET", required=False)
    chorus_service_code = LineField(label=_("Chorus Pro service code"), max_length=100, required=False)
    engagement_number = LineField(label=_("Engagement number"), max_length=50, required=False)
    send = forms.BooleanField(label=_("Send it by mail at once"), required=False, initial=True)


class PaymentForm(forms.Form):
    paid_on = DayField(
        label=_("Paid on"),
        help_text=_("The day on which the bank received it, for instance 24/03/2016."),
        error_messages={"required": _("Give the day on which it was paid.")},
    )
    reference = LineField(
        label=_("Reference of the payment"),
        max_length=80,
        required=False,
        help_text=_("As it stands on the bank statement, if there is one."),
    )

    def clean_paid_on(self):
        day = self.cleaned_data["paid_on"]
        if day > today():
            raise forms.ValidationError(_("This day has not come yet: give the day on which it was paid."))
        return day


class ReasonOfCallForm(forms.Form):
    """Why something that was recorded no longer holds; kept in the history, sent to nobody."""

    reason = LineField(
        label=_("Reason"),
        max_length=300,
        required_message=_("Write the reason: it is kept in the history."),
        help_text=_("Kept in the history, sent to nobody. Without names of persons."),
    )

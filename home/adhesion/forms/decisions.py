"""What a member of the team confirms, and why."""

from django import forms
from django.utils.translation import gettext_lazy as _

from home.adhesion.models.requests import ClosingCause

from .fields import ParagraphsField


class ConfirmationForm(forms.Form):
    """The version of the request on which the decision rests."""

    version = forms.IntegerField(widget=forms.HiddenInput)


class ReasonForm(ConfirmationForm):
    """A decision that has to be explained to the applicant."""

    reason = ParagraphsField(
        label=_("Reason"),
        max_length=2000,
        rows=6,
        required_message=_("Write the reason: it is sent to the applicant word for word."),
        help_text=_("Sent to the applicant word for word. 2000 characters at most."),
    )


class ClosingForm(ConfirmationForm):
    cause = forms.ChoiceField(
        label=_("Why the request is closed"),
        choices=ClosingCause.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Say why the request is closed.")},
    )

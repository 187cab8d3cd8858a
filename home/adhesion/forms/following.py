"""What an applicant is asked while a request is followed."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core.fields import AddressField, LineField, ParagraphsField
from home.adhesion.following import clean_reference
from home.adhesion.links import REFERENCE_PATTERN

from .application import QuestionsForm


class CompletionForm(QuestionsForm):
    """The answer to what the team asked for; corrected answers may be answer enough."""

    message = ParagraphsField(
        label=_("Your answer"),
        max_length=2000,
        rows=6,
        required_message=_("Write your answer, or first correct the answers that the team asks about."),
        help_text=_("2000 characters at most."),
    )

    def __init__(self, *args, is_message_required=True, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["message"].required = is_message_required


class WithdrawalForm(QuestionsForm):
    message = ParagraphsField(
        label=_("Why you withdraw it"),
        max_length=2000,
        rows=4,
        required=False,
        help_text=_("The team reads it. 2000 characters at most."),
    )


class LinkForm(QuestionsForm):
    """What shows that one may follow a request: its reference, and the address that it was filed with."""

    reference = LineField(
        label=_("Reference of the request"),
        max_length=40,
        required_message=_("Give the reference of your request: it is in the receipt."),
        help_text=_("For instance ADH-2016-K7F3Q. It is in the receipt."),
        autocomplete="off",
    )
    email = AddressField(
        label=_("Your e-mail"),
        help_text=_("The one that you gave in the request."),
        required_message=_("Give your e-mail address."),
        autocomplete="email",
    )

    def clean_reference(self):
        reference = clean_reference(self.cleaned_data["reference"])
        if not REFERENCE_PATTERN.fullmatch(reference):
            raise forms.ValidationError(
                _("Copy the whole reference: three letters, a year and five signs, such as ADH-2016-K7F3Q."),
                code="reference",
            )
        return reference

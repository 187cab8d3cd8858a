"""What a member of the team writes about a request, and to whom it is handed over."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core.fields import ParagraphsField


class NoteForm(forms.Form):
    text = ParagraphsField(
        label=_("New note"),
        max_length=2000,
        rows=3,
        required_message=_("Write the note first."),
        help_text=_("For the team alone: it is never sent. 2000 characters at most."),
    )


class MessageForm(forms.Form):
    text = ParagraphsField(
        label=_("Message"),
        max_length=2000,
        rows=8,
        required_message=_("Write the message first."),
        help_text=_("Sent to the applicant word for word, and kept. 2000 characters at most."),
    )


class AssignmentForm(forms.Form):
    assignee = forms.ModelChoiceField(
        label=_("Assignee"),
        queryset=None,
        empty_label=_("Choose"),
        error_messages={
            "required": _("Choose a colleague."),
            "invalid_choice": _("Choose a colleague who may review requests."),
        },
    )

    def __init__(self, *args, colleagues, **kwargs):
        """`colleagues` are those who may review requests."""
        super().__init__(*args, **kwargs)
        self.fields["assignee"].queryset = colleagues
        self.fields["assignee"].label_from_instance = lambda user: user.get_full_name() or user.get_username()

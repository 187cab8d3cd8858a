"""Whose data is looked for."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core.fields import LineField

SHORTEST = 3


class PersonForm(forms.Form):
    """An address or a name."""

    who = LineField(
        label=_("E-mail or name"),
        max_length=200,
        required_message=_("Type the e-mail or the name of the person."),
        help_text=_("The e-mail finds that person alone; a name may find several people."),
    )

    def clean_who(self):
        who = self.cleaned_data["who"]
        if len(who) < SHORTEST:
            raise forms.ValidationError(_("Type at least three letters."))
        return who

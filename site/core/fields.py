"""Form fields that mend what is typed, and whose errors say what to do."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core.text import several_lines, single_line

TOO_LONG = _("Shorten this to %(limit_value)d characters: you typed %(show_value)d.")
NOT_AN_EMAIL = _("Write a complete e-mail address, such as prenom.nom@exemple.fr.")


class LineField(forms.CharField):
    """One line of text; the limit is said by the server, never enforced by cutting a paste short."""

    def __init__(self, *, required_message=None, autocomplete=None, **kwargs):
        messages = {"max_length": TOO_LONG} | kwargs.pop("error_messages", {})
        if required_message:
            messages["required"] = required_message
        super().__init__(error_messages=messages, **kwargs)
        if autocomplete:
            self.widget.attrs["autocomplete"] = autocomplete

    def to_python(self, value):
        return single_line(super().to_python(value))

    def widget_attrs(self, widget):
        attrs = super().widget_attrs(widget)
        attrs.pop("maxlength", None)
        return attrs


class ParagraphsField(LineField):
    """Several lines of text."""

    widget = forms.Textarea

    def __init__(self, *, rows=4, **kwargs):
        super().__init__(widget=forms.Textarea(attrs={"rows": rows}), **kwargs)

    def to_python(self, value):
        return several_lines(forms.CharField.to_python(self, value))


class AddressField(LineField):
    """An e-mail address that can be written to: one, without a display name."""

    widget = forms.EmailInput

    def __init__(self, **kwargs):
        super().__init__(max_length=254, **kwargs)
        self._format = forms.EmailField(error_messages={"invalid": NOT_AN_EMAIL}, max_length=254)

    def run_validators(self, value):
        super().run_validators(value)
        if not value:
            return
        # Legal in theory, never seen in an office, and read as two recipients by what sends the mail.
        if '"' in value or "," in value:
            raise forms.ValidationError(NOT_AN_EMAIL, code="invalid")
        self._format.clean(value)

"""Fields of the forms about requests: a number of our own kind, answers that others make compulsory."""

from django import forms

from core.fields import AddressField, LineField
from home.adhesion.siret import clean_siret


class ConditionalMixin:
    """A field that some answers elsewhere make compulsory: not announced as optional, judged by the form."""

    def validate(self, value):
        """Emptiness is the form's affair."""


class ConditionalLineField(ConditionalMixin, LineField):
    pass


class ConditionalAddressField(ConditionalMixin, AddressField):
    pass


class SiretField(forms.CharField):
    """Fourteen digits, however they are grouped."""

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.widget.attrs |= {"inputmode": "numeric", "autocomplete": "off", "spellcheck": "false"}

    def to_python(self, value):
        return clean_siret(super().to_python(value))


class ConditionalSiretField(ConditionalMixin, SiretField):
    pass

"""What the team corrects about an organisation, and which one it is the same as."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.fields import LineField, ParagraphsField
from core.models import Territory
from home.adhesion.countries import country_choices
from home.adhesion.models.members import Organisation

from .fields import SiretField


class OrganisationCorrectionForm(forms.ModelForm):
    """The body as the team knows it: public, and not what one applicant or another wrote."""

    name = LineField(
        label=gettext_lazy("Name"), max_length=200, required_message=gettext_lazy("Give its name.")
    )
    country = forms.ChoiceField(label=gettext_lazy("Country"), choices=country_choices)
    siret = SiretField(
        label="SIRET", required=False, help_text=gettext_lazy("Empty for a body outside France, or unknown.")
    )
    foreign_identifier = LineField(label=gettext_lazy("Identifier abroad"), max_length=60, required=False)
    address = ParagraphsField(
        label=gettext_lazy("Postal address"),
        max_length=500,
        rows=3,
        required_message=gettext_lazy("Give its postal address."),
    )
    territory = forms.ModelChoiceField(
        label=gettext_lazy("Territory"),
        queryset=Territory.objects.all(),
        required=False,
        empty_label=gettext_lazy("None in particular"),
        help_text=gettext_lazy("Where the page of the members shows it."),
    )

    class Meta:
        model = Organisation
        fields = ["name", "category", "country", "siret", "foreign_identifier", "address", "territory"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, label_suffix="", **kwargs)

    def clean_siret(self):
        siret = self.cleaned_data["siret"]
        bearer = Organisation.objects.exclude(pk=self.instance.pk).filter(siret=siret).first()
        if siret and bearer:
            raise forms.ValidationError(
                _("%(name)s has this SIRET already. If both are the same body, merge them instead."),
                params={"name": bearer.name},
            )
        return siret

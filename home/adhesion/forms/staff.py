"""The same questions, answered by the team for somebody: from a paper form, or to mend what was stated."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from core.clock import today

from .application import (
    ApplicationForm,
    ChampionForm,
    DayField,
    IntentForm,
    InvoicingForm,
    OrganisationForm,
)

#: The form speaks to applicants; the team reads of them.
_LABELS = {
    "champion_role": _("Role"),
    "champion_email": _("E-mail"),
    "champion_telephone": _("Telephone"),
    "decision_stage": _("Internal decision"),
    "programmes": _("Programmes of interest"),
    "message": _("Message"),
    "foreign_identifier": _("Identifier abroad"),
    "siret_missing": _("The SIRET is not known yet"),
    "listing_consent": _("Once a member, the organisation may be named on the page of the members"),
}
_REQUIRED = {
    "organisation_name": _("Give the name of the organisation."),
    "organisation_category": _("Choose what kind of body it is."),
    "country": _("Choose the country of the organisation."),
    "address": _("Give the postal address of the organisation."),
    "champion_name": _("Give the first name and the name of the champion."),
    "champion_email": _("Give the e-mail of the champion."),
    "payer_kind": _("Say who pays; where it is not said, that it is not known yet."),
    "decision_stage": _("Say how far the organisation’s decision has come."),
}
_LEGENDS = {
    OrganisationForm: _("Organisation"),
    ChampionForm: _("Champion"),
    InvoicingForm: _("Invoicing"),
    IntentForm: _("Request"),
}
#: Told to applicants: of no use to the team.
_WITHOUT_HELP = ("champion_email", "message", "territory", "payer_email", "payer_siret", "foreign_identifier")


class StaffApplicationForm(ApplicationForm):
    """The whole request on one page of the admin."""

    def __init__(self, *args, is_email_required=True, **kwargs):
        super().__init__(*args, **kwargs)
        for name, label in _LABELS.items():
            if name in self.fields:
                self.fields[name].label = label
        for name, message in _REQUIRED.items():
            self.fields[name].error_messages["required"] = message
        for name in _WITHOUT_HELP:
            self.fields[name].help_text = ""
        if not is_email_required:
            self.fields["champion_email"].required = False

    def sections(self) -> list[dict]:
        """For each group its legend and its bound fields."""
        return [
            {
                "legend": _LEGENDS[group],
                "fields": [self[name] for name in group.base_fields if name in self.fields],
            }
            for group in self.groups
        ]


class CorrectionForm(StaffApplicationForm):
    """What was stated, to be mended; `version` is the one that stands on the screen."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def answers(self) -> dict:
        """The cleaned answers, without what the page itself needs."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


class PaperForm(StaffApplicationForm):
    """A request that came on paper: when, for which year, and whether its receipt leaves by mail."""

    received_on = DayField(
        label=_("Received on"),
        help_text=_("For instance 24/03/2016."),
        error_messages={"required": _("Give the date on which the form was received.")},
    )
    year = forms.TypedChoiceField(
        label=_("Year of the membership"), coerce=int, error_messages={"required": _("Choose a year.")}
    )
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    send_receipt = forms.BooleanField(
        label=_("Send the receipt, with the link by which the request is followed"),
        required=False,
        help_text=_("Only where there is an e-mail address: without one, nobody is written to."),
    )

    #: What the paper asks beside the questions of the site.
    own_fields = ("received_on", "year", "language", "send_receipt")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, is_email_required=False, **kwargs)
        year = today().year
        self.fields["year"].choices = [(choice, str(choice)) for choice in (year - 1, year, year + 1)]
        self.initial = {
            "received_on": today(),
            "year": year,
            "language": settings.LANGUAGE_CODE,
            "send_receipt": True,
        } | self.initial

    def clean_received_on(self):
        day = self.cleaned_data["received_on"]
        if day > today():
            raise forms.ValidationError(_("This date is still to come: give the day on which it arrived."))
        return day

    def sections(self) -> list[dict]:
        own = {"legend": _("Paper form"), "fields": [self[name] for name in self.own_fields]}
        return [own, *super().sections()]

    def answers(self) -> dict:
        """What the form of the site would have asked."""
        return {name: value for name, value in self.cleaned_data.items() if name not in self.own_fields}

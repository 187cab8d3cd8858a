"""What a member of the team confirms, and why."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core.fields import ParagraphsField
from home.adhesion import matching
from home.adhesion.models.members import Organisation
from home.adhesion.models.requests import ClosingCause
from home.adhesion.siret import format_siret

from .fields import SiretField


class ConfirmationForm(forms.Form):
    """The version of the request on which the decision rests."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args, request, **kwargs):
        """`request` is the one that is decided."""
        self.request = request
        super().__init__(*args, initial={"version": request.version} | kwargs.pop("initial", {}), **kwargs)

    def explanation(self) -> dict:
        """The valid answers, as `transitions.perform` takes them."""
        return self.cleaned_data


class AskForm(ConfirmationForm):
    """What the applicant has to add."""

    reason = ParagraphsField(
        label=_("What is missing"),
        max_length=2000,
        rows=6,
        required_message=_("Write what is missing: it is sent to the applicant word for word."),
        help_text=_("Sent to the applicant word for word. 2000 characters at most."),
    )


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


class AcceptForm(ConfirmationForm):
    """Which body becomes a member: a known one, or the one that the request describes."""

    OTHER = "other"

    organisation = forms.ChoiceField(
        label=_("Which organisation is it?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Say which organisation becomes a member.")},
    )
    other_organisation = forms.ModelChoiceField(
        label=_("Another known organisation"),
        queryset=Organisation.objects.all(),
        required=False,
        empty_label=_("Choose"),
    )
    siret = SiretField(
        label=_("SIRET that you found"),
        required=False,
        help_text=_("The applicant did not have it at hand. Kept with the request and the organisation."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        candidates = matching.candidates(self.request)
        choices = [
            (str(candidate.organisation.pk), _label(candidate.organisation, candidate.why))
            for candidate in candidates
        ]
        has_others = Organisation.objects.exclude(
            pk__in=[candidate.organisation.pk for candidate in candidates]
        ).exists()
        if has_others:
            choices.append((self.OTHER, _("Another known organisation, chosen below")))
        else:
            del self.fields["other_organisation"]
        choices.append((matching.NEW, _("A new one, created from the request")))
        self.fields["organisation"].choices = choices
        if not candidates:
            self.initial.setdefault("organisation", matching.NEW)
        elif candidates[0].is_sure:
            self.initial.setdefault("organisation", choices[0][0])
        if not self.request.siret_missing:
            del self.fields["siret"]

    def clean(self):
        data = super().clean()
        if data.get("organisation") == self.OTHER and not data.get("other_organisation"):
            self.add_error("other_organisation", _("Choose the organisation in the list."))
        if data.get("siret"):
            self._check_siret(data)
        return data

    def _check_siret(self, data):
        """A SIRET names one body, and a body that has one keeps it."""
        bearer = Organisation.objects.filter(siret=data["siret"]).first()
        chosen = self._chosen(data)
        if bearer and chosen and bearer != chosen:
            message = _(
                "This SIRET is the one of %(organisation)s: choose that organisation, or check the SIRET."
            )
            self.add_error(
                "siret", forms.ValidationError(message, params={"organisation": bearer.name}, code="bearer")
            )
        elif chosen and chosen.siret and chosen.siret != data["siret"]:
            message = _("%(organisation)s is known under another SIRET: %(siret)s.")
            params = {"organisation": chosen.name, "siret": format_siret(chosen.siret)}
            self.add_error("siret", forms.ValidationError(message, params=params, code="other_siret"))

    def _chosen(self, data) -> Organisation | None:
        """The known organisation that is chosen; None for a new one."""
        choice = data.get("organisation")
        if choice == self.OTHER:
            return data.get("other_organisation")
        return Organisation.objects.filter(pk=choice).first() if choice and choice != matching.NEW else None

    def explanation(self):
        data = self.cleaned_data
        chosen = self._chosen(data)
        return {
            "version": data["version"],
            "organisation": str(chosen.pk) if chosen else matching.NEW,
            "siret": data.get("siret", ""),
        }


def _label(organisation, why):
    siret = format_siret(organisation.siret)
    return f"{organisation.name} ({siret}) – {why}" if siret else f"{organisation.name} – {why}"

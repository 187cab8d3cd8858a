"""What an applicant is asked: one class a group of questions, asked together or one after the other."""

from dataclasses import dataclass
from itertools import groupby

from django import forms
from django.utils.translation import gettext_lazy as _

from core.choices import OrganisationType
from core.fields import AddressField, LineField, ParagraphsField
from home.adhesion.countries import country_choices
from home.adhesion.models.requests import AdhesionRequest, DecisionStage, PayerKind
from home.adhesion.programmes import programme_choices

from .fields import ConditionalAddressField, ConditionalLineField, ConditionalSiretField, SiretField

CHOOSE = ("", _("Choose"))
DATE_FORMATS = ["%d/%m/%Y", "%d/%m/%y", "%Y-%m-%d", "%d.%m.%Y", "%d-%m-%Y", "%d %m %Y"]


class DayField(forms.DateField):
    """A day, as people write it."""

    widget = forms.DateInput(format="%d/%m/%Y", attrs={"autocomplete": "off"})
    input_formats = DATE_FORMATS
    default_error_messages = {"invalid": _("Write the date as day/month/year, for instance 24/03/2016.")}

    def to_python(self, value):
        day = super().to_python(value)
        # Nobody means the year 16, nor 20166: a digit is missing or slipped in.
        if day and not 2000 <= day.year < 2100:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return day


@dataclass(frozen=True)
class Aside:
    """Fields that only some answers call for; they stand apart, under words that say whom they concern."""

    name: str
    intro: str
    fields: tuple[str, ...]


class QuestionsForm(forms.Form):
    """A group of questions whose errors are said by the server alone."""

    use_required_attribute = False
    #: What stands over the group.
    legend = ""
    #: What is said beside the group.
    introduction = ""
    #: In a form of several groups, these; else the form is its own.
    groups: tuple[type["QuestionsForm"], ...] = ()
    asides: tuple[Aside, ...] = ()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, label_suffix="", **kwargs)

    def fieldsets(self) -> list[dict]:
        """For each group its legend and its bound fields; those that depend on an answer stand apart."""
        return [
            {
                "name": group.__name__.removesuffix("Form").lower(),
                "legend": group.legend,
                "parts": self._parts(group),
            }
            for group in self.groups or (type(self),)
        ]

    def _parts(self, group) -> list[dict]:
        aside_of = {name: aside for aside in group.asides for name in aside.fields}
        names = [name for name in group.base_fields if name in self.fields]
        return [
            {
                "name": aside.name if aside else "",
                "intro": aside.intro if aside else "",
                "fields": [self[name] for name in together],
            }
            for aside, together in groupby(names, key=aside_of.get)
        ]


class OrganisationForm(QuestionsForm):
    """The body that joins, in the applicant's words."""

    legend = _("Your organisation")
    introduction = _("The body that joins, as it is officially named. What is optional says so.")
    asides = (
        Aside("french", _("For a French body"), ("siret", "siret_missing")),
        Aside(
            "abroad",
            _("For a European institution or a body outside France"),
            ("foreign_identifier",),
        ),
    )

    organisation_name = LineField(
        label=_("Name of the organisation"),
        max_length=200,
        required_message=_("Give the name of your organisation."),
        autocomplete="organization",
    )
    organisation_category = forms.ChoiceField(
        label=_("What kind of body it is"),
        choices=[CHOOSE, *OrganisationType.choices],
        error_messages={"required": _("Choose what kind of body your organisation is.")},
    )
    country = forms.ChoiceField(
        label=_("Country"),
        choices=country_choices,
        initial="FR",
        error_messages={"required": _("Choose the country of your organisation.")},
        widget=forms.Select(attrs={"autocomplete": "country"}),
    )
    siret = ConditionalSiretField(
        label=_("SIRET"),
        help_text=_("14 digits. Spaces and dots do not matter."),
    )
    siret_missing = forms.BooleanField(label=_("I do not have the SIRET at hand"), required=False)
    foreign_identifier = LineField(
        label=_("Identifier in your country"),
        max_length=60,
        required=False,
        help_text=_("VAT number or register number, if there is one. You need no SIRET."),
    )
    address = ParagraphsField(
        label=_("Postal address"),
        max_length=500,
        rows=3,
        required_message=_("Give the postal address of your organisation."),
        autocomplete="street-address",
    )
    territory = LineField(
        label=_("Territory"),
        max_length=120,
        required=False,
        help_text=_("Where you act: the name of the Region, the Department, the town…"),
    )

    def clean(self):
        data = super().clean()
        self._check_siret(data)
        return data

    def _check_siret(self, data):
        """A French body gives its SIRET or says that it is not at hand; nobody has to invent one."""
        if "siret" in self.errors:
            return
        if data["siret"]:
            data["siret_missing"] = False
        elif self._has_a_siret(data) and not data.get("siret_missing"):
            self.add_error("siret", _("Give the SIRET, or tick the box below if you do not have it at hand."))
        elif not self._has_a_siret(data):
            data["siret_missing"] = False

    @staticmethod
    def _has_a_siret(data) -> bool:
        abroad = {OrganisationType.EUROPEAN, OrganisationType.FOREIGN}
        return data.get("country") == "FR" and data.get("organisation_category") not in abroad


class ChampionForm(QuestionsForm):
    """The one who champions the membership and hears from the team."""

    legend = _("You")

    champion_name = LineField(
        label=_("First name and name"),
        max_length=120,
        required_message=_("Give your first name and your name."),
        autocomplete="name",
    )
    champion_role = LineField(
        label=_("Your role"), max_length=160, required=False, autocomplete="organization-title"
    )
    champion_email = AddressField(
        label=_("Your e-mail"),
        help_text=_("The receipt and the answer are sent there."),
        required_message=_("Give your e-mail address."),
        autocomplete="email",
    )
    champion_telephone = LineField(
        label=_("Your telephone"),
        max_length=40,
        required=False,
        autocomplete="tel",
        widget=forms.TextInput({"type": "tel"}),
    )


class InvoicingForm(QuestionsForm):
    """The one who pays, often not the one who champions."""

    legend = _("Invoicing")
    introduction = _(
        "The one who pays is often not the one who champions. What you do not know yet can be given later."
    )
    #: Asked only when another body pays.
    payer_fields = ("payer_name", "payer_siret", "payer_contact", "payer_email")
    asides = (Aside("payer", _("If another body pays"), payer_fields),)

    payer_kind = forms.ChoiceField(
        label=_("Who pays the fee?"),
        choices=PayerKind.choices,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Say who pays: your organisation, another body, or that you do not know yet.")
        },
    )
    payer_name = ConditionalLineField(label=_("Name of the paying body"), max_length=200)
    payer_siret = SiretField(
        label=_("SIRET of the paying body"), required=False, help_text=_("If you have it at hand.")
    )
    payer_contact = LineField(label=_("Contact person in the paying body"), max_length=120, required=False)
    payer_email = ConditionalAddressField(
        label=_("E-mail of the paying body"),
        help_text=_("Written to only if the request is accepted."),
    )
    chorus_service_code = LineField(
        label=_("Chorus Pro service code"), max_length=100, required=False, help_text=_("Can be given later.")
    )
    engagement_number = LineField(
        label=_("Engagement number"), max_length=50, required=False, help_text=_("Can be given later.")
    )

    def clean(self):
        data = super().clean()
        kind = data.get("payer_kind")
        if kind == PayerKind.OTHER:
            self._require(data, "payer_name", _("Give the name of the body that pays."))
            self._require(data, "payer_email", _("Give an e-mail address of the body that pays."))
            return data
        # What is not asked is neither wrong nor kept.
        for name in self.payer_fields:
            self.errors.pop(name, None)
            data[name] = ""
        return data

    def _require(self, data, name, message):
        if name not in self.errors and not data.get(name):
            self.add_error(name, message)


class IntentForm(QuestionsForm):
    """How far the decision has come, and what the applicant wants to say."""

    legend = _("Your request")

    decision_stage = forms.ChoiceField(
        label=_("Has your organisation decided to join?"),
        choices=DecisionStage.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Say how far your organisation’s decision has come.")},
    )
    decision_date = DayField(
        label=_("Date of the decision, taken or planned"),
        required=False,
        help_text=_("For instance 24/03/2016."),
    )
    programmes = forms.MultipleChoiceField(
        label=_("Programmes that interest you"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "invalid_choice": _("“%(value)s” is no longer offered: choose among the programmes below.")
        },
    )
    message = ParagraphsField(
        label=_("Your message"),
        max_length=2000,
        rows=6,
        required=False,
        help_text=_(
            "What you expect from the association, a programme that interests you… 2000 characters at most."
        ),
    )
    listing_consent = forms.BooleanField(
        label=_("Once a member, my organisation may be named on the page of the members"), required=False
    )

    def __init__(self, *args, **kwargs):
        """Titles in `initial["programmes"]` can be chosen too: they were offered when they were."""
        super().__init__(*args, **kwargs)
        choices = programme_choices()
        offered = {title for title, _label in choices}
        former = [title for title in self.initial.get("programmes") or () if title not in offered]
        choices += [(title, title) for title in former]
        if choices:
            self.fields["programmes"].choices = choices
        else:
            del self.fields["programmes"]

    def clean(self):
        data = super().clean()
        data.setdefault("programmes", [])
        return data


class ChampionAndIntentForm(ChampionForm, IntentForm):
    """The champion and what the champion asks for, on one page."""

    legend = _("You and your request")
    groups = (ChampionForm, IntentForm)
    field_order = [name for group in groups for name in group.base_fields]


class ApplicationForm(OrganisationForm, ChampionForm, InvoicingForm, IntentForm):
    """All the questions on one page."""

    groups = (OrganisationForm, ChampionForm, InvoicingForm, IntentForm)
    asides = ()
    field_order = [name for group in groups for name in group.base_fields]


def answers_of(request: AdhesionRequest) -> dict:
    """What was stated in a request, as the initial values of its forms."""
    return {name: getattr(request, name) for name in ApplicationForm.base_fields}

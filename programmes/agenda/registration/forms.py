"""What somebody is asked who registers for an event."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core.fields import AddressField, LineField, ParagraphsField


class RegistrationForm(forms.Form):
    """Errors are said by the server alone."""

    use_required_attribute = False

    name = LineField(
        label=_("First name and name"),
        max_length=120,
        required_message=_("Give your first name and your name."),
        autocomplete="name",
    )
    email = AddressField(
        label=_("Your e-mail"),
        help_text=_("The confirmation is sent there, with a link to give your seat back."),
        required_message=_("Give your e-mail address."),
        autocomplete="email",
    )
    organisation = LineField(
        label=_("Your organisation"), max_length=200, required=False, autocomplete="organization"
    )
    is_member = forms.BooleanField(label=_("My organisation is a member of the association"), required=False)
    needs = ParagraphsField(
        label=_("What would help you take part"),
        max_length=500,
        rows=3,
        required=False,
        help_text=_("For instance a seat near the screen or a way without steps. 500 characters at most."),
    )

    def __init__(self, *args, offer=None, **kwargs):
        """`offer` says what membership changes."""
        super().__init__(*args, label_suffix="", **kwargs)
        if offer and offer.is_reduced:
            words = (
                _("Members pay %(reduced)s, the others %(full)s.")
                if offer.is_price_known
                else _("Members pay %(share)d %% less. The price is to be completed.")
            )
            self.fields["is_member"].help_text = words % {
                "reduced": offer.member_price,
                "full": offer.price,
                "share": offer.discount,
            }

    def clean(self):
        data = super().clean()
        if data.get("is_member") and not data.get("organisation") and "organisation" not in self.errors:
            self.add_error("organisation", _("Give the name of the organisation that is a member."))
        return data


class StaffRegistrationForm(RegistrationForm):
    """Somebody who telephoned, entered by the team."""

    language = forms.ChoiceField(label=_("Language of the mails"))
    has_seat = forms.BooleanField(
        label=_("Give a seat even if none is left, or if others wait"), required=False
    )

    def __init__(self, *args, languages, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["email"].label = _("E-mail")
        self.fields["email"].help_text = _("The confirmation is sent there.")
        self.fields["organisation"].label = _("Organisation")
        self.fields["is_member"].label = _("The organisation is a member")
        self.fields["needs"].label = _("What would help them take part")
        self.fields["language"].choices = languages


class CorrectionForm(RegistrationForm):
    """What was mistyped. Needs are theirs to tell."""

    needs = None

    def __init__(self, *args, prices: dict[bool, str], **kwargs):
        """`prices`: of the day, in words, for members (True) and for the others."""
        super().__init__(*args, **kwargs)
        self.fields["is_member"].label = _("The organisation is a member")
        self.fields["is_member"].help_text = _(
            "If you change this, the price is that of today: %(reduced)s for members, %(full)s for others. "
            "If not, it stays as it was announced."
        ) % {"reduced": prices[True], "full": prices[False]}
        self.fields["email"].label = _("E-mail")
        self.fields["email"].help_text = _(
            "To another address leaves a new mail: the former link stops working."
        )
        self.fields["organisation"].label = _("Organisation")

"""Three short questions, and the programmes that fit, with why. The rules stand in `matching`."""

from django import forms
from django.apps import apps
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.below import render_below
from programmes.affordability import Budget
from programmes.choices import Need
from programmes.junction_map import drawn_between, programmes_before
from programmes.matching import ANY_NEED, Answers, Experience, Size, match

_CHOOSE = {
    "required": gettext_lazy("Choose one of these answers."),
    "invalid_choice": gettext_lazy("Choose one of these answers."),
}


class FinderForm(forms.Form):
    """One page of questions; the answers make the address of the results."""

    size = forms.ChoiceField(
        label=gettext_lazy("How large is your organisation?"),
        choices=Size.choices,
        widget=forms.RadioSelect,
        error_messages=_CHOOSE | {"required": gettext_lazy("Say how large your organisation is.")},
    )
    experience = forms.ChoiceField(
        label=gettext_lazy("What have you tried already?"),
        choices=Experience.choices,
        widget=forms.RadioSelect,
        error_messages=_CHOOSE | {"required": gettext_lazy("Say what you have tried already.")},
    )
    need = forms.ChoiceField(
        label=gettext_lazy("What do you need?"),
        choices=[*Need.choices, (ANY_NEED, gettext_lazy("I do not know yet: show me everything"))],
        widget=forms.RadioSelect,
        error_messages=_CHOOSE | {"required": gettext_lazy("Say what you need.")},
    )
    budget = forms.ChoiceField(
        label=gettext_lazy("Which budget do you have?"),
        choices=[("", gettext_lazy("I would rather not say")), *Budget.choices],
        widget=forms.RadioSelect,
        required=False,
        error_messages=_CHOOSE,
    )
    use_required_attribute = False

    @property
    def answers(self) -> Answers:
        """What a valid form says."""
        given = self.cleaned_data
        return Answers(
            size=Size(given["size"]),
            experience=Experience(given["experience"]),
            need=None if given["need"] == ANY_NEED else Need(given["need"]),
            budget=Budget(given["budget"]) if given["budget"] else None,
        )


def serve(request, index):
    """The questions; under them the outcome, once they are answered."""
    url = index.route_url("find", request)
    if (redirection := index.elsewhere(request, url)) is not None:
        return redirection
    asked = any(name in request.GET for name in FinderForm.base_fields)
    form = FinderForm(request.GET) if asked else FinderForm(initial={"budget": ""})
    outcome = None
    if asked and form.is_valid():
        before = programmes_before(drawn_between(index.programmes))
        outcome = match(index.programmes, form.answers, before)
    response = render_below(
        index,
        request,
        "programmes/finder.html",
        route="find",
        standing={
            "title": _("Which programme for you?"),
            "introduction": _(
                "Three questions, and the programmes that fit your organisation, with why and at what cost."
            ),
            "stylesheets": [*index.stylesheets, "core/css/finder.css"],
        },
        form=form,
        outcome=outcome,
        fee=_fee() if outcome else None,
        page_url=url,
        index_url=index.get_url(request),
        is_answered=asked,
    )
    if asked:
        response["X-Robots-Tag"] = "noindex"
    return response


def _fee():
    """What a year of membership costs, in euros; None where no fee is known. One query."""
    schedule = apps.get_model("adhesion", "FeeSchedule").current()
    return schedule and schedule.amount_euros

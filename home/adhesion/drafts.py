"""A request being written: what was typed at each step, kept in the visitor's session until it is sent.

What is kept is what was posted, right or wrong, so that no error, no back button and no return after lunch
loses a word. Nothing is a request before it is sent.
"""

import datetime
from collections.abc import Mapping
from datetime import timedelta

from django import forms
from django.contrib.auth import SESSION_KEY
from django.utils.datastructures import MultiValueDict

from core.clock import today
from home.adhesion import filing
from home.adhesion.forms.application import (
    DATE_FORMATS,
    ChampionAndIntentForm,
    InvoicingForm,
    OrganisationForm,
    QuestionsForm,
)
from home.adhesion.models.members import Renewal

#: The steps at which something is asked, in their order, with their questions.
STEPS: dict[str, type[QuestionsForm]] = {
    "organisation": OrganisationForm,
    "you": ChampionAndIntentForm,
    "invoicing": InvoicingForm,
}
#: How long an unsent draft is kept after the last step that was saved.
LIFETIME = timedelta(days=7)
#: Longest answer that is kept, in characters; no limit of a field comes near it.
LONGEST_ANSWER = 20_000
#: How many requests sent from one browser are remembered.
SENT_REMEMBERED = 10

_DRAFT_KEY = "adhesion.draft"
_SENT_KEY = "adhesion.sent"


class Draft:
    """The draft of one session; a session whose content makes no sense holds none."""

    def __init__(self, session):
        self._session = session
        self._content = _sound(session.get(_DRAFT_KEY))
        self._checked: dict[str, QuestionsForm] = {}

    @property
    def is_started(self) -> bool:
        return bool(self._content["token"])

    @property
    def token(self) -> str:
        """Signed, with the moment at which the draft was started; empty before that."""
        return self._content["token"]

    @property
    def is_trapped(self) -> bool:
        """Whether the field hidden from people was filled in at some step."""
        return self._content["trapped"]

    @property
    def renewal(self) -> Renewal | None:
        """The invitation that this draft answers."""
        pk = self._content["renewal"]
        return None if pk is None else Renewal.objects.filter(pk=pk, year__gte=today().year).first()

    def start(self, token: str = "") -> None:
        """Begins a draft, with the token of a form that was opened before there was one."""
        self._content = _sound(None) | {"token": token or filing.new_submission_token()}
        self._keep()

    def data(self, step: str) -> MultiValueDict | None:
        """What was posted at that step, as it was posted; None before that."""
        values = self._content["steps"].get(step)
        return None if values is None else MultiValueDict(values)

    def form(self, step: str) -> QuestionsForm:
        """The questions of a step with what was typed; errors are said once the step has been checked."""
        data = self.data(step)
        if data is None:
            return STEPS[step]()
        if step in self._content["unfinished"]:
            return STEPS[step](initial=_typed(STEPS[step], data))
        return self._form_as_kept(step)

    def bound_form(self, step: str, data: Mapping) -> QuestionsForm:
        """The questions of a step, with answers to check."""
        return STEPS[step](data, initial={"programmes": self._content["titles"]})

    def save(self, step: str, data: MultiValueDict, *, is_finished: bool = True, is_trapped: bool = False):
        """Keeps what was posted at a step; `is_finished` is false where its author meant to come back."""
        names = STEPS[step].base_fields
        posted = {name: data.getlist(name) for name in names if name in data}
        self._content["steps"][step] = {
            name: values
            for name, values in posted.items()
            if len(values) + len("".join(values)) <= LONGEST_ANSWER
        }
        unfinished = set(self._content["unfinished"]) - {step}
        self._content["unfinished"] = sorted(unfinished | (set() if is_finished else {step}))
        self._content["trapped"] = self.is_trapped or is_trapped
        self._keep()

    def remember_titles(self, titles: list[str]) -> None:
        """Programmes that were offered when they were chosen: they stay so, in another language too."""
        self._content["titles"] = titles
        self._keep()

    def prefill(self, answers: dict, renewal: Renewal | None = None) -> None:
        """Begins a draft whose steps are answered already."""
        self.start()
        self._content["titles"] = list(answers.get("programmes") or [])
        self._content["renewal"] = renewal and renewal.pk
        self._content["steps"] = {
            step: {name: _as_posted(answers[name]) for name in form_class.base_fields if name in answers}
            for step, form_class in STEPS.items()
        }
        self._keep()

    def first_to_answer(self, steps=tuple(STEPS)) -> str | None:
        """The first of these steps whose answers are missing or wrong; None where all are right."""
        return next((step for step in steps if not self._is_answered(step)), None)

    def answers(self) -> dict:
        """Right answers so far, as they would be stored."""
        right = {}
        for step in STEPS:
            if self.data(step) is not None:
                form = self._form_as_kept(step)
                form.is_valid()
                right |= form.cleaned_data
        return right

    def clear(self) -> None:
        self._session.pop(_DRAFT_KEY, None)
        self._content = _sound(None)
        self._checked.clear()

    def close(self, reference: str, signature: str, follow_signature: str) -> None:
        """Clears the draft once it is sent, and remembers what it became."""
        sent = self._sent() | {self.token: [reference, signature, follow_signature]}
        self.clear()
        self._session[_SENT_KEY] = dict(list(sent.items())[-SENT_REMEMBERED:])

    def sent_as(self, token: str) -> tuple[str, str] | None:
        """(reference, signature) of the request that the draft of that token became."""
        found = self._sent().get(token)
        return found and (found[0], found[1])

    def last_sent(self) -> tuple[str, str] | None:
        """(reference, signature) of the last request sent from this browser."""
        return next((tuple(sent[:2]) for sent in reversed(self._sent().values())), None)

    def follow_signature(self, reference: str) -> str:
        """What opened the request's own page when it was sent from this browser; else empty."""
        return next((sent[2] for sent in self._sent().values() if sent[0] == reference), "")

    def _is_answered(self, step) -> bool:
        return self.data(step) is not None and self._form_as_kept(step).is_valid()

    def _form_as_kept(self, step) -> QuestionsForm:
        if step not in self._checked:
            self._checked[step] = self.bound_form(step, self.data(step))
        return self._checked[step]

    def _sent(self) -> dict:
        sent = self._session.get(_SENT_KEY)
        if not isinstance(sent, dict):
            return {}
        return {token: parts for token, parts in sent.items() if len(_strings(parts)) == 3}

    def _keep(self) -> None:
        self._checked.clear()
        self._session[_DRAFT_KEY] = self._content
        # A member of the team who tries the form keeps the session that a log-in gives.
        if SESSION_KEY not in self._session:
            self._session.set_expiry(LIFETIME)


def _sound(content) -> dict:
    """A draft's content with every part of the right type, whatever the session held."""
    content = content if isinstance(content, dict) else {}
    token, steps, renewal = content.get("token"), content.get("steps"), content.get("renewal")
    steps = steps if isinstance(steps, dict) else {}
    return {
        "token": token if isinstance(token, str) else "",
        "steps": {name: _sound_step(step) for name, step in steps.items() if name in STEPS},
        "unfinished": _strings(content.get("unfinished")),
        "titles": _strings(content.get("titles")),
        "trapped": content.get("trapped") is True,
        "renewal": renewal if isinstance(renewal, int) else None,
    }


def _sound_step(step) -> dict[str, list[str]]:
    return {name: _strings(values) for name, values in step.items()} if isinstance(step, dict) else {}


def _strings(values) -> list[str]:
    return [value for value in values if isinstance(value, str)] if isinstance(values, list) else []


def _typed(form_class: type[QuestionsForm], data: MultiValueDict) -> dict:
    """What was posted, as the initial values that show it again."""
    return {
        name: field.widget.value_from_datadict(data, {}, name)
        for name, field in form_class.base_fields.items()
        if name in data or isinstance(field, forms.BooleanField)
    }


def _as_posted(value) -> list[str]:
    """A stored value as a form would have posted it."""
    if isinstance(value, bool):
        return ["on"] if value else []
    if isinstance(value, list):
        return [str(part) for part in value]
    if isinstance(value, datetime.date):
        return [value.strftime(DATE_FORMATS[0])]
    return ["" if value is None else str(value)]

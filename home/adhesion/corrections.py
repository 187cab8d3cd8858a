"""Answers corrected after the request was filed, while nothing is decided yet."""

import datetime
from dataclasses import dataclass
from typing import NamedTuple

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from core.choices import OrganisationType
from core.text import single_line
from core.typography import written_date
from home.adhesion import following, outbox
from home.adhesion.countries import country_name
from home.adhesion.forms.application import (
    ChampionForm,
    IntentForm,
    InvoicingForm,
    OrganisationForm,
    QuestionsForm,
)
from home.adhesion.models.history import EventKind, MailKind, RequestEvent
from home.adhesion.models.requests import AdhesionRequest, PayerKind
from home.adhesion.siret import format_siret
from home.adhesion.transitions import TransitionRefused, what_happened

#: The groups of questions, each corrected on a page of its own.
GROUPS: dict[str, type[QuestionsForm]] = {
    "organisation": OrganisationForm,
    "champion": ChampionForm,
    "invoicing": InvoicingForm,
    "intent": IntentForm,
}
_FIELDS = {name: field for group in GROUPS.values() for name, field in group.base_fields.items()}


def correct(request_id: int, answers: dict, *, actor=None, version: int | None = None) -> AdhesionRequest:
    """Writes the answers that differ, with one event that says what each was and is.

    `answers` holds cleaned values by the name of their field. An `actor` is a member of the team; without
    one it is the applicant, and the team is told. Raises `TransitionRefused` where the request is no longer
    open, or where it has changed since `version`.
    """
    with transaction.atomic():
        request = AdhesionRequest.objects.select_for_update(of=("self",)).get(pk=request_id)
        if not request.is_open or request.anonymised_at or version not in (None, request.version):
            raise TransitionRefused(what_happened(request, reader=actor))
        changed = [name for name in _FIELDS if name in answers and getattr(request, name) != answers[name]]
        if not changed:
            return request
        former_address = request.champion_email
        with translation.override(settings.LANGUAGE_CODE):
            note = "\n".join(_change(request, name, answers[name]) for name in changed)
        for name in changed:
            setattr(request, name, answers[name])
        request.version += 1
        request.save(update_fields=[*changed, "version"])
        RequestEvent.note_down(request, EventKind.CORRECTED, actor=actor, note=note)
        if actor is None and (draft := outbox.compose(request, MailKind.CORRECTED, reason=note)):
            outbox.queue(request, draft)
        if former_address.lower() != request.champion_email.lower():
            _move_links(request, former_address)
    return request


def _move_links(request, former_address):
    """The links sent so far show nothing any more: a new one leaves for the address as it is now."""
    following.send_link(request, is_new_address=True)
    if former_address:
        following.tell_former_address(request, former_address)


def _change(request, name, answer) -> str:
    before, after = (
        single_line(written(name, value)) or _("nothing") for value in (getattr(request, name), answer)
    )
    return _("%(question)s: %(before)s → %(after)s") % {
        "question": _FIELDS[name].label,
        "before": before,
        "after": after,
    }


def written(name: str, answer) -> str:
    """An answer in words, in the active language; empty where none was given."""
    if name == "country":
        return country_name(answer)
    if name in ("siret", "payer_siret"):
        return format_siret(answer)
    if isinstance(answer, bool):
        return _("Yes") if answer else _("No")
    if isinstance(answer, datetime.date):
        return written_date(answer)
    if isinstance(answer, list):
        return ", ".join(answer)
    choices = getattr(AdhesionRequest._meta.get_field(name), "flatchoices", ())
    return str(dict(choices).get(answer, answer) or "")


class Answer(NamedTuple):
    """A question of the form, by its label and the name of its field, with the answer in words or empty."""

    label: str
    words: str
    name: str


@dataclass(frozen=True)
class Stated:
    """A group of questions with what was answered."""

    name: str
    legend: str
    rows: list[Answer]


def stated(request: AdhesionRequest) -> list[Stated]:
    """All the answers that apply, in the words of the form and in the active language."""
    return [
        Stated(
            name=name,
            legend=str(group.legend),
            rows=[
                Answer(str(field.label), _stated_words(request, field_name), field_name)
                for field_name, field in group.base_fields.items()
                if _applies(request, field_name)
            ],
        )
        for name, group in GROUPS.items()
    ]


def _stated_words(request, name):
    if name == "siret" and request.siret_missing:
        return _("Not at hand")
    return written(name, getattr(request, name))


def _applies(request, name) -> bool:
    is_abroad = request.country != "FR" or request.organisation_category in (
        OrganisationType.EUROPEAN,
        OrganisationType.FOREIGN,
    )
    if name == "siret_missing":
        return False
    if name == "siret":
        return bool(request.siret) or not is_abroad
    if name == "foreign_identifier":
        return bool(request.foreign_identifier) or is_abroad
    if name in InvoicingForm.payer_fields:
        return request.payer_kind == PayerKind.OTHER
    return True


def correction_form(group: str, request: AdhesionRequest, data=None) -> QuestionsForm:
    """The questions of a group, with the answers as they stand."""
    form_class = GROUPS[group]
    return form_class(data, initial={name: getattr(request, name) for name in form_class.base_fields})

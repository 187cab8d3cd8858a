"""The membership form on paper: the questions of the web form, to be filled in by hand, or filled in already.

Made from the very fields of `forms.application`: what is asked here and there cannot differ.
"""

from html.parser import HTMLParser
from pathlib import Path

from django import forms
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from core.pdf import printing
from core.pdf.printing import printed, verbatim
from core.typography import amount
from home.adhesion.forms.application import ApplicationForm
from home.adhesion.forms.fields import ConditionalMixin, SiretField
from home.adhesion.models.fees import FeeSchedule
from home.adhesion.siret import LENGTH as SIRET_LENGTH

TEMPLATE = Path(__file__).parent / "templates" / "membership_form.typ"
#: A longer list is not printed: its answer is written on a line.
_LONGEST_LIST = 20


def membership_form(schedule: FeeSchedule, answers: dict | None = None) -> bytes:
    """The form for that year in the active language: blank, or with `answers`, one cleaned value a field."""
    if answers is None:
        return printing.kept(TEMPLATE, form_data(schedule))
    return printing.made(TEMPLATE, form_data(schedule, answers))


def form_data(schedule: FeeSchedule, answers: dict | None = None) -> dict:
    """What is printed on the form."""
    contact = printing.contact()
    form = ApplicationForm(initial=answers or {})
    year = {"year": schedule.year}
    return printing.frame(
        contact,
        optional=_("optional"),
        send_to=_("Send this form to"),
        no_payment=_("Nothing is due before your request is accepted."),
        done_at=_("Done at"),
        done_on=_("On"),
        signatory=_("Name and role of the signatory"),
        signature=_("Signature and stamp"),
    ) | {
        "title": printed(_("Request to join – %(year)s") % year),
        "footer": printed(
            _("%(name)s – membership form %(year)s") % (year | {"name": contact.organisation_name})
        ),
        "fee": printed(
            _("Membership costs %(amount)s for %(year)s.")
            % (year | {"amount": amount(schedule.amount_euros)})
        ),
        "introduction": printed(
            _("Write in capital letters and tick the boxes. What is optional says so.")
            if answers is None
            else _("Your answers so far are filled in: complete what is missing, then sign.")
        ),
        "groups": [
            {
                "legend": printed(fieldset["legend"]),
                "parts": [_part(part, answers) for part in fieldset["parts"]],
            }
            for fieldset in form.fieldsets()
        ],
        "notice": _notice(contact),
    }


def _part(part: dict, answers: dict | None) -> dict:
    return {
        "intro": printed(part.get("intro") or ""),
        "questions": [_question(field, answers is not None) for field in part["fields"]],
    }


def _question(bound: forms.BoundField, is_answered: bool) -> dict:
    field = bound.field
    value = bound.value() if is_answered else None
    question = {
        "label": printed(bound.label),
        "help": printed(bound.help_text),
        "optional": not field.required and not isinstance(field, ConditionalMixin | forms.BooleanField),
    }
    if isinstance(field, forms.BooleanField):
        return question | {"kind": "tick", "ticked": bool(value)}
    if isinstance(field, SiretField):
        return question | {"kind": "digits", "count": SIRET_LENGTH, "value": str(value or "")}
    choices = [(str(key), label) for key, label in getattr(field, "choices", ()) if str(key)]
    chosen = {str(part) for part in value} if isinstance(value, list) else {str(value)}
    if choices and len(choices) <= _LONGEST_LIST:
        options = [{"label": printed(label), "ticked": key in chosen} for key, label in choices]
        return question | {"kind": "choices", "options": options}
    if choices:
        return question | {"kind": "line", "value": verbatim(dict(choices).get(str(value), ""))}
    if isinstance(field.widget, forms.Textarea):
        rows = int(field.widget.attrs["rows"])
        return question | {"kind": "lines", "rows": rows, "value": verbatim(value or "")}
    shown = field.widget.format_value(value) if value else ""
    return question | {"kind": "line", "value": verbatim(shown or "")}


def _notice(contact) -> dict:
    """The notice that stands at the web form, its very words."""
    reader = _NoticeReader()
    reader.feed(render_to_string("adhesion/components/notice.html", {"contact": contact}))
    return {
        "heading": printed(reader.heading()),
        "paragraphs": [
            {"label": printed(label), "text": printed(text)} for label, text in reader.paragraphs()
        ],
    }


class _NoticeReader(HTMLParser):
    """Reads the notice as headings, terms and paragraphs."""

    _BLOCKS = ("h1", "h2", "h3", "dt", "dd", "p", "li")

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self._blocks: list[list[str]] = []

    def handle_starttag(self, tag, attrs):
        if tag in self._BLOCKS:
            self._blocks.append([tag, ""])

    def handle_data(self, data):
        if self._blocks:
            self._blocks[-1][1] += data

    def heading(self) -> str:
        return next((_joined(text) for tag, text in self._blocks if tag.startswith("h")), "")

    def paragraphs(self) -> list[tuple[str, str]]:
        """(term or nothing, text) of each paragraph."""
        paragraphs, label = [], ""
        for tag, text in self._blocks:
            if tag == "dt":
                label = _joined(text)
            elif not tag.startswith("h"):
                paragraphs.append((label, _joined(text)))
                label = ""
        return paragraphs


def _joined(text: str) -> str:
    """On one line; no-break spaces stay."""
    return " ".join(part for part in text.replace("\n", " ").split(" ") if part)

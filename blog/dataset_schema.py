"""The JSON Schema of a roadmap's data (draft 2020-12): what each value means, in the language being read."""

from django.utils.translation import gettext as _

from blog.models.commitments import Commitment
from blog.models.parts import BudgetLine
from core.choices import DataLicence

DRAFT = "https://json-schema.org/draft/2020-12/schema"


def schema(address: str) -> dict:
    """The schema published at `address`."""
    return {
        "$schema": DRAFT,
        "$id": address,
        **_object(
            _("Roadmap"),
            _("What the association promises for a year, what became of it, and with what means."),
            {
                "$schema": _text(
                    _("Schema"), _("Address of the schema that describes this document."), format="uri"
                ),
                "title": _text(_("Title"), _("Title of the roadmap.")),
                "year": _whole(_("Year"), _("Year that it is the roadmap of.")),
                "language": _language(_("Language of labels and titles of pages (ISO 639-1).")),
                "url": _text(_("Address"), _("Page where people read it."), format="uri"),
                "publisher": _object(
                    _("Publisher"),
                    _("Who publishes these data."),
                    {
                        "name": _text(_("Name"), _("Name of the publisher.")),
                        "url": _text(_("Address"), _("Home page of the publisher."), format="uri"),
                    },
                ),
                "licence": _object(
                    _("Licence"),
                    _("Under which these data may be reused."),
                    {
                        "id": _text(_("Code"), _("Identifier of the licence."), enum=DataLicence.values),
                        "name": _text(_("Name"), _("Name of the licence.")),
                        "url": _text(_("Address"), _("Where the text of the licence is read."), format="uri"),
                    },
                ),
                "published_on": _or_null(
                    _day(_("Published on"), _("Day on which the roadmap was presented."))
                ),
                "modified_at": _or_null(
                    _text(
                        _("Last modified"),
                        _("When the page was last published or a change of state last recorded."),
                        format="date-time",
                    )
                ),
                "priorities": _list(_("Priorities"), _("In the order of the roadmap."), _priority()),
                "commitments": _list(_("Commitments"), _("In the order of the roadmap."), _commitment()),
                "budget": _budget(),
            },
        ),
    }


def _priority() -> dict:
    return _object(
        _("Priority"),
        _("One of the priorities of the year."),
        {
            "number": _whole(_("Number"), _("Its place among the priorities, from 1."), minimum=1),
            "title": _text(_("Title"), _("Title of the priority.")),
            "text": _or_null(_text(_("Text"), _("What it says, without formatting."))),
        },
    )


def _commitment() -> dict:
    other_year = {
        "year": _whole(_("Year"), _("Year of the other roadmap.")),
        "id": _whole(_("Identifier"), _("Identifier of the other commitment.")),
        "title": _text(_("Title"), _("Title of the other commitment.")),
    }
    return _object(
        _("Commitment"),
        _("One promise of the roadmap."),
        {
            "id": _whole(_("Identifier"), _("The same in every language and for as long as it exists.")),
            "language": _language(_("Language in which its texts are written (ISO 639-1).")),
            "title": _text(_("Title"), _("What is promised.")),
            "description": _or_null(_text(_("Description"), _("What is promised, told at more length."))),
            "area": _coded(_("Area"), _("Part of the association’s work."), Commitment.Area),
            "priority": _or_null(
                _object(
                    _("Priority"),
                    _("The priority that it serves."),
                    {
                        "number": _whole(
                            _("Number"), _("Its place among the priorities, from 1."), minimum=1
                        ),
                        "title": _text(_("Title"), _("Title of the priority.")),
                    },
                )
            ),
            "programme": _or_null(
                _object(
                    _("Programme"),
                    _("The programme that it is about."),
                    {
                        "title": _text(_("Title"), _("Title of the programme.")),
                        "url": _or_null(
                            _text(_("Address"), _("Its page; null where it has none."), format="uri")
                        ),
                    },
                )
            ),
            "period": _or_null(_text(_("Period"), _("As it was announced, in words."))),
            "starts_on": _or_null(_day(_("Begins on"), _("Earliest day of the period."))),
            "ends_on": _or_null(_day(_("Ends on"), _("Latest day of the period."))),
            "cost": _or_null(_text(_("Cost"), _("As it was announced, in words."))),
            "cost_min": _or_null(_whole(_("Cost, from"), _("In whole euros."), minimum=0)),
            "cost_max": _or_null(_whole(_("Cost, to"), _("In whole euros."), minimum=0)),
            "currency": _currency(),
            "state": _coded(_("State"), _("Where it stands."), Commitment.State),
            "state_since": _or_null(_day(_("Since"), _("Day from which it has been in this state."))),
            "state_reason": _or_null(_text(_("Reason"), _("Why it is in this state."))),
            "history": _list(
                _("History"),
                _("Every state that it has been in, oldest first. It is never rewritten."),
                _object(
                    _("Change of state"),
                    _("A state that it entered."),
                    {
                        "state": _coded(_("State"), _("The state that it entered."), Commitment.State),
                        "on": _day(_("On"), _("Day from which it holds.")),
                        "reason": _or_null(_text(_("Reason"), _("Why it changed."))),
                    },
                ),
            ),
            "carried_from": _or_null(
                _object(
                    _("Carried over from"),
                    _("The commitment of an earlier roadmap that this one takes up again."),
                    other_year,
                )
            ),
            "carried_to": _list(
                _("Carried over to"),
                _("Commitments of later roadmaps that take this one up again."),
                _object(_("Commitment"), _("A commitment of another roadmap."), other_year),
            ),
        },
    )


def _budget() -> dict:
    return _object(
        _("Budget"),
        _("The means of the year. What is unknown is null."),
        {
            "currency": _currency(),
            "total": _or_null(_whole(_("Budget"), _("In whole euros."), minimum=0)),
            "payroll": _or_null(_whole(_("Payroll"), _("In whole euros."), minimum=0)),
            "staff_fte": _or_null(_number(_("Staff"), _("In full-time equivalents."), minimum=0)),
            "fee": _or_null(_whole(_("Membership fee"), _("For the year, in whole euros."), minimum=0)),
            "previous_fee": _or_null(_whole(_("Fee of the year before"), _("In whole euros."), minimum=0)),
            "membership_target": _or_null(
                _whole(_("Memberships aimed at"), _("How many members the association hopes for."), minimum=0)
            ),
            "lines": _list(
                _("Lines"),
                _("Revenue by source and spending by function."),
                _object(
                    _("Line"),
                    _("A share of the revenue or of the spending."),
                    {
                        "side": _coded(_("Side"), _("Revenue or spending."), BudgetLine.Side),
                        "label": _text(_("Label"), _("Where the money comes from, or what it is for.")),
                        "share": _number(_("Share"), _("In per cent of its side."), minimum=0, maximum=100),
                        "amount": _or_null(
                            _whole(
                                _("Amount"),
                                _("Indicative: the share of the budget, to the nearest thousand euros."),
                                minimum=0,
                            )
                        ),
                        "note": _or_null(_text(_("Note"), _("Remark about this line."))),
                    },
                ),
            ),
            "note": _or_null(_text(_("Note"), _("Remark about the budget."))),
        },
    )


def _object(title: str, description: str, properties: dict) -> dict:
    """An object that holds all of these and nothing else."""
    return {
        "title": title,
        "description": description,
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _list(title: str, description: str, items: dict) -> dict:
    return {"title": title, "description": description, "type": "array", "items": items}


def _text(title: str, description: str, **more) -> dict:
    return {"title": title, "description": description, "type": "string", **more}


def _day(title: str, description: str) -> dict:
    return _text(title, description, format="date")


def _whole(title: str, description: str, **more) -> dict:
    return {"title": title, "description": description, "type": "integer", **more}


def _number(title: str, description: str, **more) -> dict:
    return {"title": title, "description": description, "type": "number", **more}


def _language(description: str) -> dict:
    return _text(_("Language"), description, pattern="^[a-z]{2}$")


def _currency() -> dict:
    return {
        "title": _("Currency"),
        "description": _("Of the amounts beside it (ISO 4217)."),
        "const": "EUR",
    }


def _coded(title: str, description: str, choices) -> dict:
    """A code and its label; the labels of a language are those of its own document."""
    return _object(
        title,
        description,
        {
            "code": _text(_("Code"), _("The same in every language."), enum=choices.values),
            "label": _text(_("Label"), _("In the language of the document.")),
        },
    )


def _or_null(definition: dict) -> dict:
    return definition | {"type": [definition["type"], "null"]}

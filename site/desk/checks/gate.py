"""What stops publication, said on the form at the field and block that it is about."""

from collections.abc import Iterable, Iterator

from django.core.exceptions import ValidationError
from wagtail.blocks import (
    BlockField,
    ListBlockValidationError,
    StreamBlockValidationError,
    StructBlockValidationError,
)

from core.checking import Finding, content_of
from core.checking.places import Kind, Step
from desk.checks.examining import Report, examine

_STREAM, _LIST, _STRUCT = StreamBlockValidationError, ListBlockValidationError, StructBlockValidationError
_ERRORS = {Kind.BLOCK: _STREAM, Kind.ITEM: _LIST, Kind.PART: _STRUCT}


def examine_typed(form) -> Report:
    """Of a page as its form holds it, once the form has been asked whether it is valid.

    What a form refuses it leaves out of the page: streams are given to it as they were typed, for it is shown
    again with them. Rows come to the page when it is saved: until then they are those of the form.
    """
    for name in form.errors:
        field = form.fields.get(name)
        if isinstance(field, BlockField):
            typed = field.widget.value_from_datadict(form.data, form.files, form.add_prefix(name))
            setattr(form.instance, name, typed)
    rows = {relation: _rows(formset) for relation, formset in form.formsets.items()}
    return examine([content_of(form.instance, rows)])[0]


def refuse(form, findings: Iterable[Finding]) -> bool:
    """Puts findings on a form, each beside what it is about, or above it where that is no field of it.

    True where they are all that the form refuses; where it refuses more, that has to be told as well.
    """
    findings = tuple(findings)
    said = {tuple(step.key for step in finding.place.steps) for finding in findings}
    is_all = not any(formset.total_error_count() for formset in form.formsets.values())
    by_field: dict[str, list[Finding]] = {}
    for finding in findings:
        name = finding.place.field
        by_field.setdefault(name if name in form.fields else "", []).append(finding)
    for name, errors in form.errors.as_data().items():
        is_all = is_all and all(path in said for error in errors for path in _paths(error, (name,)))
    for name, found in by_field.items():
        if name and name not in form.errors:
            form.add_error(name, _error([(finding.place.steps[1:], finding.sentence) for finding in found]))
        elif not name:
            for sentence in {finding.sentence for finding in found} - set(form.non_field_errors()):
                form.add_error(None, sentence)
    return is_all


def _rows(formset) -> list:
    """Those that are kept, in the order of the screen."""
    kept = [
        form
        for form in formset.forms
        if (form.has_changed() or form.instance.pk) and not formset._should_delete_form(form)
    ]
    kept.sort(key=lambda form: getattr(form, "cleaned_data", {}).get("ORDER") or 0)
    return [form.instance for form in kept]


def _paths(error: ValidationError, path: tuple) -> Iterator[tuple]:
    """Where an error says something: names of fields and parts, numbers of blocks."""
    inside = getattr(error, "block_errors", {})
    if not inside or getattr(error, "non_block_errors", None):
        yield path
    for key, deeper in inside.items():
        yield from _paths(deeper, (*path, key))


def _error(told: list[tuple[tuple[Step, ...], str]]) -> ValidationError:
    """One error for all sentences, nested as the blocks are in which they stand."""
    here = [sentence for steps, sentence in told if not steps]
    inside: dict[Step, list] = {}
    for steps, sentence in told:
        if steps:
            inside.setdefault(steps[0], []).append((steps[1:], sentence))
    if not inside:
        return ValidationError(here)
    kind = next(iter(inside)).kind
    errors = {step.key: _error(deeper) for step, deeper in inside.items()}
    return _ERRORS[kind](block_errors=errors, non_block_errors=here)

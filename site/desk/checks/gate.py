"""What stops publication, said on the form at the field and block that it is about."""

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from wagtail.blocks import (
    BlockField,
    ListBlockValidationError,
    StreamBlockValidationError,
    StructBlockValidationError,
)

from core.checking import Finding
from core.checking.places import Kind, Step

_STREAM, _LIST, _STRUCT = StreamBlockValidationError, ListBlockValidationError, StructBlockValidationError
_ERRORS = {Kind.BLOCK: _STREAM, Kind.ITEM: _LIST, Kind.PART: _STRUCT}


def keep_typed(form) -> None:
    """Gives the page of a refused form the streams as they were typed: a form leaves out what it refuses."""
    for name in form.errors:
        field = form.fields.get(name)
        if isinstance(field, BlockField):
            typed = field.widget.value_from_datadict(form.data, form.files, form.add_prefix(name))
            setattr(form.instance, name, typed)


def refuse(form, findings: Iterable[Finding]) -> None:
    """Puts findings on a form, each beside what it is about, or above it where that is no field of it."""
    by_field: dict[str, list[Finding]] = {}
    for finding in findings:
        by_field.setdefault(finding.place.field if finding.place.field in form.fields else "", []).append(
            finding
        )
    for name, found in by_field.items():
        if name:
            form.add_error(name, _error([(finding.place.steps[1:], finding.sentence) for finding in found]))
        else:
            for finding in found:
                form.add_error(None, finding.sentence)


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

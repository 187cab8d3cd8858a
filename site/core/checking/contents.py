"""All that an editor can fill in of a page or a record, part by part, as it is stored: nothing is fetched.

A draft may lack anything, and what was stored years ago may have another form than the blocks of today: what
is not understood is passed over.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from django.db import models
from modelcluster.fields import ParentalManyToManyField
from wagtail import blocks
from wagtail.blocks.stream_block import StreamValue
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock
from wagtail.fields import RichTextField, StreamField

from core.checking.places import Kind, Place, Step

#: Editors talk to each other in comments: readers never see them.
_COMMENTS = "wagtail_admin_comments"
_RICH = (blocks.RichTextBlock, RichTextField)
_WORDS = (blocks.CharBlock, blocks.TextBlock, models.CharField, models.TextField)
#: Words that are no sentences.
_NO_WORDS = (models.SlugField, models.URLField, models.EmailField)
#: Caption and headings of a table are words as well.
_CELL = blocks.CharBlock()


@dataclass(frozen=True)
class Part:
    """Something filled in: `definition` is its block or its model field, `value` what is stored."""

    place: Place
    definition: object
    value: object

    @property
    def is_rich(self) -> bool:
        """Whether it is rich text, in HTML."""
        return isinstance(self.definition, _RICH) and isinstance(self.value, str)

    @property
    def is_text(self) -> bool:
        """Whether it holds words to read, rich or not."""
        is_words = isinstance(self.definition, _WORDS) and not isinstance(self.definition, _NO_WORDS)
        is_choice = getattr(self.definition, "choices", None)
        return isinstance(self.value, str) and (self.is_rich or (is_words and not is_choice))


@dataclass(frozen=True)
class Content:
    """A page or a record, and its parts in the order of the form."""

    subject: models.Model
    parts: tuple[Part, ...]

    def of(self, *definitions: type) -> Iterator[Part]:
        """Parts whose block or field is one of these."""
        return (part for part in self.parts if isinstance(part.definition, definitions))

    @property
    def texts(self) -> Iterator[Part]:
        return (part for part in self.parts if part.is_text)

    @property
    def rich_texts(self) -> Iterator[Part]:
        return (part for part in self.parts if part.is_rich)

    def place_of(self, name: str) -> Place:
        """Where a field stands; the whole where the form does not have it."""
        return next((part.place for part in self.parts if part.place.field == name), Place())


@cache
def form_options(model: type) -> tuple[tuple[str, ...], dict[str, tuple[str, ...]]]:
    """Names of the fields that editors are offered of a page or a snippet; of its rows, by relation."""
    options = model.get_edit_handler().get_form_options()
    rows = {
        relation: tuple(of_row.get("fields") or ())
        for relation, of_row in options.get("formsets", {}).items()
        if relation != _COMMENTS
    }
    return tuple(options.get("fields") or ()), rows


def content_of(subject: models.Model, rows: dict[str, list] | None = None) -> Content:
    """What stands in the fields of a page, in its own type, or of a snippet.

    `rows`: instances by relation, where they are known; otherwise the subject is asked for them.
    """
    fields, relations = form_options(type(subject))
    parts = list(_of_fields(subject, fields, Place()))
    for relation, names in relations.items():
        related = subject._meta.get_field(relation)
        instances = getattr(subject, relation).all() if rows is None else rows.get(relation, [])
        at = Place((Step(Kind.FIELD, relation, related.related_model._meta.verbose_name_plural),))
        for number, instance in enumerate(instances):
            row = Step(Kind.ROW, number, id=str(instance.pk or ""))
            parts += _of_fields(instance, names, at / row)
    return Content(subject, tuple(parts))


def _of_fields(instance, names, at: Place) -> Iterator[Part]:
    known = {field.name: field for field in instance._meta.get_fields()}
    for name in names:
        field = known.get(name)
        if not isinstance(field, models.Field) or isinstance(
            field, (models.ManyToManyField, ParentalManyToManyField)
        ):
            continue
        value = getattr(instance, field.attname, None)
        label = str(field.verbose_name)
        # What stands in a row is found by its field there; the row is named by its panel.
        place = at / (Step(Kind.PART, name, label) if at.steps else Step(Kind.FIELD, name, label))
        yield Part(place, field, value)
        if isinstance(field, StreamField) and isinstance(value, StreamValue):
            yield from _of_stream(field.stream_block, list(value.raw_data), place)


def _of_stream(block, children, at: Place) -> Iterator[Part]:
    for number, child in enumerate(listed(children)):
        definition = _named(block, child.get("type")) if isinstance(child, dict) else None
        if definition is not None:
            step = Step(Kind.BLOCK, number, str(definition.label), str(child.get("id") or ""))
            yield from _of_block(definition, child.get("value"), at / step)


def _of_block(block, value, at: Place) -> Iterator[Part]:
    yield Part(at, block, value)
    if isinstance(block, blocks.StreamBlock):
        yield from _of_stream(block, value, at)
    elif isinstance(block, blocks.StructBlock):
        if isinstance(value, dict):
            for name, child in block.child_blocks.items():
                yield from _of_block(child, value.get(name), at / Step(Kind.PART, name, str(child.label)))
    elif isinstance(block, blocks.ListBlock):
        for number, item in enumerate(listed(value)):
            # As Wagtail tells an item with its own id from a bare one, which may hold a `value` itself.
            is_wrapped = (
                isinstance(item, dict) and {"id", "value"} <= item.keys() and item.get("type") == "item"
            )
            step = Step(Kind.ITEM, number, str(block.label), str(item["id"] or "") if is_wrapped else "")
            yield from _of_block(block.child_block, item["value"] if is_wrapped else item, at / step)
    elif isinstance(block, TypedTableBlock) and isinstance(value, dict):
        yield from _of_table(block, value, at)


def _of_table(block, table: dict, at: Place) -> Iterator[Part]:
    """Caption and cells: all stand where the table does."""
    yield Part(at, _CELL, table.get("caption"))
    columns = [column for column in listed(table.get("columns")) if isinstance(column, dict)]
    for column in columns:
        yield Part(at, _CELL, column.get("heading"))
    for row in listed(table.get("rows")):
        cells = listed(row.get("values")) if isinstance(row, dict) else []
        for column, cell in zip(columns, cells, strict=False):
            if definition := _named(block, column.get("type")):
                yield Part(at, definition, cell)


def _named(block, name):
    """The block of that name inside another; None without."""
    return block.child_blocks.get(name) if isinstance(name, str) else None


def listed(value) -> list:
    """A list as it is stored; an empty one where something else is."""
    return value if isinstance(value, list) else []

"""Which addresses, pages and documents the published site leads to, and from where.

Everything is read from what is stored: streams as they lie in the database, rich text as it is written.
Nothing is rendered, and a type of page costs one query however many pages it has.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from html.parser import HTMLParser

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model, URLField
from modelcluster.models import get_all_child_relations
from wagtail import blocks
from wagtail.contrib.settings.registry import registry as settings_registry
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock
from wagtail.documents import get_document_model
from wagtail.fields import RichTextField, StreamField
from wagtail.images import get_image_model
from wagtail.models import Page, get_page_models
from wagtail.snippets.models import get_snippet_models

from core.blocks.links import LinkBlock
from core.querysets import open_to_all

PAGE, DOCUMENT, ADDRESS = "page", "document", "address"


@dataclass(frozen=True)
class Holding:
    """Something that leads somewhere. `target` is a primary key, or an address as it was typed."""

    kind: str
    target: int | str
    content_type_id: int = 0
    object_id: int = 0
    locale_id: int | None = None
    content_path: str = ""
    model_path: str = ""

    def below(self, content: str, model: str = "") -> "Holding":
        """The same, one step further from where it stands."""
        return replace(
            self,
            content_path=f"{content}.{self.content_path}".rstrip("."),
            model_path=f"{model or content}.{self.model_path}".rstrip("."),
        )


def holdings() -> Iterator[Holding]:
    """Of all pages that anybody may read, but aliases, whose original says it; and of all other records."""
    for model in _models():
        yield from _of_model(model)


def _models() -> list[type[Model]]:
    records = [get_image_model(), *get_snippet_models(), *settings_registry]
    return [*get_page_models(), *dict.fromkeys(records)]


def _of_model(model: type[Model]) -> Iterator[Holding]:
    is_page = issubclass(model, Page)
    records = open_to_all(model.objects.filter(alias_of=None)) if is_page else model._default_manager.all()
    content_type = ContentType.objects.get_for_model(Page if is_page else model)
    has_locale = any(field.name == "locale" for field in model._meta.fields)
    columns = [("pk", "pk"), *([("locale", "locale_id")] if has_locale else [])]
    for own_pk, locale_id, found in _of_rows(records, model, columns):
        yield replace(found, content_type_id=content_type.pk, object_id=own_pk, locale_id=locale_id)
    for relation in get_all_child_relations(model):
        child, parent, name = relation.related_model, relation.field.name, relation.get_accessor_name()
        rows = child._default_manager.filter(**{f"{parent}__in": records.values("pk")})
        columns = [("pk", parent), *([("locale", f"{parent}__locale_id")] if has_locale else [])]
        for own_pk, locale_id, found in _of_rows(rows, child, columns, is_child=True):
            yield replace(
                found.below(name), content_type_id=content_type.pk, object_id=own_pk, locale_id=locale_id
            )


def _of_rows(rows, model, columns, *, is_child=False) -> Iterator[tuple[int, int | None, Holding]]:
    """Primary key and language of the record that each holding belongs to, and the holding."""
    fields = [
        field
        for field in (model._meta.local_fields if issubclass(model, Page) else model._meta.fields)
        if isinstance(field, (StreamField, RichTextField, URLField))
    ]
    if not fields:
        return
    names = {"own": "pk"} | dict(columns)
    paths = [*names.values(), *(field.attname for field in fields)]
    for row in rows.order_by("pk").values_list(*paths).iterator():
        known = dict(zip(names, row, strict=False))
        for field, value in zip(fields, row[len(names) :], strict=True):
            for found in _of_field(field, value):
                place = found.below(field.name)
                yield (
                    known["pk"],
                    known.get("locale"),
                    place.below(str(known["own"]), "item") if is_child else place,
                )


def _of_field(field, value) -> Iterator[Holding]:
    if not value:
        return
    if isinstance(field, StreamField):
        yield from _of_block(field.stream_block, value.raw_data)
    elif isinstance(field, RichTextField):
        yield from _of_rich_text(value)
    else:
        yield Holding(ADDRESS, value)


def _of_block(block, value) -> Iterator[Holding]:
    """What a block leads to; `value` as it is stored."""
    if not value:
        return
    if isinstance(block, blocks.StreamBlock):
        for child in value:
            if child["type"] in block.child_blocks:
                for found in _of_block(block.child_blocks[child["type"]], child["value"]):
                    yield found.below(child.get("id") or "", child["type"])
    elif isinstance(block, blocks.StructBlock):
        for name, child_block in block.child_blocks.items():
            if isinstance(block, LinkBlock) and name == "url" and value.get(name):
                yield Holding(ADDRESS, value[name]).below(name)
            else:
                for found in _of_block(child_block, value.get(name)):
                    yield found.below(name)
    elif isinstance(block, blocks.ListBlock):
        for child in value:
            is_wrapped = isinstance(child, dict) and {"id", "value"} <= child.keys()
            for found in _of_block(block.child_block, child["value"] if is_wrapped else child):
                yield found.below(child["id"] if is_wrapped else "", "item")
    elif isinstance(block, TypedTableBlock):
        types = [column["type"] for column in value["columns"]]
        for row in value["rows"]:
            for name, cell in zip(types, row["values"], strict=True):
                for found in _of_block(block.child_blocks.get(name), cell):
                    # The editor opens the table, whatever its cell.
                    yield replace(found, content_path="", model_path="")
    elif isinstance(block, blocks.RichTextBlock):
        yield from _of_rich_text(value)
    elif isinstance(block, blocks.URLBlock):
        yield Holding(ADDRESS, value)
    elif isinstance(block, blocks.ChooserBlock):
        kind = {Page: PAGE, get_document_model(): DOCUMENT}.get(block.model_class)
        if kind:
            yield Holding(kind, value)


def _of_rich_text(html: str) -> Iterator[Holding]:
    links = _Links()
    links.feed(html)
    links.close()
    yield from links.found


class _Links(HTMLParser):
    """Links of rich text as Wagtail stores it."""

    def __init__(self):
        super().__init__()
        self.found: list[Holding] = []

    def handle_starttag(self, tag, attrs):
        values = dict(attrs)
        if tag == "a" and values.get("linktype") in (PAGE, DOCUMENT) and (values.get("id") or "").isdecimal():
            self.found.append(Holding(values["linktype"], int(values["id"])))
        elif tag == "a" and values.get("href"):
            self.found.append(Holding(ADDRESS, values["href"]))
        elif tag == "embed" and values.get("url"):
            self.found.append(Holding(ADDRESS, values["url"]))

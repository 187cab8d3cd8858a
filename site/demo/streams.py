"""Streams of blocks as the content writes them.

A stream is a list of tables with one key each: the type of the block. A value that is not a table, given to
a block made of several fields, fills the first: `heading = "Titre"` says `heading = {text = "Titre"}`.
"""

import uuid

from django.core.exceptions import ValidationError
from wagtail import blocks
from wagtail.blocks import StreamValue
from wagtail.contrib.typed_table_block.blocks import BaseTypedTableBlock
from wagtail.images.blocks import ImageBlock

from demo import text
from demo.errors import ContentError, GoneError


class StreamWriter:
    """Writes the streams of one file; `register` turns references into primary keys."""

    def __init__(self, register, file: str, alternatives: dict[str, str]):
        self.register = register
        self.file = file
        #: Alternative texts of the images of the demonstration.
        self.alternatives = alternatives

    def stream(self, block: blocks.StreamBlock, items: list[dict]) -> StreamValue:
        """Value of a stream field, checked as an editor's would be."""
        value = block.to_python(self.raw(block, items))
        try:
            return block.clean(value)
        except ValidationError as error:
            detail = error.as_json_data() if hasattr(error, "as_json_data") else error.messages
            raise ContentError(self.file, f"a block is not valid: {detail}") from error

    def raw(self, block, value):
        """What the database would hold of `value`."""
        match block:
            case blocks.StreamBlock():
                return self._items(self._typed(block, item) for item in value)
            case ImageBlock():
                return self._image(value)
            case blocks.StructBlock():
                return self._struct(block, value)
            case blocks.ListBlock():
                return self._items(("item", block.child_block, item) for item in value)
            case blocks.ChooserBlock():
                return self.register.pk(value)
            case blocks.RichTextBlock():
                return text.rich(value, self.register, self.file)
            case blocks.CharBlock() | blocks.TextBlock():
                return text.plain(value)
            case BaseTypedTableBlock():
                return self._table(value)
            case blocks.StaticBlock():
                return None
        return value

    def _items(self, items) -> list[dict]:
        """Items of a stream or list, without those that show something an editor has deleted."""
        standing = []
        for kind, child, value in items:
            try:
                raw = self.raw(child, value)
            except GoneError:
                continue
            standing.append({"type": kind, "value": raw, "id": str(uuid.uuid4())})
        return standing

    def _typed(self, block, item):
        if len(item) != 1:
            raise ContentError(self.file, f"a block has one type, not {sorted(item)}")
        ((kind, value),) = item.items()
        if kind not in block.child_blocks:
            raise ContentError(self.file, f"there is no block “{kind}” here")
        return kind, block.child_blocks[kind], value

    def _struct(self, block, value):
        if not isinstance(value, dict):
            value = {next(iter(block.child_blocks)): value}
        unknown = value.keys() - block.child_blocks.keys()
        if unknown:
            raise ContentError(self.file, f"a block “{block.name}” has no “{unknown.pop()}”")
        return {name: self.raw(block.child_blocks[name], inner) for name, inner in value.items()}

    def _image(self, value):
        if isinstance(value, str):
            value = {"image": value}
        return {
            "image": self.register.pk(value["image"]),
            "decorative": value.get("decorative", False),
            "alt_text": value.get("alt_text") or self.alternatives[value["image"]],
        }

    def _table(self, value):
        """Columns whose cells are all numbers are columns of numbers."""
        columns = list(zip(*value["rows"], strict=True))
        types = ["text" if any(isinstance(cell, str) for cell in cells) else "number" for cells in columns]
        return {
            "columns": [
                {"type": kind, "heading": heading}
                for kind, heading in zip(types, value["columns"], strict=True)
            ],
            "rows": [
                {
                    "values": [
                        cell if isinstance(cell, str) else float(cell) if kind == "number" else str(cell)
                        for kind, cell in zip(types, row, strict=True)
                    ]
                }
                for row in value["rows"]
            ],
            "caption": value.get("caption", ""),
        }

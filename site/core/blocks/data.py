"""Blocks of figures, tables and dates."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock
from wagtail_localize.segments import StringSegmentValue


class KeyFiguresBlock(blocks.StructBlock):
    figures = blocks.ListBlock(
        blocks.StructBlock(
            [
                ("value", blocks.CharBlock(label=_("Figure"), max_length=20)),
                ("label", blocks.CharBlock(label=_("What it counts"), max_length=120)),
            ]
        ),
        label=_("Figures"),
        min_num=1,
        max_num=6,
    )

    class Meta:
        label = _("Key figures")
        icon = "order"
        group = _("Data")
        template = "core/blocks/key_figures.html"
        description = _("One to six figures, set large.")
        preview_value = {"figures": [{"value": "19", "label": "résidences menées depuis 2009"}]}


class TranslatableTableBlock(TypedTableBlock):
    """A typed table whose caption, headings and cells wagtail-localize can translate."""

    def get_translatable_segments(self, table):
        segments = [StringSegmentValue("caption", table.caption)] if table.caption else []
        segments += [
            StringSegmentValue(f"heading.{index}", column["heading"])
            for index, column in enumerate(table.columns)
            if column["heading"]
        ]
        for row_index, row in enumerate(table.row_data):
            for column_index, (column, cell) in enumerate(zip(table.columns, row["values"], strict=True)):
                if isinstance(column["block"], blocks.CharBlock) and cell:
                    segments.append(StringSegmentValue(f"cell.{row_index}.{column_index}", cell))
        return segments

    def restore_translated_segments(self, table, segments):
        for segment in segments:
            kind, *indexes = segment.path.split(".")
            text = segment.render_text()
            if kind == "caption":
                table.caption = text
            elif kind == "heading":
                table.columns[int(indexes[0])]["heading"] = text
            else:
                row, column = map(int, indexes)
                table.row_data[row]["values"][column] = text
        return table


class TableBlock(TranslatableTableBlock):
    def __init__(self, **kwargs):
        super().__init__(
            [("text", blocks.CharBlock(required=False)), ("number", blocks.FloatBlock(required=False))],
            **kwargs,
        )

    class Meta:
        label = _("Table")
        icon = "table"
        group = _("Data")
        template = "core/blocks/table.html"
        description = _("A table with a caption and a heading for each column.")
        preview_value = {
            "caption": "Ressources prévues",
            "columns": [{"type": "text", "heading": "Poste"}, {"type": "text", "heading": "Part"}],
            "rows": [{"values": ["Grands partenaires", "44 %"]}, {"values": ["Adhésions", "6 %"]}],
        }


class TimelineBlock(blocks.StructBlock):
    events = blocks.ListBlock(
        blocks.StructBlock(
            [
                ("date", blocks.CharBlock(label=_("Date"), max_length=60)),
                ("title", blocks.CharBlock(label=_("Title"))),
                ("text", blocks.TextBlock(label=_("Text"), required=False)),
            ]
        ),
        label=_("Events, oldest first"),
        min_num=1,
    )

    class Meta:
        label = _("Timeline")
        icon = "history"
        group = _("Data")
        template = "core/blocks/timeline.html"
        description = _("Dates in order, each with a title and a sentence.")
        preview_value = {"events": [{"date": "2009", "title": "Première résidence", "text": ""}]}

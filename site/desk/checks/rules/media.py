"""Films without their words, tables without the headings of their columns."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.blocks.data import TableBlock
from core.blocks.media import VideoBlock
from core.checking import Level, register
from core.checking.contents import listed
from core.checking.places import Kind, Step
from desk.checks.rules.markup import text_of, visible


@register(
    "film-without-words",
    level=Level.ADVICE,
    title=gettext_lazy("Film without transcript"),
    question=gettext_lazy("Can each film be read by those who do not hear it?"),
)
def films_without_words(content, known):
    """RGAA 4.1, criterion 4.1; what a film says is not always known on the day it comes out: advice."""
    for part in content.of(VideoBlock):
        value = part.value
        if isinstance(value, dict) and value.get("url") and not text_of(str(value.get("transcript") or "")):
            yield (
                part.place / Step(Kind.PART, "transcript"),
                _("This film has no transcript: write down what is said in it."),
            )


@register(
    "table-headings",
    level=Level.ADVICE,
    title=gettext_lazy("Table without headings"),
    question=gettext_lazy("Has every column of a table its heading?"),
)
def tables_without_headings(content, known):
    """RGAA 4.1, criterion 5.6; the first column may do without, it names the rows."""
    for part in content.of(TableBlock):
        columns = listed(part.value.get("columns")) if isinstance(part.value, dict) else []
        headings = [
            visible(str(column.get("heading") or "")) for column in columns if isinstance(column, dict)
        ]
        if headings and not all(headings[1:] or headings):
            yield part.place, _("A column of this table has no heading: say what it holds.")

"""Headings: those who listen to a page go from one to the next.

A heading without words is announced and says nothing (RGAA 4.1, criterion 9.1): it stops publication. One
that skips a level reads all the same, and the criterion allows it: it is advice.
"""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.blocks.text import HeadingBlock
from core.checking import Level, register
from core.checking.places import Kind, Step
from desk.checks.rules.markup import elements, visible


def _headings(content):
    """(place, level, words) of headings in their order, for each field by itself."""
    for part in content.parts:
        if isinstance(part.definition, HeadingBlock) and isinstance(part.value, dict):
            level = 3 if str(part.value.get("level")) == "3" else 2
            place = part.place / Step(Kind.PART, "text")
            yield place, level, visible(str(part.value.get("text") or ""))
        elif part.is_rich:
            for element in elements(part.value):
                if element.is_heading:
                    yield part.place, element.level, element.text


@register(
    "empty-heading",
    level=Level.BLOCKS,
    title=gettext_lazy("Heading without words"),
    question=gettext_lazy("Has every heading its words?"),
)
def empty_headings(content, known):
    for place, _level, words in _headings(content):
        if not words:
            yield place, _("This heading has no words: write some, or remove it.")


@register(
    "heading-order",
    level=Level.ADVICE,
    title=gettext_lazy("Order of headings"),
    question=gettext_lazy("Does every sub-part stand in a part?"),
)
def disordered_headings(content, known):
    before: dict[tuple, int] = {}
    for place, level, words in _headings(content):
        # A stream is read as one text; the sub-parts of a text by itself stand under its own title.
        is_stream = len(place.steps) > 1
        here = (place.field,)
        above = before.get(here, 1 if is_stream else 2)
        before[here] = level
        if level > above + 1:
            yield (
                place,
                _(
                    "“%(words)s” is a sub-part and no part stands above it: "
                    "make it a part, or put the heading of its part before it."
                )
                % {"words": words},
            )

"""Words that were left in, and texts that nobody reads to the end."""

import re
import unicodedata

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.checking import Level, register
from desk.checks.rules.markup import elements, text_of, visible

#: Marks by which writers find what lacks; capitals alone make a mark of the last ones.
TO_COMPLETE = re.compile(
    r"\b(?:(?i:[àa]\s+compl[ée]ter|lorem\s+ipsum|to\s+be\s+completed)|TODO|TBD|TBC|XXX+)\b"
)
#: Words of a paragraph; beyond, a screen is full of it.
LONGEST_PARAGRAPH = 180


@register(
    "to-complete",
    level=Level.ADVICE,
    title=gettext_lazy("Something left to complete"),
    question=gettext_lazy("Is everything written that was to be written?"),
)
def left_to_complete(content, known):
    """Advice: a fact that nobody knows is shown as such, and the page is public all the same."""
    for part in content.texts:
        text = text_of(part.value) if part.is_rich else visible(part.value)
        if found := TO_COMPLETE.search(unicodedata.normalize("NFC", text)):
            yield (
                part.place,
                _("“%(mark)s” is left in: write what lacks as soon as it is known.") % {"mark": found[0]},
            )


@register(
    "long-paragraph",
    level=Level.ADVICE,
    title=gettext_lazy("Very long paragraph"),
    question=gettext_lazy("Do paragraphs leave the eye a rest?"),
)
def long_paragraphs(content, known):
    for part in content.rich_texts:
        for element in elements(part.value):
            count = len(element.text.split()) if element.name == "p" else 0
            if count > LONGEST_PARAGRAPH:
                yield part.place, _("A paragraph has %(count)d words: make two of it.") % {"count": count}

"""Links: where they lead, and whether their words tell it.

A page or a file that was deleted never comes back: a link to it stops publication. A link to a draft does
not: readers see its words without a link, a button not at all, until the page is published. Two pages that
name each other could not be published otherwise.
"""

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.documents import get_document_model
from wagtail.models import Page

from core.blocks.links import LinkBlock
from core.checking import Level, register
from core.checking.known import pointers
from core.checking.places import Kind, Step
from desk.checks.rules.markup import elements, visible

#: Words that tell nothing of where a link leads (RGAA 4.1, criterion 6.1).
VAGUE = frozenset(
    {
        "cliquez ici",
        "cliquer ici",
        "ici",
        "lien",
        "ce lien",
        "suivez ce lien",
        "en savoir plus",
        "lire la suite",
    }
    | {
        "plus",
        "voir",
        "voir ici",
        "click here",
        "here",
        "link",
        "this link",
        "more",
        "read more",
        "learn more",
    }
)


@register(
    "link-gone",
    level=Level.BLOCKS,
    title=gettext_lazy("Link to what was deleted"),
    question=gettext_lazy("Do the pages and files that are linked to exist?"),
)
def gone(content, known):
    for part in content.parts:
        for pointer in pointers(part):
            if issubclass(pointer.model, Page) and pointer.key not in known.pages:
                yield part.place, _("A link leads to a page that was deleted: choose another, or remove it.")
            elif pointer.model is get_document_model() and pointer.key not in known.documents:
                yield part.place, _("A link leads to a file that was deleted: choose another, or remove it.")


@register(
    "link-unpublished",
    level=Level.ADVICE,
    title=gettext_lazy("Link to a page that is not public"),
    question=gettext_lazy("May everybody open the pages that are linked to?"),
)
def not_public(content, known):
    goes_out = getattr(content.subject, "go_live_at", None)
    goes_out = max(filter(None, (goes_out, timezone.now())))
    for part in content.parts:
        for pointer in pointers(part):
            page = known.pages.get(pointer.key) if issubclass(pointer.model, Page) else None
            if page and (sentence := _what_keeps_from(page, goes_out)):
                yield part.place, sentence


def _what_keeps_from(page, goes_out) -> str:
    """Why readers do not get to a page at that moment; blank where they do."""
    words = {"page": page.title}
    if not page.live and page.goes_live and page.goes_live > goes_out:
        day = date_format(timezone.localtime(page.goes_live), "DATETIME_FORMAT")
        return _("“%(page)s” will only be published on %(day)s: until then nobody can follow its link.") % (
            words | {"day": day}
        )
    if not page.live and not page.goes_live:
        return _("“%(page)s” is not published: nobody can follow its link before it is.") % words
    if page.expires and page.expires <= goes_out:
        return _("“%(page)s” will be withdrawn by then: choose another page.") % words
    if not page.is_open:
        return _("“%(page)s” is not open to everybody: others cannot follow its link.") % words
    return ""


@register(
    "link-words",
    level=Level.ADVICE,
    title=gettext_lazy("Link that does not say where it leads"),
    question=gettext_lazy("Do the words of each link tell where it leads?"),
)
def vague(content, known):
    for part in content.rich_texts:
        for element in elements(part.value):
            if element.name == "a" and _is_vague(element.text):
                yield part.place, _tell(element.text)
    for part in content.of(LinkBlock):
        words = visible(str(part.value.get("label") or "")) if isinstance(part.value, dict) else ""
        if _is_vague(words):
            yield part.place / Step(Kind.PART, "label"), _tell(words)


def _is_vague(words: str) -> bool:
    return words.strip(" .…:→>»«").casefold() in VAGUE


def _tell(words: str) -> str:
    return _("“%(words)s” does not say where the link leads: link the words that name it.") % {"words": words}

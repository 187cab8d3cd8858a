"""The translatable words of a page or snippet, as wagtail-localize parts them."""

import hashlib
import json
import logging
from dataclasses import dataclass, field

from wagtail_localize.models import StringSegment, TranslationSource
from wagtail_localize.segments import StringSegmentValue
from wagtail_localize.segments.extract import extract_segments
from wagtail_localize.strings import StringValue

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Passage:
    """A string to be translated: where it stands, and its words."""

    path: str
    #: HTML whose attributes are taken out; each element that had some has an `id` instead.
    data: str
    #: The attributes, by that `id`.
    attrs: dict = field(default_factory=dict, compare=False)
    #: Its translation, where one was asked for and exists.
    translation: str = field(default="", compare=False)

    @property
    def text(self) -> str:
        return plain(self.data)

    @property
    def identity(self) -> tuple:
        return (self.path, self.data, json.dumps(self.attrs, sort_keys=True))


def plain(data: str) -> str:
    """Words of a string without its HTML."""
    return StringValue(data).render_text()


def of_instance(instance) -> list[Passage]:
    """What `instance` says now, in the order of the page."""
    return [
        Passage(segment.path, segment.string.data, segment.attrs or {})
        for segment in extract_segments(instance)
        if isinstance(segment, StringSegmentValue)
    ]


def digest_of(instance) -> str:
    """Digest of what `instance` says now; blank where it cannot be told.

    A block that was stored before it had all its fields is more than wagtail-localize can read: neither a
    publication nor the whole board may fail for that.
    """
    try:
        return digest(of_instance(instance))
    except Exception:
        logger.exception("Strings of %s %s cannot be told.", instance._meta.label, instance.pk)
        return ""


def of_source(source: TranslationSource, locale) -> list[Passage]:
    """What translators were last given, with its translation into `locale`. One query."""
    segments = StringSegment.objects.filter(source=source).annotate_translation(locale)
    return [
        Passage(
            segment.context.path,
            segment.string.data,
            json.loads(segment.attrs or "null") or {},
            segment.translation or "",
        )
        for segment in segments.select_related("context", "string").order_by("order")
    ]


def digest(passages: list[Passage]) -> str:
    """The same for the same words in the same places, whatever the order of the places."""
    # Sorting is stable: paragraphs of one text, which share its path, keep their order.
    ordered = sorted(passages, key=lambda passage: passage.path)
    return hashlib.sha256(json.dumps([passage.identity for passage in ordered]).encode()).hexdigest()

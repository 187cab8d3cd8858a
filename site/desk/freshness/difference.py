"""What changed in the French since translators were last given it, string by string, word by word."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail.fields import StreamField
from wagtail_localize.models import TranslationSource

from . import passages

#: Past so many words, texts are shown whole: comparing them would take longer than reading them.
MOST_TOKENS = 4000
#: With less than this in common, one text replaced the other: what they share by chance says nothing.
LEAST_IN_COMMON = 0.5


class Kind(models.TextChoices):
    CHANGED = "changed", _("Changed")
    ADDED = "added", _("Added")
    REMOVED = "removed", _("Removed")


@dataclass(frozen=True)
class Change:
    kind: str
    #: Field and block in which the string stands, as the editor calls them.
    place: str
    before: SafeString
    after: SafeString
    #: Addresses of links, or other attributes, where those alone changed: (before, after).
    links: tuple[str, str] | None
    #: What the translation says of it today.
    translation: str

    @property
    def label(self) -> str:
        return Kind(self.kind).label


def changes(source: TranslationSource, instance, locale) -> list[Change]:
    """In the order of the page; what is gone comes where its text was, or last."""
    old = _by_path(passages.of_source(source, locale))
    new = _by_path(passages.of_instance(instance))
    places = _Places(instance)
    former_places = None
    found = []
    for path in [*new, *(path for path in old if path not in new)]:
        if path in new:
            place = places.name(path)
        else:
            former_places = former_places or _Places(source.as_instance())
            place = former_places.name(path)
        found += [_change(place, *pair) for pair in _pairs(old.get(path, []), new.get(path, []))]
    return found


def mark_words(before: str, after: str) -> tuple[SafeString, SafeString]:
    """The two texts, with what is gone in `<del>` and what is new in `<ins>`."""
    old, new = _tokens(before), _tokens(after)
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    if len(old) + len(new) > MOST_TOKENS or matcher.ratio() < LEAST_IN_COMMON:
        return format_html("<del>{}</del>", before), format_html("<ins>{}</ins>", after)
    removed, added = [], []
    for operation, i1, i2, j1, j2 in matcher.get_opcodes():
        gone, come = "".join(old[i1:i2]), "".join(new[j1:j2])
        is_same = operation == "equal"
        removed.append(_piece("del", gone, is_same))
        added.append(_piece("ins", come, is_same))
    return mark_safe("".join(removed)), mark_safe("".join(added))  # noqa: S308 - each piece is escaped


def _piece(tag, text, is_same) -> str:
    if is_same or not text:
        return escape(text)
    return format_html(f"<{tag}>{{}}</{tag}>", text)


def _tokens(text):
    return re.findall(r"\w+|\s+|[^\w\s]", text)


def _by_path(strings):
    by_path = {}
    for string in strings:
        by_path.setdefault(string.path, []).append(string)
    return by_path


def _pairs(old, new):
    """(before, after) of what differs between the strings of one text; either may be None."""
    matcher = SequenceMatcher(
        None, [string.identity for string in old], [string.identity for string in new], autojunk=False
    )
    for operation, i1, i2, j1, j2 in matcher.get_opcodes():
        if operation == "equal":
            continue
        for offset in range(max(i2 - i1, j2 - j1)):
            yield (
                old[i1 + offset] if i1 + offset < i2 else None,
                new[j1 + offset] if j1 + offset < j2 else None,
            )


def _change(place, before, after) -> Change:
    links = None
    if before is None:
        kind, old, new = Kind.ADDED, "", format_html("<ins>{}</ins>", after.text)
    elif after is None:
        kind, old, new = Kind.REMOVED, format_html("<del>{}</del>", before.text), ""
    else:
        kind = Kind.CHANGED
        old, new = mark_words(before.text, after.text)
        if before.text == after.text:
            links = _attributes(before), _attributes(after)
    return Change(
        kind=kind,
        place=place,
        before=old,
        after=new,
        links=links,
        translation=passages.plain(before.translation) if before and before.translation else "",
    )


def _attributes(string) -> SafeString:
    values = [str(value) for attributes in string.attrs.values() for value in attributes.values()]
    return format_html_join(", ", "{}", ((value,) for value in values))


class _Places:
    """Names of the fields and blocks of one page or snippet."""

    def __init__(self, instance):
        self.instance = instance
        self.blocks = {}

    def name(self, path: str) -> str:
        field_name, *rest = path.split(".")
        try:
            field = self.instance._meta.get_field(field_name)
        except FieldDoesNotExist:
            return field_name
        label = capfirst(getattr(field, "verbose_name", field_name))
        block = self._block_labels(field).get(rest[0]) if rest and isinstance(field, StreamField) else None
        return f"{label} – {block}" if block else label

    def _block_labels(self, field):
        if field.name not in self.blocks:
            stream = field.value_from_object(self.instance)
            self.blocks[field.name] = {child.id: child.block.label for child in stream}
        return self.blocks[field.name]

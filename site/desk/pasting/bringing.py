"""Which pages take documents, and how the blocks of one become a draft."""

import re

from django.core.exceptions import FieldDoesNotExist
from django.db import transaction
from wagtail.models import Page
from wagtail_localize.models import Translation

from core.importing import Converted
from desk.trash.bin import is_in_trash

#: Blocks that a stream must offer.
NEEDED = {"heading", "paragraph", "image", "quote", "table", "footnotes"}
#: Name of the stream.
FIELD = "body"


def takes_documents(model: type[Page] | None) -> bool:
    """Whether pages of a type hold what a document holds."""
    if model is None or not hasattr(model, "_meta"):
        return False
    try:
        stream = model._meta.get_field(FIELD)
    except FieldDoesNotExist:
        return False
    return set(getattr(getattr(stream, "stream_block", None), "child_blocks", ())) >= NEEDED


def can_begin_with_words(model: type[Page]) -> bool:
    """Whether the database asks nothing but a title of a draft of that type."""
    own = set(model._meta.local_fields) - set(Page._meta.local_fields)
    needed = [
        field
        for field in own
        if not (field.null or field.blank or field.has_default() or field.primary_key or field.remote_field)
    ]
    return takes_documents(model) and not needed


def may_bring(user, page: Page) -> bool:
    """Whether somebody may bring a document into a page, here and now."""
    if page.pk is None or is_in_trash(page) or page.alias_of_id or not takes_documents(page.specific_class):
        return False
    permissions = page.permissions_for_user(user)
    return bool(permissions.can_edit() and not permissions.page_locked() and not is_translated(page))


def is_translated(page: Page) -> bool:
    """Whether the page is written through the records of its translation, which would take its words back."""
    return Translation.objects.filter(
        source__object_id=page.translation_key, target_locale_id=page.locale_id, enabled=True
    ).exists()


def new_types(user, parent: Page) -> list[type[Page]]:
    """Types of the pages that somebody may make of a document below a page."""
    if parent.pk is None or is_in_trash(parent) or parent.specific_class is None:
        return []
    if not parent.permissions_for_user(user).can_add_subpage():
        return []
    return [
        model
        for model in parent.specific_class.creatable_subpage_models()
        if can_begin_with_words(model) and model.can_create_at(parent)
    ]


@transaction.atomic
def bring_into(page: Page, converted: Converted, *, user, replace: bool, title: str = ""):
    """A new draft of a page with a document at its end, or in the place of what it said.

    What is published stays as it is, and each earlier draft can be taken up again from the history.
    """
    draft = page.get_latest_revision_as_object()
    before = [] if replace else [dict(block) for block in getattr(draft, FIELD).raw_data]
    setattr(draft, FIELD, joined(before, converted.blocks))
    if title:
        draft.title = title
    return draft.save_revision(user=user, log_action=True, clean=False)


@transaction.atomic
def make_page(parent: Page, model: type[Page], converted: Converted, *, user, title: str) -> Page:
    """A new page, unpublished, that holds a document."""
    page = model(title=title, owner=user, live=False, locale=parent.locale)
    setattr(page, FIELD, joined([], converted.blocks))
    parent.add_child(instance=page)
    page.save_revision(user=user, log_action=True, clean=False)
    return page


def joined(before: list[dict], after: list[dict]) -> list[dict]:
    """Two bodies, one after the other, with one list of notes at the end: the numbers of the second go on."""
    listed = next((block for block in before if block["type"] == "footnotes"), None)
    added = next((block for block in after if block["type"] == "footnotes"), None)
    if listed is None or added is None:
        notes = [block for block in (listed, added) if block]
        rest = [block for block in (*before, *after) if block["type"] != "footnotes"]
        return [*rest, *notes]
    known = listed["value"]["notes"]
    shifted = _renumbered([block for block in after if block is not added], len(known))
    both = listed | {"value": listed["value"] | {"notes": [*known, *added["value"]["notes"]]}}
    return [*[block for block in before if block is not listed], *shifted, both]


def _renumbered(value, shift: int):
    """Calls “[1]” raised by so many."""
    match value:
        case str():
            return re.sub(r"\[(\d{1,3})\]", lambda call: f"[{int(call[1]) + shift}]", value)
        case dict():
            return {name: _renumbered(inner, shift) for name, inner in value.items()}
        case list():
            return [_renumbered(inner, shift) for inner in value]
    return value

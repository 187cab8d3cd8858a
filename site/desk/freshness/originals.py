"""What is written in French and published: pages and snippets, and which of them a user may see to."""

import uuid

from django.db.models import BooleanField, CharField, F, Value
from wagtail.models import DraftStateMixin, Locale, TranslatableMixin
from wagtail.permission_policies.pages import PagePermissionPolicy
from wagtail.snippets.models import get_snippet_models
from wagtail.snippets.permissions import user_can_edit_snippet_type

#: Whoever may ask for translations sees how they stand.
PERMISSION = "wagtail_localize.submit_translation"


def snippet_models(user) -> list:
    """Translatable kinds of snippets that the user may change, by name."""
    models = [
        model
        for model in get_snippet_models()
        if issubclass(model, TranslatableMixin) and user_can_edit_snippet_type(user, model)
    ]
    return sorted(models, key=lambda model: str(model._meta.verbose_name_plural))


def pages(user, locale: Locale):
    """Published pages in that language that the user may change; a copy of another page is none."""
    changeable = PagePermissionPolicy().instances_user_has_permission_for(user, "change")
    return changeable.filter(locale=locale, live=True, alias_of=None, depth__gt=1)


def snippets_in_every_language(models: list) -> list[dict]:
    """A line for each snippet and language: kind, key, pk, locale_id, live. One query."""
    if not models:
        return []
    first, *others = (_lines(model) for model in models)
    return list(first.union(*others, all=True))


def _lines(model):
    is_draftable = issubclass(model, DraftStateMixin)
    return model._default_manager.order_by().values(
        "pk",
        "locale_id",
        kind=Value(model._meta.label_lower, output_field=CharField()),
        key=F("translation_key"),
        is_live=F("live") if is_draftable else Value(True, output_field=BooleanField()),
    )


def find(user, key: uuid.UUID):
    """The original of that key, where the user may change it; None where there is none such."""
    french = Locale.get_default()
    page = pages(user, french).filter(translation_key=key).first()
    if page is not None:
        return page.specific
    for model in snippet_models(user):
        snippet = model._default_manager.filter(translation_key=key, locale=french).first()
        if snippet is not None and getattr(snippet, "live", True):
            return snippet
    return None

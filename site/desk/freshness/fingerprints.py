"""When fingerprints are taken: an original is published, translators are handed it, a list finds one due."""

from collections.abc import Iterable

from django.db.models.signals import post_delete, post_save
from django.utils import timezone
from wagtail.models import Locale, Page, get_translatable_models
from wagtail.signals import page_published
from wagtail_localize.fields import get_translatable_fields
from wagtail_localize.models import SourceDeletedError, TranslationSource

from . import passages
from .models import Fingerprint

KEPT = [field.name for field in Fingerprint._meta.fields if not field.primary_key]


def take(instance) -> Fingerprint | None:
    """Note what an original says now; None for what is no original."""
    if not _is_original(instance):
        return None
    fingerprint = _of(instance.translation_key)
    digest = passages.digest_of(instance)
    at = getattr(instance, "last_published_at", None)
    if digest != fingerprint.digest:
        if fingerprint.digest and (at is None or (fingerprint.changed_at and at <= fingerprint.changed_at)):
            # Saved by code, without a publication.
            at = timezone.now()
        # None where it is seen for the first time and nobody dated it: it may have said so for years.
        fingerprint.digest, fingerprint.changed_at = digest, at
    fingerprint.title = str(instance)[:255]
    fingerprint.is_due = False
    if not fingerprint.source_digest:
        source = TranslationSource.objects.get_for_instance_or_none(instance)
        if source is not None:
            _note_source(fingerprint, source)
    fingerprint.settle(at or timezone.now())
    return _keep(fingerprint)


def take_all_due(keys: Iterable, snippets: dict) -> None:
    """Take those of pages and snippets whose keys are given; `snippets` holds keys by model."""
    french = Locale.get_default()
    pages = Page.objects.filter(translation_key__in=keys, locale=french, alias_of=None, live=True)
    for page in pages.specific().iterator(chunk_size=100):
        take(page)
    for model, wanted in snippets.items():
        for snippet in model._default_manager.filter(translation_key__in=wanted, locale=french):
            take(snippet)


def take_source(source: TranslationSource) -> None:
    """Note what translators are handed from now on."""
    if source.locale_id != Locale.get_default().pk:
        return
    fingerprint = _of(source.object_id)
    _note_source(fingerprint, source)
    fingerprint.settle(fingerprint.changed_at or timezone.now())
    _keep(fingerprint)


def _note_source(fingerprint, source):
    try:
        digest = passages.digest_of(source.as_instance())
    except SourceDeletedError:
        return
    fingerprint.title = fingerprint.title or source.object_repr
    if digest != fingerprint.source_digest:
        fingerprint.source_digest, fingerprint.source_changed_at = digest, source.last_updated_at


def _of(key) -> Fingerprint:
    return Fingerprint.objects.filter(pk=key).first() or Fingerprint(translation_key=key)


def _keep(fingerprint) -> Fingerprint:
    """Two people may publish at once: the last one's is kept."""
    Fingerprint.objects.bulk_create(
        [fingerprint], update_conflicts=True, unique_fields=["translation_key"], update_fields=KEPT
    )
    return fingerprint


def _is_original(instance) -> bool:
    return (
        instance.locale_id == Locale.get_default().pk
        and getattr(instance, "live", True)
        and not getattr(instance, "alias_of_id", None)
    )


def _page_published(instance, **kwargs):
    take(instance)


def _page_saved(sender, instance, update_fields, raw=False, **kwargs):
    if not raw and _touches_words(sender, update_fields):
        Fingerprint.objects.filter(pk=instance.translation_key).update(is_due=True)


def _snippet_saved(sender, instance, update_fields, raw=False, **kwargs):
    if raw or not _touches_words(sender, update_fields):
        return
    # What is in memory may be more than what was written.
    take(instance if update_fields is None else sender._default_manager.get(pk=instance.pk))


def _touches_words(model, update_fields) -> bool:
    if update_fields is None:
        return True
    return any(field.field_name in update_fields for field in get_translatable_fields(model))


def _deleted(instance, **kwargs):
    if instance.locale_id == Locale.get_default().pk:
        Fingerprint.objects.filter(pk=instance.translation_key).delete()


def _source_saved(instance, raw=False, **kwargs):
    if not raw:
        take_source(instance)


def _source_deleted(instance, **kwargs):
    Fingerprint.objects.filter(pk=instance.object_id).update(
        source_digest="", source_changed_at=None, differs_since=None
    )


def watch() -> None:
    """Connect all of it; called once, as the site starts."""
    page_published.connect(_page_published, dispatch_uid="freshness")
    post_save.connect(_source_saved, sender=TranslationSource, dispatch_uid="freshness")
    post_delete.connect(_source_deleted, sender=TranslationSource, dispatch_uid="freshness")
    for model in get_translatable_models(include_subclasses=True):
        saved = _page_saved if issubclass(model, Page) else _snippet_saved
        post_save.connect(saved, sender=model, dispatch_uid="freshness")
        post_delete.connect(_deleted, sender=model, dispatch_uid="freshness")

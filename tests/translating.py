"""Translation as an editor does it: through wagtail-localize's records."""

from django.test import TestCase
from wagtail_localize.models import StringSegment, StringTranslation, Translation, TranslationSource


def translate(instance, locale, *, words=None, otherwise="EN {}", publish=True):
    """The translation of a page or snippet: each of its strings as `words` says, else as `otherwise`."""
    source, _created = TranslationSource.update_or_create_from_instance(instance)
    target, _created = Translation.objects.update_or_create(source=source, target_locale=locale)
    for segment in StringSegment.objects.filter(source=source).select_related("string", "context"):
        text = segment.string.data
        StringTranslation.objects.update_or_create(
            translation_of=segment.string,
            locale=locale,
            context=segment.context,
            defaults={"data": _said(segment.context.path, text, words or {}, otherwise)},
        )
    # Publication waits for the end of the transaction.
    with TestCase.captureOnCommitCallbacks(execute=True):
        target.save_target(publish=publish)
    return target.get_target_instance()


def _said(path: str, text: str, words: dict, otherwise: str) -> str:
    if path.rpartition(".")[2] == "slug":
        return text
    return words.get(text, otherwise.format(text))

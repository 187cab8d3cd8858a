"""Translating as editors do, for tests."""

from wagtail.models import Page
from wagtail_localize.models import StringSegment, StringTranslation, Translation
from wagtail_localize.operations import translate_object


def begin(instance, locales) -> Translation:
    """A translation that was begun: a draft without words."""
    translate_object(instance, [locales["en"]])
    return Translation.objects.get(source__object_id=instance.translation_key)


def type_words(translation, **given) -> None:
    """Every string of it, as an editor who types them; `given` by place."""
    segments = StringSegment.objects.filter(source=translation.source)
    for segment in segments.select_related("string", "context"):
        StringTranslation.objects.update_or_create(
            translation_of=segment.string,
            locale=translation.target_locale,
            context=segment.context,
            defaults={"data": given.get(segment.context.path, f"EN {segment.string.data}")},
        )


def finish(translation, **given) -> Translation:
    """All of it translated and published."""
    type_words(translation, **{"slug": f"en-{translation.source_id}"} | given)
    translation.save_target(publish=True)
    target = translation.get_target_instance()
    if isinstance(target, Page):
        # What the end of the transaction does.
        target.get_latest_revision().publish()
    return translation


def publish(page, **fields):
    """Publish it in French, with these fields changed."""
    for name, value in fields.items():
        setattr(page, name, value)
    page.save_revision().publish()
    page.refresh_from_db()
    return page


def words(translation) -> dict[str, str]:
    """What was typed, by place; what no longer stands there too."""
    typed = StringTranslation.objects.filter(context__object_id=translation.source.object_id)
    return {string.context.path: string.data for string in typed.select_related("context").order_by("pk")}

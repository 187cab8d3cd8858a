"""Everything that is not a page: what pages point at, files, settings of the site."""

from django.db import models
from wagtail.contrib.settings.models import BaseSiteSetting
from wagtail.models import Locale, Site, TranslatableMixin

from demo.fields import FieldWriter


def lay(items, writers: dict[str, FieldWriter], register, locale: Locale, stored: list, advance) -> None:
    """Lay records of one kind, in the order of their file; (storage, name) of each file goes to `stored`."""
    for item in items:
        writer = writers[item.key]
        instance = _blank(item.model, locale)
        for name, value in writer.plain_values().items():
            setattr(instance, name, value)
        writer.fill(instance)
        writer.check(instance)
        instance.save()
        register.add(item.key, instance)
        stored.extend(_files(instance))
        advance()


def _blank(model: type[models.Model], locale: Locale) -> models.Model:
    if issubclass(model, BaseSiteSetting):
        return model.for_site(Site.objects.get(is_default_site=True))
    if issubclass(model, TranslatableMixin):
        return model(locale=locale)
    return model()


def _files(instance):
    for field in instance._meta.get_fields():
        if isinstance(field, models.FileField):
            file = getattr(instance, field.name)
            yield file.storage, file.name

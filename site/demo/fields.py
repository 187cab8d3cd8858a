"""Fields of pages and records, filled from what a file says."""

import datetime

from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.core.files.base import ContentFile
from django.db import models
from django.utils import timezone
from modelcluster.contrib.taggit import ClusterTaggableManager
from wagtail.fields import RichTextField, StreamField

from demo import drawings, text
from demo.errors import ContentError, GoneError
from demo.source import CONTENT
from demo.streams import StreamWriter

FILES = CONTENT / "files"


class FieldWriter:
    """Writes the fields of one item."""

    def __init__(self, item, register, alternatives: dict[str, str]):
        self.item = item
        self.register = register
        self.streams = StreamWriter(register, item.file, alternatives)

    def plain_values(self) -> dict:
        """Values of fields that refer to nothing: enough to create the object."""
        values = {}
        for name, value in self.item.data.items():
            field = self._field(self.item.model, name)
            if _is_plain(field):
                values[name] = _python(field, value)
        return values

    def fill(self, instance) -> None:
        """Everything else: references, streams, rich text, inline children, tags."""
        for name, value in self.item.data.items():
            field = self._field(self.item.model, name)
            if not _is_plain(field):
                self._set(instance, name, field, value)

    def check(self, instance, exclude=()) -> None:
        check_lengths(instance, self.item.file)
        try:
            instance.full_clean(exclude=exclude)
        except ValidationError as error:
            raise ContentError(self.item.file, "; ".join(_problems(error))) from error

    def _field(self, model, name):
        try:
            return model._meta.get_field(name)
        except FieldDoesNotExist as error:
            raise ContentError(self.item.file, f"{model.__name__} has no field “{name}”") from error

    def _set(self, instance, name, field, value) -> None:
        match field:
            case StreamField():
                setattr(instance, name, self.streams.stream(field.stream_block, value))
            case RichTextField():
                setattr(instance, name, text.rich(value, self.register, self.item.file))
            case models.FileField():
                setattr(instance, name, self._file(value))
            case ClusterTaggableManager():
                getattr(instance, name).set(value)
            case models.ManyToOneRel():
                setattr(instance, name, list(self._children(field, value)))
            case models.ManyToManyField():
                getattr(instance, name).set(self._standing(field, value))
            case models.ForeignKey():
                setattr(instance, field.attname, self._pk_or_none(value))

    def _children(self, relation, values):
        model = relation.related_model
        for position, value in enumerate(values):
            child = model(sort_order=position)
            try:
                for name, inner in value.items():
                    field = self._field(model, name)
                    if isinstance(field, models.ForeignKey):
                        setattr(child, field.attname, self.register.pk(inner))
                    elif _is_plain(field):
                        setattr(child, name, _python(field, inner))
                    else:
                        self._set(child, name, field, inner)
            except GoneError:
                continue
            self.check(child, exclude=[relation.field.name])
            yield child

    def _file(self, value) -> ContentFile:
        """A drawing where its shapes are told, otherwise a file of `content/files`."""
        if isinstance(value, dict):
            name = self.item.key.partition(":")[2]
            return ContentFile(drawings.svg(value, name, self.item.file).encode(), name=f"{name}.svg")
        path = FILES / value
        if not path.is_file():
            raise ContentError(self.item.file, f"there is no file “{value}”")
        return ContentFile(path.read_bytes(), name=path.name)

    def _standing(self, field, references):
        primary_keys = [pk for pk in map(self._pk_or_none, references) if pk]
        return list(field.related_model._default_manager.filter(pk__in=primary_keys))

    def _pk_or_none(self, reference):
        try:
            return self.register.pk(reference)
        except GoneError:
            return None


def check_lengths(instance, file: str) -> None:
    """Forms bound the length of long texts; models do not, and neither does SQLite."""
    for field in instance._meta.concrete_fields:
        if isinstance(field, models.TextField) and field.max_length:
            length = len(getattr(instance, field.attname))
            if length > field.max_length:
                raise ContentError(file, f"{field.name}: {length} characters, at most {field.max_length}")


def _is_plain(field) -> bool:
    return not (field.is_relation or isinstance(field, (StreamField, RichTextField, models.FileField)))


def _python(field, value):
    if isinstance(field, models.DateTimeField) and isinstance(value, datetime.datetime):
        return timezone.make_aware(value)
    if isinstance(value, str):
        return text.plain(value)
    return value


def _problems(error: ValidationError):
    for field, messages in getattr(error, "message_dict", {"": error.messages}).items():
        yield f"{field}: {' '.join(messages)}"

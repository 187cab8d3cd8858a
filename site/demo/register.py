"""Which items have been laid, and what they became.

Why a record of its own, and not natural keys: an editor may move a page, change its slug, rename a partner
or delete either. With keys, the first three would be laid a second time and the last would come back. With
the record, an item is laid once in the life of a database, and found again wherever it went.
"""

from collections import defaultdict

from django.contrib.contenttypes.models import ContentType

from demo.errors import GoneError
from demo.models import LaidItem


class Register:
    """The record, read once: key of an item → primary key of its object."""

    def __init__(self):
        self._primary_keys: dict[str, int] = {}
        by_type = defaultdict(dict)
        for key, content_type, object_id in LaidItem.objects.values_list("key", "content_type", "object_id"):
            by_type[content_type][key] = object_id
        for content_type, items in by_type.items():
            model = ContentType.objects.get_for_id(content_type).model_class()
            standing = set(
                model._default_manager.filter(pk__in=items.values()).values_list("pk", flat=True)
                if model
                else ()
            )
            for key, object_id in items.items():
                self._primary_keys[key] = object_id if object_id in standing else None

    def __contains__(self, key: str) -> bool:
        return key in self._primary_keys

    def pk(self, key: str) -> int:
        """Primary key of the object; `GoneError` where an editor has deleted it."""
        found = self._primary_keys[key]
        if found is None:
            raise GoneError(key)
        return found

    def add(self, key: str, instance) -> None:
        content_type = ContentType.objects.get_for_model(instance)
        LaidItem.objects.create(key=key, content_type=content_type, object_id=instance.pk)
        self._primary_keys[key] = instance.pk

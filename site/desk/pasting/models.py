"""A document between the moment it is sent and the moment its words are on a page."""

import uuid
from datetime import timedelta

from django.conf import settings
from django.core.files.storage import storages
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.clock import now

#: A document that nobody confirms is forgotten after this.
KEPT_FOR = timedelta(days=2)


def private_storage():
    return storages["private"]


def file_name(document, name: str) -> str:
    """No name of anybody's disk is kept in a path."""
    return f"pasting/{document.pk}.{document.kind}"


class BroughtQuerySet(models.QuerySet):
    def forget(self) -> None:
        """Deletes documents with their files."""
        for document in self:
            document.file.delete(save=False)
            document.delete()

    def forgotten(self):
        return self.filter(created_at__lt=now() - KEPT_FOR)


class BroughtDocument(models.Model):
    """What somebody sent, for one page: the one it goes to, or the one above the page that it makes."""

    class Kind(models.TextChoices):
        WORD = "docx"
        HTML = "html"
        TEXT = "txt"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    page = models.ForeignKey("wagtailcore.Page", on_delete=models.CASCADE, related_name="+")
    #: Type of the page to make below `page`; none where the document goes to `page` itself.
    new_type = models.ForeignKey(
        "contenttypes.ContentType", on_delete=models.CASCADE, related_name="+", null=True
    )
    kind = models.CharField(max_length=4, choices=Kind.choices)
    name = models.CharField(max_length=255, blank=True)
    file = models.FileField(upload_to=file_name, storage=private_storage, max_length=120)
    created_at = models.DateTimeField(default=now, db_index=True)

    objects = BroughtQuerySet.as_manager()

    class Meta:
        verbose_name = _("document brought in")
        verbose_name_plural = _("documents brought in")

    def __str__(self):
        return self.name or str(self.pk)

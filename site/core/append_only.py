"""Rows that are written once: history."""

from django.db import models


class AppendOnlyError(Exception):
    """History is written once."""


class AppendOnlyQuerySet(models.QuerySet):
    def update(self, **kwargs):
        raise AppendOnlyError("History is never changed.")

    def bulk_create(self, objs, *args, update_conflicts=False, **kwargs):
        if update_conflicts:
            raise AppendOnlyError("History is never changed.")
        return super().bulk_create(objs, *args, **kwargs)

    def delete(self):
        raise AppendOnlyError("History is never deleted.")


class AppendOnlyMixin(models.Model):
    """A row that is neither changed nor deleted once it is written."""

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        if self.pk is not None:
            raise AppendOnlyError("History is never changed.")
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        raise AppendOnlyError("History is never deleted.")

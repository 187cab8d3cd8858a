"""What the demonstration has laid out so far."""

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.translation import gettext_lazy as _


class LaidItem(models.Model):
    """One item of the demonstration that has been laid out, and the object that it became.

    The record outlives the object. An item that is recorded is never laid again, so that what an editor
    changes stays changed and what an editor deletes stays deleted.
    """

    key = models.CharField(_("key"), max_length=200, unique=True)
    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE, related_name="+")
    object_id = models.PositiveBigIntegerField()

    class Meta:
        verbose_name = _("item laid out")
        verbose_name_plural = _("items laid out")

    def __str__(self):
        return self.key

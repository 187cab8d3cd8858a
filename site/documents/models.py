"""Files to download, with what a reader wants to know before doing so."""

from pathlib import Path

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.documents.models import AbstractDocument, Document


class CustomDocument(AbstractDocument):
    """A file, its language and whether it can be read with assistive technology (RGAA 4.1, theme 13)."""

    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES, default="fr")
    accessible = models.BooleanField(
        _("accessible"),
        default=False,
        help_text=_("Tagged, readable by a screen reader: checked by someone."),
    )

    admin_form_fields = (*Document.admin_form_fields, "language", "accessible")

    class Meta(AbstractDocument.Meta):
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        permissions = [("choose_document", "Can choose document")]

    def clean(self):
        # A file that the form refused has no extension to be refused for a second time.
        if self.file:
            super().clean()

    def save(self, *args, **kwargs):
        if self.file and self.file_size is None:
            self._set_document_file_metadata()
        super().save(*args, **kwargs)

    @property
    def format(self) -> str:
        """File format as readers know it: `PDF`, `ODS`."""
        return Path(self.filename).suffix.lstrip(".").upper()


class DownloadCount(models.Model):
    """How often a document was fetched on a day: a number, and nothing about who did."""

    wagtail_reference_index_ignore = True

    document = models.ForeignKey(
        CustomDocument, verbose_name=_("document"), on_delete=models.CASCADE, related_name="downloads"
    )
    day = models.DateField(_("day"))
    number = models.PositiveIntegerField(_("downloads"), default=0)

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["document", "day"], name="documents_one_count_a_day")]

    def __str__(self):
        return f"{self.document_id}, {self.day}: {self.number}"

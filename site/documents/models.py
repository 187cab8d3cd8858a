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

    def save(self, *args, **kwargs):
        if self.file and self.file_size is None:
            self._set_document_file_metadata()
        super().save(*args, **kwargs)

    @property
    def format(self) -> str:
        """File format as readers know it: `PDF`, `ODS`."""
        return Path(self.filename).suffix.lstrip(".").upper()

"""Pictures, with what the law asks to print beside them."""

from functools import lru_cache

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.images.models import AbstractImage, AbstractRendition, Filter, Image


class CustomImage(AbstractImage):
    """A picture and the credit it is owed (Code de la propriété intellectuelle, art. L121-1)."""

    credit = models.CharField(
        _("credit"),
        max_length=200,
        blank=True,
        help_text=_("The person who made it, printed under the picture."),
    )
    licence = models.CharField(
        _("licence"),
        max_length=100,
        blank=True,
        help_text=_("For instance “CC BY-SA 4.0”. Empty: all rights reserved."),
    )
    source_url = models.URLField(_("source"), blank=True, help_text=_("Where it was found, if it was."))

    admin_form_fields = (*Image.admin_form_fields, "credit", "licence", "source_url")

    class Meta(AbstractImage.Meta):
        verbose_name = _("image")
        verbose_name_plural = _("images")
        permissions = [("choose_image", "Can choose image")]

    def clean_filter_for_svg(self, filter):
        # What a filter does is read from its name: once, not for each picture of each page.
        return _filter(super().clean_filter_for_svg(filter).spec)

    @property
    def attribution(self) -> str:
        """Credit and licence as one line; empty where neither is known."""
        return ", ".join(filter(None, [self.credit, self.licence]))


@lru_cache(maxsize=256)
def _filter(spec: str) -> Filter:
    return Filter(spec=spec)


class CustomRendition(AbstractRendition):
    image = models.ForeignKey(CustomImage, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        verbose_name = _("rendition")
        verbose_name_plural = _("renditions")
        constraints = [
            models.UniqueConstraint(
                fields=["image", "filter_spec", "focal_point_key"], name="unique_rendition"
            )
        ]

"""The form of a picture in the admin."""

from django.utils.translation import gettext_lazy as _
from wagtail.compat import URLField
from wagtail.images.forms import BaseImageForm


class ImageForm(BaseImageForm):
    """Asks for the words that replace the picture; an address without its beginning begins with https."""

    class Meta(BaseImageForm.Meta):
        field_classes = {"source_url": URLField}
        help_texts = {"description": _("What the picture shows, for those who cannot see it.")}

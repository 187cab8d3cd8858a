"""The form of a picture in the admin."""

from wagtail.compat import URLField
from wagtail.images.forms import BaseImageForm


class ImageForm(BaseImageForm):
    """An address typed without its beginning is taken to begin with https."""

    class Meta(BaseImageForm.Meta):
        field_classes = {"source_url": URLField}

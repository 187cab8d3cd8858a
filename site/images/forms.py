"""The form of a picture in the admin."""

from django.utils.translation import gettext_lazy as _
from wagtail.compat import URLField
from wagtail.images.forms import BaseImageForm

from uploads.checks import too_large


class ImageForm(BaseImageForm):
    """Asks for the words that replace the picture; an address without its beginning begins with https."""

    class Meta(BaseImageForm.Meta):
        field_classes = {"source_url": URLField}
        help_texts = {"description": _("What the picture shows, for those who cannot see it.")}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # The screen that sends several pictures at once has no such field when it asks for the rest.
        if field := self.fields.get("file"):
            refusal = too_large(field.max_upload_size)
            field.error_messages |= {"file_too_large": refusal, "file_too_large_unknown_size": refusal}

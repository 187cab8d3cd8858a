"""The form of a document in the admin."""

from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from wagtail.documents.forms import BaseDocumentForm

from uploads.checks import TOO_LARGE, check_content, check_size


class DocumentForm(BaseDocumentForm):
    """Refuses a file that is too heavy, or that is not what its name says, with what to do about it."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # The screen that sends several files at once has no such field when it asks for the rest.
        if field := self.fields.get("file"):
            field.error_messages["file_too_large"] = TOO_LARGE
            field.error_messages["file_too_large_unknown_size"] = _(
                "This file weighs more than %(max_filesize)s, which is the limit. "
                "Make it lighter, or send it in parts."
            ) % {"max_filesize": filesizeformat(field.max_upload_size)}

    def clean_file(self):
        file = self.cleaned_data["file"]
        check_size(file, self.fields["file"].max_upload_size)
        check_content(file)
        return file

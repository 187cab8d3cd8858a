"""The form of a document in the admin."""

from wagtail.documents.forms import BaseDocumentForm

from uploads.checks import check_content, check_size, too_large


class DocumentForm(BaseDocumentForm):
    """Refuses a file that is too heavy, or that is not what its name says, with what to do about it."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # The screen that sends several files at once has no such field when it asks for the rest.
        if field := self.fields.get("file"):
            refusal = too_large(field.max_upload_size)
            field.error_messages |= {"file_too_large": refusal, "file_too_large_unknown_size": refusal}

    def clean_file(self):
        file = self.cleaned_data["file"]
        check_size(file, self.fields["file"].max_upload_size)
        check_content(file)
        return file

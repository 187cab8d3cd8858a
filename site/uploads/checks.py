"""What a form asks of a file that is sent."""

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from uploads.handler import NotKept
from uploads.signatures import holds

#: In the words that Wagtail's own fields fill in.
TOO_LARGE = gettext_lazy(
    "This file weighs %(file_size)s; the limit is %(max_filesize)s. Make it lighter, or send it in parts."
)


def check_size(file, limit: int) -> None:
    """Raises `ValidationError` where a file just sent weighs more than `limit` bytes."""
    if not isinstance(file, UploadedFile):
        return
    if file.size > limit:
        sizes = {"file_size": filesizeformat(file.size), "max_filesize": filesizeformat(limit)}
        raise ValidationError(TOO_LARGE % sizes, code="file_too_large")
    if isinstance(file, NotKept):
        raise ValidationError(
            _("The files sent together weigh too much: send them one by one."), code="files_too_large"
        )


def check_content(file) -> None:
    """Raises `ValidationError` where a file just sent is not of the format that its name ends in."""
    if not isinstance(file, UploadedFile):
        return
    extension = file.name.rpartition(".")[2].lower()
    if not holds(file, extension):
        raise ValidationError(
            _(
                "The name of this file ends in “.%(extension)s”, but its content is something else. "
                "Export it again from the software that it was made with, then send it again."
            )
            % {"extension": extension},
            code="file_content",
        )

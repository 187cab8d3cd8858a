"""What a form asks of a file that is sent."""

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from uploads.handler import NotKept
from uploads.signatures import holds
from uploads.weights import weight


def too_large(limit: int) -> str:
    """What to do about a file of more than `limit` bytes."""
    return _(
        "This file weighs more than %(max_filesize)s, which is the limit. "
        "Make it lighter, or send it in parts."
    ) % {"max_filesize": weight(limit)}


def check_size(file, limit: int) -> None:
    """Raises `ValidationError` where a file just sent weighs more than `limit` bytes."""
    if not isinstance(file, UploadedFile):
        return
    if file.size > limit:
        raise ValidationError(too_large(limit), code="file_too_large")
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

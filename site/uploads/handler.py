"""Nothing heavier than the site accepts ever reaches the disk.

Without this, Django writes whatever is sent to a temporary file before any form may refuse it.
"""

import io

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler
from django.utils.translation import gettext as _

from uploads.weights import weight


class NotKept(UploadedFile):
    """A file of which only the name and the size are known, for a form to refuse.

    Whatever reads it raises `ValidationError`: a form that forgot to check saves nothing, least of all an
    empty file.
    """

    def __init__(self, name: str, content_type: str, size: int):
        super().__init__(_Unread(size), name, content_type, size)


class _Unread(io.RawIOBase):
    """In the place of content that is gone."""

    def __init__(self, size: int):
        super().__init__()
        self.size = size

    def readable(self):
        return True

    def seekable(self):
        return True

    def seek(self, *args):
        """To the beginning, which is all there is."""
        return 0

    def read(self, *args):
        raise ValidationError(
            _(
                "This file weighs %(file_size)s, more than the site keeps. "
                "Make it lighter, then send it again."
            )
            % {"file_size": weight(self.size)},
            code="file_not_kept",
        )

    readinto = readall = readline = read


class LimitHandler(FileUploadHandler):
    """Passes on what is sent until it weighs more than the site keeps of one request; then drops it.

    All of the request is read all the same: whoever sends it gets an answer, with what else was typed.
    Visitors are asked for no file: theirs are dropped from the first byte.
    """

    def __init__(self, request=None):
        super().__init__(request)
        self.kept = 0

    def new_file(self, *args, **kwargs):
        super().new_file(*args, **kwargs)
        self.is_dropped = False

    def receive_data_chunk(self, raw_data, start):
        if not self.is_dropped and self.kept + len(raw_data) > self.limit:
            self._drop(start)
        if self.is_dropped:
            return None
        self.kept += len(raw_data)
        return raw_data

    def file_complete(self, file_size):
        return NotKept(self.file_name, self.content_type, file_size) if self.is_dropped else None

    @property
    def limit(self) -> int:
        """In bytes."""
        user = getattr(self.request, "user", None)
        return settings.UPLOAD_LIMIT if user and user.is_authenticated else 0

    def _drop(self, already: int) -> None:
        """Give the room back at once: `already` bytes of this file were kept."""
        self.is_dropped = True
        self.kept -= already
        for handler in self.request.upload_handlers:
            if hasattr(handler, "file"):
                handler.file.close()

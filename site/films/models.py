"""Films and sounds kept here rather than at a video host."""

import mimetypes
from datetime import timedelta

from django.utils.translation import gettext_lazy as _
from wagtailmedia.models import AbstractMedia, MediaType


class Film(AbstractMedia):
    """A film or a sound in a file of ours: `duration` in seconds, `type` video or audio."""

    # The picture of a film is that of its page: one place to change it.
    admin_form_fields = ("title", "file", "collection", "duration", "width", "height", "tags")

    class Meta(AbstractMedia.Meta):
        verbose_name = _("film or sound")
        verbose_name_plural = _("films and sounds")

    def clean(self):
        # A file that the form refused has no extension to be refused for a second time.
        if self.file:
            super().clean()

    @property
    def media_type(self) -> str:
        """As a feed and a `source` element name it, for instance `video/mp4`."""
        return mimetypes.guess_type(self.filename)[0] or "application/octet-stream"

    @property
    def is_sound(self) -> bool:
        return self.type == MediaType.AUDIO

    @property
    def length(self) -> timedelta | None:
        """None where nobody gave it."""
        return timedelta(seconds=self.duration) if self.duration else None

    @property
    def weight(self) -> int | None:
        """In bytes; None where the file is gone."""
        try:
            return self.file.size
        except OSError:
            return None

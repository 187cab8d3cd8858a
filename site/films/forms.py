"""The form of a film or a sound in the admin."""

from django.conf import settings
from wagtailmedia.forms import BaseMediaForm

from uploads.checks import check_content, check_size


class FilmForm(BaseMediaForm):
    """A file must be what its name says, and no heavier than the site accepts."""

    def clean_file(self):
        file = self.cleaned_data["file"]
        check_size(file, settings.MEDIA_UPLOAD_LIMIT)
        check_content(file)
        return file

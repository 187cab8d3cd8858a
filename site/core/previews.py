"""Previews of what stands on no page of its own: shown as readers meet it, in the frame of the site."""

from django.utils import translation
from wagtail.models import Locale, PreviewableMixin, TranslatableMixin


class FramedPreviewMixin(PreviewableMixin):
    """A record whose preview is a template of its own, in its own language.

    The template is given it as `object`, beside what every page is given. Its name is that of a template of
    whichever section shows the record to readers.
    """

    preview_template = ""
    #: Stylesheets that the pages which show it have besides those of every page.
    preview_stylesheets: tuple[str, ...] = ()

    def get_preview_template(self, request, mode_name):
        return self.preview_template

    def get_preview_context(self, request, mode_name):
        return super().get_preview_context(request, mode_name) | {"stylesheets": self.preview_stylesheets}

    def serve_preview(self, request, mode_name):
        # One that was never kept says no language yet.
        if isinstance(self, TranslatableMixin) and self.locale_id is None:
            self.locale = Locale.get_default()
        with translation.override(self.preview_language):
            return super().serve_preview(request, mode_name).render()

    @property
    def preview_language(self) -> str:
        """That of the record; of the admin where it is the same in all."""
        if isinstance(self, TranslatableMixin):
            return self.locale.language_code
        return translation.get_language()

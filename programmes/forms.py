"""What the editor of a programme is told before it is saved."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminPageForm


class ProgrammeForm(WagtailAdminPageForm):
    """Junctions lead to other programmes, and say each thing once."""

    def clean(self):
        cleaned = super().clean()
        links = self.formsets.get("links")
        if links is not None:
            self._check_links(links)
        return cleaned

    def _check_links(self, links) -> None:
        seen = set()
        for form in links.forms:
            if not form.is_valid() or form.cleaned_data.get("DELETE"):
                continue
            kind, target = form.cleaned_data.get("kind"), form.cleaned_data.get("target")
            if target is None:
                continue
            if target.translation_key == self.instance.translation_key:
                form.add_error("target", _("A programme cannot be linked to itself: choose another one."))
            elif (kind, target.translation_key) in seen:
                form.add_error("target", _("This junction is entered twice: delete one of the two."))
            seen.add((kind, target.translation_key))

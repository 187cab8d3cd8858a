"""Screens of wagtail-localize that break down where something is amiss: here they say what. And the words of
its editor, one of which has poor French.

They are found at the addresses of the original ones, before them.
"""

import re
from functools import wraps

import polib
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST
from django.views.i18n import JavaScriptCatalog
from wagtail.admin import messages
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail_localize.models import StringSegment, Translation
from wagtail_localize.views import edit_translation
from wagtail_localize.views.update_translations import UpdateTranslationsView

from .machines import MachineError

#: A PO file holds the words of one page.
PO_LIMIT = 5 * 10**6
#: What names the translation; wagtail-localize reads it without asking whether it is there.
PO_ID = "X-WagtailLocalize-TranslationID"
PO_ID_LINE = re.compile(rf'^"{PO_ID}:'.encode(), re.MULTILINE)


class EditorCatalog(JavaScriptCatalog):
    """What the translation editor says."""

    packages = ("wagtail_localize",)

    def get_catalog(self):
        # The name of the language follows.
        return super().get_catalog() | {"Publish in ": _("Publish in ")}


@require_POST
def upload_pofile(request, translation_id):
    """Takes the PO file of that translation; of any other file it says why nothing changes."""
    translation = get_object_or_404(Translation, pk=translation_id)
    if not edit_translation.user_can_edit_instance(request.user, translation.get_target_instance()):
        raise PermissionDenied
    file = request.FILES.get("file")
    refusal = _refusal(file)
    if refusal:
        messages.error(request, refusal)
        return redirect(
            get_valid_next_url_from_request(request) or translation.get_target_instance_edit_url()
        )
    response = edit_translation.upload_pofile(request, translation_id)
    file.seek(0)
    left_out = _left_out(translation, file.read())
    if left_out:
        sentence = ngettext(
            "%(number)d string of the file is not, or no longer, in the French that was handed over: its "
            "translation was left out.",
            "%(number)d strings of the file are not, or no longer, in the French that was handed over: their "
            "translations were left out.",
            left_out,
        )
        messages.warning(request, sentence % {"number": left_out})
    return response


def _left_out(translation, content: bytes) -> int:
    """How many of the translations in its file wagtail-localize passes over, without a word."""
    try:
        po = polib.pofile(content.decode())
    except (OSError, UnicodeDecodeError):
        return 0
    if po.metadata.get(PO_ID) != str(translation.uuid):
        return 0
    segments = StringSegment.objects.filter(source=translation.source)
    known = set(segments.values_list("string__data", "context__path"))
    given = [entry for entry in po if entry.msgstr and not entry.obsolete]
    return sum((entry.msgid, entry.msgctxt) not in known for entry in given)


def _refusal(file) -> str:
    if file is None:
        return _("Choose the PO file first. Nothing was changed.")
    if file.size > PO_LIMIT:
        return _("This file is too heavy for a PO file: %(limit)d MB at most. Nothing was changed.") % {
            "limit": PO_LIMIT // 10**6
        }
    is_named = PO_ID_LINE.search(file.read())
    file.seek(0)
    if not is_named:
        return _(
            "This is no PO file of this translation: download it here, fill it in, and send it back with its "
            "first lines as they are. Nothing was changed."
        )
    return ""


def _telling_of_failures(view):
    """Where the machine fails, the reader is led back to where they were."""

    @wraps(view)
    def tell(request, *args, **kwargs):
        try:
            return view(request, *args, **kwargs)
        except MachineError:
            messages.error(
                request,
                _("The translation service did not answer as it should. Nothing was changed: try later."),
            )
            return redirect(get_valid_next_url_from_request(request) or "freshness_board")

    return tell


update_translations = _telling_of_failures(UpdateTranslationsView.as_view())


@require_POST
@_telling_of_failures
def machine_translate(request, translation_id):
    return edit_translation.machine_translate(request, translation_id)

"""Says, as a page is published or a snippet saved, which translations no longer follow."""

from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail_localize.models import Translation

from .models import Fingerprint
from .originals import PERMISSION


def tell_what_no_longer_follows(request, instance) -> None:
    key = getattr(instance, "translation_key", None)
    if key is None or not request.user.has_perm(PERMISSION):
        return
    fingerprint = Fingerprint.objects.filter(pk=key).first()
    if fingerprint is None or not fingerprint.differs:
        return
    translations = Translation.objects.filter(
        source__object_id=key, source__locale=instance.locale_id, enabled=True
    ).select_related("target_locale")
    for translation in translations:
        locale = translation.target_locale
        button = messages.button(
            reverse("freshness_difference", args=[key, locale.language_code]), _("See what changed")
        )
        messages.warning(
            request,
            _("“%(title)s” in %(language)s no longer follows the French.")
            % {"title": instance, "language": str(locale).lower()},
            buttons=[button],
        )

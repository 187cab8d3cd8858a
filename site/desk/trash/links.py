"""A translation in the trash leaves its place to another one, and takes it again if nobody did."""

import uuid

from wagtail.models import Page
from wagtail_localize.models import Translation


def part(page: Page) -> None:
    """Parts a translation from its original, so that the original can be translated anew meanwhile.

    The records of the translation stay, switched off: what was translated is found again either way. An
    original is not parted from its translations, which go on reading their text in it.
    """
    records = Translation.objects.filter(
        source__object_id=page.translation_key, target_locale=page.locale_id, enabled=True
    )
    if records.update(enabled=False):
        Page.objects.filter(pk=page.pk).update(translation_key=uuid.uuid4())


def join(page: Page, state: dict) -> bool:
    """The reverse; False where the place has been taken, so that the page stays alone."""
    key = uuid.UUID(state["translation_key"])
    if page.translation_key != key:
        if Page.objects.filter(translation_key=key, locale=page.locale_id).exists():
            return False
        Page.objects.filter(pk=page.pk).update(translation_key=key)
        Translation.objects.filter(pk__in=state["translations"]).update(enabled=True)
    return True

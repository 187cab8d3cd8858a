"""Pictures: what those who do not see them are told, and who made them.

RGAA 4.1, criterion 1.1, wants an alternative for every picture that informs; the Code de la propriété
intellectuelle, article L121-1, the name of whoever made it.
"""

import re

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.images import get_image_model
from wagtail.images.blocks import ImageBlock

from core.checking import Level, register
from core.checking.known import pointers
from core.checking.places import Kind, Step
from desk.checks.rules.markup import visible

#: As cameras and telephones name their files, and files in general.
_FILE_NAME = re.compile(
    r".*\.(jpe?g|png|gif|webp|avif|heic|svg|tiff?)"
    r"|(img|dsc[nf]?|dcim|image|photo|fullsizerender|capture)[-_ ]?\d*",
    re.IGNORECASE,
)


def _shown(content):
    """(place of the alternative, alternative) of each picture that is not said to be decorative."""
    for part in content.of(ImageBlock):
        value = part.value
        # What was stored as a bare key has the image's own description.
        if isinstance(value, dict) and value.get("image") and not value.get("decorative"):
            yield part.place / Step(Kind.PART, "alt_text"), visible(str(value.get("alt_text") or ""))


@register(
    "alternative",
    level=Level.BLOCKS,
    title=gettext_lazy("Picture without alternative"),
    question=gettext_lazy("Does every picture say what it shows, or is it marked as decorative?"),
)
def missing_alternatives(content, known):
    for place, alternative in _shown(content):
        if not alternative:
            yield place, _("Say in a few words what this picture shows, or tick “Image is decorative”.")


@register(
    "alternative-file-name",
    level=Level.ADVICE,
    title=gettext_lazy("File name as alternative"),
    question=gettext_lazy("Are alternatives words, and not names of files?"),
)
def file_names(content, known):
    for place, alternative in _shown(content):
        if _FILE_NAME.fullmatch(alternative):
            yield (
                place,
                _("“%(words)s” is the name of a file: say what this picture shows.") % {"words": alternative},
            )


@register(
    "credit",
    level=Level.ADVICE,
    title=gettext_lazy("Picture without credit"),
    question=gettext_lazy("Does every picture name who made it?"),
)
def missing_credits(content, known):
    told = set()
    for part in content.parts:
        for pointer in pointers(part):
            image = known.images.get(pointer.key) if pointer.model is get_image_model() else None
            if image and not image.credit.strip() and image.pk not in told:
                told.add(image.pk)
                yield (
                    part.place,
                    _("Nobody is named for the picture “%(title)s”: open it and give its credit.")
                    % {"title": image.title},
                )

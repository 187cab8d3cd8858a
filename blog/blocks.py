"""Blocks of the roadmap."""

from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from core.blocks.choosers import FileBlock


class KeywordBlock(blocks.StructBlock):
    word = blocks.CharBlock(label=_("Word"), max_length=40)
    meaning = blocks.TextBlock(label=_("Meaning"))

    class Meta:
        label = _("Keyword")
        icon = "tag"
        description = _("One word that sums the year up, and what is meant by it.")
        preview_value = {"word": "Coopérer", "meaning": "Faire ensemble ce que personne ne réussit seul."}


class OpenQuestionBlock(blocks.StructBlock):
    question = blocks.TextBlock(label=_("Question"))
    lead = blocks.TextBlock(label=_("A lead, not decided"), required=False)

    class Meta:
        label = _("Open question")
        icon = "help"
        description = _("What nobody has answered yet, with a lead where there is one.")
        preview_value = {"question": "Qui prend le relais ?", "lead": "Une équipe dans chaque collectivité."}


class DownloadValue(blocks.StructValue):
    @property
    def host(self) -> str:
        """Where an address leads, as a reader knows it."""
        return urlsplit(self["url"] or "").netloc.removeprefix("www.")


class DownloadBlock(blocks.StructBlock):
    """A file announced; without a file or an address it is shown as still to come."""

    title = blocks.CharBlock(label=_("Title"))
    document = FileBlock(label=_("Document"), required=False)
    url = blocks.URLBlock(label=_("Or address"), required=False)

    class Meta:
        label = _("Download")
        value_class = DownloadValue
        icon = "download"
        description = _("A file or an address; with neither, it is announced as still to come.")
        preview_value = {"title": "Le budget en détail", "document": None, "url": ""}

    def clean(self, value):
        value = super().clean(value)
        if value["document"] and value["url"]:
            raise blocks.StructBlockValidationError(
                block_errors={"url": ValidationError(_("Choose a document or give an address, not both."))}
            )
        return value

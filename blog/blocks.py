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


class OpenQuestionBlock(blocks.StructBlock):
    question = blocks.TextBlock(label=_("Question"))
    lead = blocks.TextBlock(label=_("A lead, not decided"), required=False)

    class Meta:
        label = _("Open question")
        icon = "help"


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

    def clean(self, value):
        value = super().clean(value)
        if value["document"] and value["url"]:
            raise blocks.StructBlockValidationError(
                block_errors={"url": ValidationError(_("Choose a document or give an address, not both."))}
            )
        return value

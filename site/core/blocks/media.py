"""Blocks of pictures, films and files."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageBlock

from core.embeds import player_url


class FigureBlock(blocks.StructBlock):
    image = ImageBlock(label=_("Image"))
    caption = blocks.CharBlock(label=_("Caption"), required=False)

    class Meta:
        label = _("Image")
        icon = "image"
        group = _("Media")
        template = "core/blocks/figure.html"
        description = _("A picture with its caption; credit and licence come from the image itself.")


class GalleryBlock(blocks.StructBlock):
    images = blocks.ListBlock(FigureBlock(), label=_("Images"), min_num=2, max_num=12)

    class Meta:
        label = _("Gallery")
        icon = "images"
        group = _("Media")
        template = "core/blocks/gallery.html"
        description = _("Two to twelve pictures side by side.")


class VideoValue(blocks.StructValue):
    @property
    def player(self) -> str:
        """Address of the player, empty where the host is unknown."""
        return player_url(self["url"]) or ""


class VideoBlock(blocks.StructBlock):
    url = blocks.URLBlock(label=_("Address of the video"), help_text=_("YouTube, Vimeo, Dailymotion or PeerTube."))
    title = blocks.CharBlock(label=_("Title"))
    poster = ImageBlock(label=_("Poster"), required=False)
    transcript = blocks.RichTextBlock(label=_("Transcript"), required=False, features=["ol", "ul", "bold"])

    class Meta:
        label = _("Video")
        icon = "media"
        group = _("Media")
        template = "core/blocks/video.html"
        value_class = VideoValue
        description = _("A film that loads when the reader asks for it, never before.")

    def clean(self, value):
        value = super().clean(value)
        if not value.player:
            raise blocks.StructBlockValidationError(
                block_errors={
                    "url": ValidationError(
                        _("Give the address of one video on YouTube, Vimeo, Dailymotion or PeerTube.")
                    )
                }
            )
        return value


class DocumentBlock(blocks.StructBlock):
    document = DocumentChooserBlock(label=_("Document"))
    title = blocks.CharBlock(label=_("Title"), required=False, help_text=_("Empty: the document’s own."))
    description = blocks.CharBlock(label=_("Description"), required=False)

    class Meta:
        label = _("Document")
        icon = "doc-full"
        group = _("Media")
        template = "core/blocks/document.html"
        description = _("A file to download, with its format, weight and language.")

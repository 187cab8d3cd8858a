"""Blocks of pictures, films and files."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail_localize.segments.extract import StreamFieldSegmentExtractor
from wagtail_localize.segments.ingest import StreamFieldSegmentsWriter

from core.blocks.choosers import FileBlock, PictureBlock
from core.embeds import player_url


def library_image():
    """The latest picture of the library, so that previews show what editors know; None in an empty one."""
    image = get_image_model().objects.last()
    if image:
        image.contextual_alt_text = image.default_alt_text
        image.decorative = False
    return image


class FigureBlock(blocks.StructBlock):
    image = PictureBlock(label=_("Image"))
    caption = blocks.CharBlock(
        label=_("Caption"),
        required=False,
        help_text=_("What the picture cannot say: where, when, who."),
    )

    class Meta:
        label = _("Image")
        icon = "image"
        group = _("Media")
        template = "core/blocks/figure.html"
        description = _("A picture with its caption; credit and licence come from the image itself.")

    def get_preview_value(self):
        return self.normalize(
            {"image": library_image(), "caption": "L’accueil de la mairie, avant les essais"}
        )


class GalleryBlock(blocks.StructBlock):
    images = blocks.ListBlock(FigureBlock(), label=_("Images"), min_num=2, max_num=12)

    class Meta:
        label = _("Gallery")
        icon = "copy"
        group = _("Media")
        template = "core/blocks/gallery.html"
        description = _("Two to twelve pictures side by side.")

    def get_preview_value(self):
        figure = {"image": library_image(), "caption": ""}
        return self.normalize({"images": [figure, figure]})


class VideoValue(blocks.StructValue):
    @property
    def player(self) -> str:
        """Address of the player, empty where the host is unknown."""
        return player_url(self["url"]) or ""


class VideoBlock(blocks.StructBlock):
    url = blocks.URLBlock(
        label=_("Address of the video"), help_text=_("YouTube, Vimeo, Dailymotion or PeerTube.")
    )
    title = blocks.CharBlock(label=_("Title"))
    poster = PictureBlock(label=_("Poster"), required=False)
    transcript = blocks.RichTextBlock(label=_("Transcript"), required=False, features=["ol", "ul", "bold"])

    class Meta:
        label = _("Video")
        icon = "media"
        group = _("Media")
        template = "core/blocks/video.html"
        value_class = VideoValue
        description = _("A film that loads when the reader asks for it, never before.")

    def get_preview_value(self):
        return self.normalize(
            {
                "url": "https://vimeo.com/76979871",
                "title": "Un film",
                "poster": library_image(),
                "transcript": "",
            }
        )

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

    def get_translatable_segments(self, value):
        """Its words. wagtail-localize fails where no picture is stored: it is told of an empty one."""
        stored = {"value": self.get_prep_value(value)}
        return StreamFieldSegmentExtractor(None, include_overridables=True).handle_struct_block(value, stored)

    def restore_translated_segments(self, value, segments):
        return StreamFieldSegmentsWriter(None, None, None).handle_struct_block(value, segments)


class DocumentBlock(blocks.StructBlock):
    document = FileBlock(label=_("Document"))
    title = blocks.CharBlock(label=_("Title"), required=False, help_text=_("Empty: the document’s own."))
    description = blocks.CharBlock(label=_("Description"), required=False)

    class Meta:
        label = _("Document")
        icon = "doc-full"
        group = _("Media")
        template = "core/blocks/document.html"
        description = _("A file to download, with its format, weight and language.")

    def get_preview_value(self):
        return self.normalize(
            {"document": get_document_model().objects.last(), "title": "", "description": ""}
        )

"""Wagtail's choosers, which take what `core.references` knows already instead of asking each for itself."""

from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageBlock, ImageChooserBlock

from core import references


class KnownReferencesMixin:
    def bulk_to_python(self, values):
        values = list(values)
        known = references.current()
        return super().bulk_to_python(values) if known is None else known.instances(self.model_class, values)


class PageBlock(KnownReferencesMixin, blocks.PageChooserBlock):
    pass


class FileBlock(KnownReferencesMixin, DocumentChooserBlock):
    pass


class _ImageChooserBlock(KnownReferencesMixin, ImageChooserBlock):
    pass


class PictureBlock(ImageBlock):
    """An image with the alternative text that it needs where it stands."""

    def __init__(self, required=True, **kwargs):
        super().__init__(required=required, **kwargs)
        chooser = _ImageChooserBlock(required=required)
        chooser.set_name("image")
        self.child_blocks["image"] = chooser

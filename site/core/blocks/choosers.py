"""Wagtail's choosers, which take what `core.references` knows already instead of asking each for itself."""

import copy

from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageBlock, ImageBlockComparison, ImageChooserBlock

from core import references


class KnownReferencesMixin:
    def bulk_to_python(self, values):
        values = list(values)
        known = references.current()
        if known is None:
            # Each time another object: what a block says of its picture is its own.
            return [copy.copy(instance) for instance in super().bulk_to_python(values)]
        return known.instances(self.model_class, values)


class PageBlock(KnownReferencesMixin, blocks.PageChooserBlock):
    pass


class FileBlock(KnownReferencesMixin, DocumentChooserBlock):
    pass


class _ImageChooserBlock(KnownReferencesMixin, ImageChooserBlock):
    pass


class _PictureComparison(ImageBlockComparison):
    """Wagtail's breaks down on a draft in which the picture is still to be chosen."""

    def htmlvalue(self, val):
        return super().htmlvalue(val) if val else ""


class PictureBlock(ImageBlock):
    """An image with the alternative text that it needs where it stands."""

    def __init__(self, required=True, **kwargs):
        super().__init__(required=required, **kwargs)
        chooser = _ImageChooserBlock(required=required)
        chooser.set_name("image")
        self.child_blocks["image"] = chooser

    def get_comparison_class(self):
        return _PictureComparison

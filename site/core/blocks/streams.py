"""Which page is offered which blocks, and what is read from a whole stream."""

from collections import Counter

from django.utils.text import slugify
from wagtail import blocks

from .data import KeyFiguresBlock, TableBlock, TimelineBlock
from .links import CallToActionBlock, PageCardsBlock
from .media import DocumentBlock, FigureBlock, GalleryBlock, VideoBlock
from .text import AccordionBlock, CalloutBlock, FootnotesBlock, HeadingBlock, ParagraphBlock, QuoteBlock


class ArticleStream(blocks.StreamBlock):
    """What a page to read may hold."""

    heading = HeadingBlock()
    paragraph = ParagraphBlock()
    image = FigureBlock()
    gallery = GalleryBlock()
    quote = QuoteBlock()
    key_figures = KeyFiguresBlock()
    callout = CalloutBlock()
    table = TableBlock()
    accordion = AccordionBlock()
    timeline = TimelineBlock()
    video = VideoBlock()
    document = DocumentBlock()
    call_to_action = CallToActionBlock()
    page_cards = PageCardsBlock()
    footnotes = FootnotesBlock()

    class Meta:
        block_counts = {"footnotes": {"max_num": 1}}


class LandingStream(blocks.StreamBlock):
    """What an index may hold above its list: words, and a way on."""

    paragraph = ParagraphBlock()
    callout = CalloutBlock()
    key_figures = KeyFiguresBlock()
    call_to_action = CallToActionBlock()


def outline(stream) -> list[dict]:
    """Table of contents: `text`, `anchor` and `level` (2 or 3) of each heading, anchors made unique."""
    entries, seen = [], Counter()
    for block in stream:
        if block.block_type != "heading":
            continue
        base = slugify(block.value["text"]) or "partie"
        seen[base] += 1
        block.value.anchor = base if seen[base] == 1 else f"{base}-{seen[base]}"
        entries.append(
            {
                "text": block.value["text"],
                "anchor": block.value.anchor,
                "level": int(block.value["level"] or 2),
            }
        )
    return entries


def footnote_count(stream) -> int:
    """How many notes the page has: `[n]` in its text is a reference up to that number."""
    return max((len(block.value["notes"]) for block in stream if block.block_type == "footnotes"), default=0)

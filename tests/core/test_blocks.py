"""What is read from a whole stream, and what an editor is told."""

import re

import pytest
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from wagtail.blocks import StructBlockValidationError

from core.blocks import ArticleStream, footnote_count, outline
from core.blocks.data import TableBlock
from core.blocks.links import LinkBlock, PageCardsBlock
from core.blocks.media import VideoBlock
from tests.factories import ContentPageFactory, DocumentFactory, ImageFactory


def stream(*blocks):
    return ArticleStream().to_python([{"type": kind, "value": value} for kind, value in blocks])


def test_outline_gives_each_heading_its_own_anchor():
    body = stream(
        ("heading", {"text": "Ce que ça coûte", "level": "2"}),
        ("paragraph", "<p>…</p>"),
        ("heading", {"text": "Ce que ça coûte", "level": "3"}),
        ("heading", {"text": "???", "level": "2"}),
    )
    assert outline(body) == [
        {"text": "Ce que ça coûte", "anchor": "ce-que-ca-coute", "level": 2},
        {"text": "Ce que ça coûte", "anchor": "ce-que-ca-coute-2", "level": 3},
        {"text": "???", "anchor": "partie", "level": 2},
    ]
    assert 'id="ce-que-ca-coute-2"' in body[2].render()


def test_footnotes_are_counted():
    assert footnote_count(stream(("paragraph", "<p>Sans note [1]</p>"))) == 0
    assert footnote_count(stream(("footnotes", {"notes": ["<p>a</p>", "<p>b</p>"]}))) == 2


@pytest.mark.parametrize(
    ("link", "wrong"),
    [
        ({"page": None, "url": "", "label": ""}, "page"),
        ({"page": None, "url": "javascript:alert(1)", "label": "Ici"}, "url"),
        ({"page": None, "url": "https://example.org", "label": ""}, "label"),
    ],
)
def test_a_link_says_what_it_lacks(link, wrong):
    block = LinkBlock()
    with pytest.raises(StructBlockValidationError) as refusal:
        block.clean(block.to_python(link))
    assert wrong in refusal.value.block_errors


def test_a_video_needs_a_host_with_a_player():
    block = VideoBlock()
    value = {"url": "https://example.org/film", "title": "Film", "poster": None, "transcript": ""}
    with pytest.raises(StructBlockValidationError) as refusal:
        block.clean(block.to_python(value))
    assert "url" in refusal.value.block_errors


def test_a_table_is_translated_cell_by_cell():
    block = TableBlock()
    table = block.to_python(
        {
            "columns": [{"type": "text", "heading": "Poste"}, {"type": "number", "heading": "Part"}],
            "rows": [{"values": ["Adhésions", 6]}],
            "caption": "Ressources",
        }
    )
    segments = block.get_translatable_segments(table)
    assert [segment.string.data for segment in segments] == ["Ressources", "Poste", "Part", "Adhésions"]
    for segment in segments:
        segment.string.data = segment.string.data.upper()
    translated = block.restore_translated_segments(table, segments)
    assert translated.caption == "RESSOURCES"
    assert [column["heading"] for column in translated.columns] == ["POSTE", "PART"]
    assert translated.row_data[0]["values"] == ["ADHÉSIONS", 6]


@pytest.mark.parametrize("name", ArticleStream().child_blocks)
def test_every_block_explains_itself_to_editors(name):
    block = ArticleStream().child_blocks[name]
    assert block.meta.icon
    assert str(block.get_description())
    assert block.meta.template
    assert block.is_previewable


@pytest.mark.parametrize("name", ArticleStream().child_blocks)
def test_every_block_preview_renders(home, name):
    ImageFactory()
    DocumentFactory()
    block = ArticleStream().child_blocks[name]
    value = block.get_preview_value()
    context = block.get_preview_context(value, parent_context={"request": RequestFactory().get("/")})
    assert block.render(value, context=context)


def test_page_cards_cost_the_same_for_two_pages_and_for_six(home):
    pages = [ContentPageFactory(parent=home, listing_image=ImageFactory()) for _ in range(6)]
    counts = []
    for number in (2, 6):
        block = PageCardsBlock()
        value = block.to_python({"title": "", "pages": [page.pk for page in pages[:number]]})
        with CaptureQueriesContext(connection) as queries:
            cards = block.get_context(value)["cards"]
            assert [card.listing_image.title for card in cards]
        assert [card.pk for card in cards] == [page.pk for page in pages[:number]]
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_page_cards_leave_drafts_out(home):
    draft = ContentPageFactory(parent=home, live=False)
    block = PageCardsBlock()
    assert block.get_context(block.to_python({"title": "", "pages": [draft.pk]}))["cards"] == []


def test_a_number_that_is_not_known_is_an_empty_cell():
    block = TableBlock()
    table = block.to_python(
        {
            "columns": [{"type": "text", "heading": "Poste"}, {"type": "number", "heading": "Part"}],
            "rows": [{"values": ["Adhésions", None]}, {"values": ["Autres", 7.5]}, {"values": ["Dons", 0]}],
            "caption": "Ressources",
        }
    )
    with translation.override("fr"):
        cells = re.findall(r"<td>(.*?)</td>", block.render(table))
    assert cells == ["", "7,5", "0"]

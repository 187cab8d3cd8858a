"""Whatever is written or stored, the checks read it."""

from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from blog.models import PostPage, RoadmapPage
from core.blocks import ArticleStream
from core.models import Navigation
from desk.checks.examining import examine_one
from programmes.agenda.models import EventPage
from publications.models import BookPage, EpisodePage

KINDS = sorted(ArticleStream().child_blocks)
BROKEN = ["<!", "<![x", "<h3>", "<p><a linktype='page' id='999999999999'>", "<a href=", "&#x0;", "</p></a>"]
TEXT = st.text(max_size=60) | st.sampled_from(BROKEN)
NAMES = [
    "text",
    "level",
    "image",
    "alt_text",
    "images",
    "items",
    "pages",
    "link",
    "columns",
    "rows",
    "values",
]
STORED = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 2**70) | TEXT,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from([*NAMES, "values", "caption", "type", "id", "value", "url"]), inner, max_size=4
        )
    ),
    max_leaves=12,
)
BLOCK = {"type": st.sampled_from([*KINDS, "gone"]), "value": STORED, "id": st.none() | TEXT}
BLOCKS = st.lists(st.fixed_dictionaries(BLOCK))


class AnyTextTests(TestCase):
    @given(BLOCKS, TEXT, TEXT)
    def test_any_body_is_read(self, blocks, title, introduction):
        post = PostPage(title=title, introduction=introduction)
        body = post._meta.get_field("body")
        post.body = type(post.body)(body.stream_block, blocks, is_lazy=True)
        for finding in examine_one(post).findings:
            assert finding.sentence
            assert finding.place.content_path or not finding.place.steps

    @given(TEXT, TEXT)
    def test_any_transcript_is_read(self, transcript, caption):
        episode = EpisodePage(title="", transcript=transcript)
        episode.tracks = [episode._meta.get_field("tracks").related_model(language="fr", webvtt=caption)]
        examine_one(episode)

    def test_a_draft_may_lack_everything(self):
        for model in (PostPage, RoadmapPage, BookPage, EpisodePage, EventPage, Navigation):
            with self.subTest(model=model):
                examine_one(model())

"""Rich text on its way to paper: data that say the same words, and never markup."""

import pytest
from bs4 import BeautifulSoup
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from core.pdf.richtext import absolute, flow, link, shown


def words(blocks) -> str:
    """All that is said, in order."""
    said = []
    for block in blocks:
        said += [run_words(run) for run in block.get("runs", [])]
        said += [words(item) for item in block.get("items", [])]
    return "".join(said)


def run_words(run) -> str:
    if "runs" in run:
        return "".join(map(run_words, run["runs"]))
    return f"[{run['note']}]" if "note" in run else run["text"]


def squeezed(text: str) -> str:
    return "".join(text.split())


def test_emphasis_lists_and_breaks():
    assert flow("<p>Un <b>gras <i>penché</i></b><br/>ici</p><ol><li>un</li><li><p>deux</p></li></ol>") == [
        {
            "kind": "paragraph",
            "runs": [
                {"text": "Un "},
                {"text": "gras ", "bold": True},
                {"text": "penché", "bold": True, "italic": True},
                {"text": "\n"},
                {"text": "ici"},
            ],
        },
        {
            "kind": "list",
            "ordered": True,
            "items": [
                [{"kind": "paragraph", "runs": [{"text": "un"}]}],
                [{"kind": "paragraph", "runs": [{"text": "deux"}]}],
            ],
        },
    ]


def test_a_list_inside_a_list():
    (outer,) = flow("<ul><li>a<ul><li>b</li></ul></li></ul>")
    assert outer["items"][0][1]["items"] == [[{"kind": "paragraph", "runs": [{"text": "b"}]}]]


def test_notes_are_references_where_there_are_that_many():
    ((paragraph),) = flow("<p>a [1] b [2]</p>", notes=1)
    assert [run.get("note") or run["text"] for run in paragraph["runs"]] == ["a ", 1, " b ", "[2]"]


def test_a_link_keeps_its_words_and_gives_its_address(settings):
    settings.WAGTAILADMIN_BASE_URL = "https://www.example.org"
    ((paragraph),) = flow('<p>Voir <a href="/une-page/"><b>ici</b></a></p>')
    assert paragraph["runs"][1] == {
        "href": "https://www.example.org/une-page/",
        "shown": "example.org/une-page",
        "runs": [{"text": "ici", "bold": True}],
    }


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "data:text/html,x", "#notes", "", "  ", "http://[", "x:y"]
)
def test_what_is_no_address_is_no_link(url):
    assert absolute(url) == ""
    assert link(url, "ici") == {"text": "ici"}
    ((paragraph),) = flow(f'<p><a href="{url}">ici</a></p>')
    assert paragraph["runs"] == [{"text": "ici"}]


def test_an_address_is_shown_as_it_is_read():
    assert shown("https://www.example.org/%C3%A9t%C3%A9/?a=1") == "example.org/été?a=1"
    assert shown("mailto:bonjour@example.org") == "bonjour@example.org"


def test_typography_is_that_of_the_language():
    with translation.override("fr"):
        assert words(flow("<p>Vrai ? 1er</p>")) == "Vrai\u202f? 1er"
    with translation.override("en"):
        assert words(flow("<p>Really?</p>")) == "Really?"


def test_scripts_and_remarks_are_not_printed():
    assert words(flow("<p>a<script>b</script><!-- c --><style>d</style></p>")) == "a"


TAGS = [
    f"<{slash}{name}>"
    for name in ("p", "b", "i", "ul", "ol", "li", "abbr", "sup", "br")
    for slash in ("", "/")
]
PIECES = st.sampled_from([*TAGS, '<a href="https://example.org/">', "</a>", "[1]", "&amp;", "&#x27;"])


@given(st.lists(PIECES | st.text(max_size=6), max_size=20))
def test_no_word_is_lost(pieces):
    html = "".join(pieces)
    soup = BeautifulSoup(html, "html.parser")
    for unsaid in soup(["script", "style", "template"]):
        unsaid.decompose()
    with translation.override("en"):
        assert squeezed(words(flow(html, notes=1))) == squeezed(soup.get_text())


@given(st.text())
def test_any_address_is_whole_or_none(url):
    found = absolute(url)
    assert not found or found.split(":", 1)[0] in ("http", "https", "mailto", "tel")
    shown(found)

"""HTML from elsewhere as blocks: whatever it is, they are valid, and no word is lost."""

import re
from collections import Counter
from html import escape

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st
from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter

from core.blocks import ArticleStream
from core.blocks.text import INLINE_FEATURES, PARAGRAPH_FEATURES
from core.importing import UnreadableError, convert

STREAM = ArticleStream(required=False)
INLINE = ["b", "i", "em", "strong", "span", "u", "s", "sup", "sub", "font", "code", "o:p", "q", "small"]
BLOCK = [
    "p",
    "div",
    "h1",
    "h2",
    "h4",
    "blockquote",
    "ul",
    "ol",
    "li",
    "table",
    "tr",
    "td",
    "th",
    "pre",
    "section",
]
BLOCK += [
    "figure",
    "figcaption",
    "dl",
    "dt",
    "dd",
    "caption",
    "thead",
    "center",
    "address",
    "details",
    "summary",
]
ATTRIBUTES = [
    "",
    ' class="MsoQuote"',
    ' class="MsoCaption"',
    ' class="MsoListParagraph" style="mso-list:l0 level3 lfo1"',
    ' style="font-weight:bold"',
    ' style="font-weight:normal;vertical-align:super"',
    ' id="a"',
    ' id="b"',
    ' colspan="3"',
    ' rowspan="99"',
    ' aria-level="7"',
    ' start="5"',
    ' role="heading"',
]
LINKS = [
    "#a",
    "#b",
    "javascript:alert(1)",
    "https://example.org/a b",
    "file:///C:/x",
    "//x",
    "mailto:a@b.c",
    "http://[",
]
words = st.sampled_from(
    ["mot", "l'ami", '"dit"', "*", "**", "[1]", "1", "•", "-", "#Tag", "« oui »", " ", "&amp;", "—"]
)


def element(children):
    names = st.sampled_from([*INLINE, *BLOCK])
    inside = st.lists(children, max_size=4).map("".join)
    linked = st.tuples(st.sampled_from(LINKS), st.sampled_from(["", ' id="a"', ' id="b"']), inside)
    return st.one_of(
        st.tuples(names, st.sampled_from(ATTRIBUTES), inside).map(
            lambda parts: f"<{parts[0]}{parts[1]}>{parts[2]}</{parts[0]}>"
        ),
        linked.map(lambda parts: f'<a href="{parts[0]}"{parts[1]}>{parts[2]}</a>'),
    )


leaves = st.one_of(
    st.lists(words, min_size=1, max_size=4).map(" ".join),
    st.integers(0, 99).map(lambda number: f" jeton{number} "),
    st.sampled_from(["<br>", "<hr>", '<img src="file:///x.png" alt="vue">', "<![if !vml]>", "<!-- x -->"]),
)
documents = st.lists(st.recursive(leaves, element, max_leaves=25), max_size=6).map("".join)


def brought(html, language="fr"):
    return convert(html, keep=lambda picture: None, language=language)


def checked(blocks):
    """The blocks, as the editor lets them be published; raises `ValidationError` else."""
    return STREAM.clean(STREAM.to_python(blocks))


def simple(blocks):
    """Blocks without what is drawn by lot."""
    told = []
    for block in blocks:
        value = block["value"]
        if block["type"] == "footnotes":
            value = [note["value"] for note in value["notes"]]
        told.append((block["type"], value))
    return told


def all_words(blocks):
    found = []

    def gather(value):
        match value:
            case str():
                found.append(re.sub(r"</?(?:b|i|sup|a)\b[^>]*>", "", value))
            case dict():
                for name, inner in value.items():
                    if name not in ("type", "id"):
                        gather(inner)
            case list():
                for inner in value:
                    gather(inner)

    gather([block["value"] for block in blocks])
    return " ".join(found)


def as_html(blocks):
    """Blocks as a page would show them, notes linked both ways."""
    html, notes = [], 0
    for kind, value in simple(blocks):
        if kind == "heading":
            html.append(f"<h{value['level']}>{escape(value['text'])}</h{value['level']}>")
        elif kind == "paragraph":
            html.append(value)
        elif kind == "quote":
            paragraphs = "".join(
                f"<p>{escape(part).replace(chr(10), '<br>')}</p>" for part in value["text"].split("\n\n")
            )
            said = f"<p>— {escape(value['attribution'])}</p>" if value["attribution"] else ""
            html.append(f"<blockquote>{paragraphs}{said}</blockquote>")
        elif kind == "table":
            head = "".join(f"<th>{escape(column['heading'])}</th>" for column in value["columns"])
            rows = "".join(
                "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row["values"]) + "</tr>"
                for row in value["rows"]
            )
            html.append(f"<table><caption>{escape(value['caption'])}</caption><tr>{head}</tr>{rows}</table>")
        else:
            notes = len(value)
            html += [
                f'<div id="n{number}">{note.replace("<p>", f"<p><a href=#r{number}>{number}</a> ", 1)}</div>'
                for number, note in enumerate(value, start=1)
            ]
    called = set()

    def link(match):
        number = int(match[1])
        if not 1 <= number <= notes:
            return match[0]
        name = "" if number in called else f' id="r{number}"'
        called.add(number)
        return f'<a href="#n{number}"{name}>{number}</a>'

    return re.sub(r"\[(\d{1,3})\]", link, "".join(html))


def texts(html, language="fr"):
    """The blocks of a document: each as its type and what it says."""
    return simple(brought(html, language).blocks)


def test_what_word_adds_goes_and_what_was_written_stays():
    html = (
        "<html><head><title>x</title><style>p{}</style></head><body><!--StartFragment-->"
        "<p class=MsoNormal style='color:red'><span lang=FR>Un <b style='mso-bidi-font-weight:normal'>mot</b>"
        "&nbsp;: <u>souligné</u>, <s>barré</s>, H<sub>2</sub>O, 1<sup>er</sup></span><o:p></o:p></p>"
        "<p class=MsoToc1><a href='#_Toc1'>Arriver<span>\t3</span></a></p>"
        "<p>dit<a style='mso-comment-reference:A_1' href='#_msocom_1'>[A1]</a> <del>non</del> oui</p>"
        "<div style='mso-element:comment-list'><p>Un avis</p></div>"
        "<p style='display:none'>caché</p><script>alert(1)</script></body></html>"
    )
    converted = brought(html)

    assert simple(converted.blocks) == [
        (
            "paragraph",
            "<p>Un <b>mot</b>\u00a0: souligné, barré, H2O, 1<sup>er</sup></p><p>dit oui</p>",
        )
    ]
    told = [entry.sentence for entry in converted.report.dropped]
    assert "1 commentaire de relecture" in told
    assert "1 passage que le document donne pour supprimé" in told
    assert "1 ligne d’un sommaire\u00a0: la page fait le sien" in told


NOTE = [
    ("paragraph", "<p>Un mot[1], un autre[2].</p>"),
    ("footnotes", ["<p>La <i>une</i>.</p>", "<p>La deux.</p>"]),
]


@pytest.mark.parametrize(
    "html",
    [
        # Word, saved as a page or pasted.
        "<p>Un mot<a href='#_ftn1' name='_ftnref1'><span class=MsoFootnoteReference>[1]</span></a>, un autre"
        "<a href='#_ftn2' name='_ftnref2'>[2]</a>.</p><div style='mso-element:footnote-list'>"
        "<br clear=all><hr>"
        "<div style='mso-element:footnote' id=ftn1><p class=MsoFootnoteText>"
        "<a href='#_ftnref1' name='_ftn1'>[1]</a>"
        " La <i>une</i>.</p></div><div style='mso-element:footnote' id=ftn2><p class=MsoFootnoteText>"
        "<a href='#_ftnref2' name='_ftn2'>[2]</a> La deux.</p></div></div>",
        # Google Docs, downloaded as a page.
        "<p>Un mot<sup><a href='#ftnt1' id='ftnt_ref1'>[1]</a></sup>, un autre<sup>"
        "<a href='#ftnt2' id='ftnt_ref2'>"
        "[2]</a></sup>.</p><hr><div><p><a href='#ftnt_ref1' id='ftnt1'>[1]</a>&nbsp;La <em>une</em>.</p>"
        "</div>"
        "<div><p><a href='#ftnt_ref2' id='ftnt2'>[2]</a>&nbsp;La deux.</p></div>",
        # LibreOffice.
        "<p>Un mot<a class='sdfootnoteanc' name='sdfootnote1anc' href='#sdfootnote1sym'><sup>1</sup>"
        "</a>, un autre"
        "<a class='sdfootnoteanc' name='sdfootnote2anc' href='#sdfootnote2sym'><sup>2</sup></a>.</p>"
        "<div id='sdfootnote1'><p><a class='sdfootnotesym' name='sdfootnote1sym' href='#sdfootnote1anc'>1</a>"
        " La <i>une</i>.</p></div><div id='sdfootnote2'><p>"
        "<a name='sdfootnote2sym' href='#sdfootnote2anc'>2</a>"
        " La deux.</p></div>",
        # WordPress and Wikipedia, under a title.
        "<p>Un mot<sup id='cite_ref-1'><a href='#cite_note-1'>[1]</a></sup>, un autre<sup id='cite_ref-2'>"
        "<a href='#cite_note-2'>[2]</a></sup>.</p><h2>Notes</h2><ol><li id='cite_note-1'>"
        "<a href='#cite_ref-1'>↑</a>"
        " La <i>une</i>.</li><li id='cite_note-2'><a href='#cite_ref-2'>↑</a> La deux.</li></ol>",
        # Stars, in the ways they are typed.
        "<p>Un mot*, un autre **.</p><p>* La <i>une</i>.</p><p>** La deux.</p>",
        "<p>Un mot (*), un autre<sup>**</sup>.</p><p>(*) La <i>une</i>.<br>(**) La deux.</p>",
        "<p>Un mot*, un autre*.</p><p>*La <i>une</i>.</p><p>* La deux.</p>",
        # Numbers, raised or in brackets.
        "<p>Un mot<sup>1</sup>, un autre<sup>2</sup>.</p><p><sup>1</sup> La <i>une</i>.</p><p><sup>2"
        "</sup> La deux.</p>",
        "<p>Un mot [1], un autre [2].</p><p>[1] La <i>une</i>.</p><p>[2] La deux.</p>",
        # In another order.
        "<p>Un mot**, un autre*.</p><p>* La deux.</p><p>** La <i>une</i>.</p>",
    ],
)
def test_notes_are_found_however_they_are_written(html):
    assert texts(html) == NOTE


def test_what_only_looks_like_a_note_stays():
    html = (
        "<p>Un·e citoyen*ne et 3 * 4, 5 m<sup>2</sup></p><p>* * *</p><p>* Note sans appel</p><p>2 lignes</p>"
    )

    converted = brought(html)

    assert simple(converted.blocks) == [
        (
            "paragraph",
            "<p>Un·e citoyen*ne et 3 * 4, 5 m<sup>2</sup></p><p>* * *</p><p>* Note sans appel</p>"
            "<p>2 lignes</p>",
        )
    ]


def test_a_call_whose_note_was_not_copied_is_told_and_is_no_call_of_the_page():
    converted = brought("<p>Un mot<a href='#_ftn1' name='_ftnref1'>[1]</a>.</p>")

    assert simple(converted.blocks) == [("paragraph", "<p>Un mot<sup>1</sup>.</p>")]
    assert converted.report.counts["note_lost"] == 1


@pytest.mark.parametrize(
    ("html", "written"),
    [
        # Google Docs, downloaded: lists of each depth beside one another.
        (
            "<ul class='lst-kix_ab-0 start'><li>un</li></ul><ul class='lst-kix_ab-1 start'><li>deux</li></ul>"
            "<ul class='lst-kix_ab-0'><li>trois</li></ul>",
            "<ul><li>un<ul><li>deux</li></ul></li><li>trois</li></ul>",
        ),
        # Word on the web: one list an item.
        (
            "<div><ul><li data-listid=4 aria-level=1>un</li></ul></div><div><ul>"
            "<li data-listid=4 aria-level=2>deux"
            "</li></ul></div>",
            "<ul><li>un<ul><li>deux</li></ul></li></ul>",
        ),
        ("<p>• un</p><p>• deux</p>", "<ul><li>un</li><li>deux</li></ul>"),
        ("<p>Dits&nbsp;:<br>- un<br>- deux</p>", "<p>Dits\u00a0:</p><ul><li>un</li><li>deux</li></ul>"),
        ("<p>- Bonjour, dit-il.</p>", "<p>- Bonjour, dit-il.</p>"),
        (
            "<ol><li><p>un</p><p>suite</p></li><li>deux</li></ol>",
            "<ol><li>un<br/>suite</li><li>deux</li></ol>",
        ),
        (
            "<ul><li>un</li></ul><p>entre</p><ul><li>deux</li></ul>",
            "<ul><li>un</li></ul><p>entre</p><ul><li>deux</li></ul>",
        ),
        (
            "<ul><li>un<ul><li>a<ol><li>b</li></ol></li></ul></li></ul>",
            "<ul><li>un<ul><li>a<ol><li>b</li></ol></li></ul></li></ul>",
        ),
    ],
)
def test_lists_are_lists_however_they_are_written(html, written):
    assert texts(html) == [("paragraph", written)]


@pytest.mark.parametrize(
    ("written", "href"),
    [
        ("https://example.org/a?b=1&amp;c=2", "https://example.org/a?b=1&amp;c=2"),
        ("https://www.google.com/url?q=https://example.org/x%3Fy&amp;sa=D", "https://example.org/x?y"),
        ("mailto:a@example.org", "mailto:a@example.org"),
        ("java\tscript:alert(1)", ""),
        ("JAVASCRIPT:alert(1)", ""),
        ("data:text/html,x", ""),
        ("file:///C:/Users/x/rapport.doc", ""),
        ("rapport.html", ""),
        ("#suite", ""),
        ("https://", ""),
    ],
)
def test_links_lead_where_a_visitor_may_go(written, href):
    linked = f'<a href="{href}">là</a>' if href else "là"

    assert texts(f'<p>Voir <a href="{written}">là</a>.</p>') == [("paragraph", f"<p>Voir {linked}.</p>")]


def test_levels_follow_and_the_title_stands_apart():
    converted = brought("<h1>Titre*</h1><h3>A</h3><p>a</p><h2>B</h2><h4>C</h4><p>c</p><p>* Note.</p>")

    assert converted.title == "Titre"
    assert simple(converted.blocks) == [
        ("heading", {"text": "A", "level": "2"}),
        ("paragraph", "<p>a[1]</p>"),
        ("heading", {"text": "B", "level": "2"}),
        ("heading", {"text": "C", "level": "3"}),
        ("paragraph", "<p>c</p>"),
        ("footnotes", ["<p>Note.</p>"]),
    ]


def test_a_heading_that_is_too_long_is_a_paragraph():
    converted = brought(f"<h2>{'mot ' * 60}</h2>")

    assert simple(converted.blocks) == [("paragraph", f"<p><b>{' '.join(['mot'] * 60)}</b></p>")]
    assert converted.report.counts["long_heading"] == 1


def test_a_table_keeps_its_cells_and_its_caption():
    html = (
        "<p class=MsoCaption>Tableau 1</p><table><tr><th>Étape</th><th>Avant</th><th>Après</th></tr>"
        "<tr><td rowspan=2>Visites</td><td colspan=2>quatre</td></tr><tr><td><ul><li>une</li><li>deux"
        "</li></ul></td>"
        "<td><b>un</b></td></tr></table>"
    )

    converted = brought(html)

    ((kind, value),) = simple(converted.blocks)
    assert (kind, value["caption"]) == ("table", "Tableau 1")
    assert [column["heading"] for column in value["columns"]] == ["Étape", "Avant", "Après"]
    assert [row["values"] for row in value["rows"]] == [["Visites", "quatre", ""], ["", "une; deux", "un"]]
    assert converted.report.counts["merged_cells"] == 1


def test_a_table_that_only_places_things_gives_them_back():
    html = "<table><tr><td><h2>A</h2><p>a</p></td><td><p>b</p></td></tr></table><table><tr><td>c</td>"
    "</tr></table>"

    assert texts(html) == [
        ("heading", {"text": "A", "level": "2"}),
        ("paragraph", "<p>a</p><p>b</p><p>c</p>"),
    ]


def test_a_table_as_wide_as_it_says_is_not_made():
    html = f"<table><tr>{'<td colspan=999 rowspan=999>x</td>' * 50}</tr><tr><td>y</td><td>z</td></tr></table>"

    ((kind, value),) = texts(html)

    assert (kind, len(value["columns"]) <= 40) == ("table", True)


def test_a_quote_names_who_said_it():
    html = "<blockquote><p>On apprend.<br>Beaucoup.</p><p>— Une agente</p></blockquote>"

    assert texts(html) == [
        ("quote", {"text": "On apprend.\nBeaucoup.", "attribution": "Une agente", "source_url": ""})
    ]


@pytest.mark.parametrize(
    ("language", "written"),
    [("fr", 'L’ami dit «\u00a0oui\u00a0» 12"'), ("en", 'L’ami dit “oui” 12"')],
)
def test_quotes_and_apostrophes_are_a_printers(language, written):
    (_kind, text), *_others = texts('<p>L\'ami dit "oui" 12"</p><p><code>l\'a = "b"</code></p>', language)

    assert text == f'<p>{written}</p><p>l\'a = "b"</p>'


def test_a_picture_between_the_words_of_a_sentence_waits_for_its_end():
    converted = convert(
        '<p>Avant <img src="data:image/png;base64,eA==" alt="IMG_2034.jpg"> après</p>'
        "<p class=MsoCaption>Le mur</p>",
        keep=lambda picture: 7,
    )

    assert simple(converted.blocks) == [
        ("paragraph", "<p>Avant après</p>"),
        (
            "image",
            {
                "image": {
                    "image": 7,
                    "decorative": False,
                    "alt_text": "À compléter\u00a0: ce que montre cette image",
                },
                "caption": "Le mur",
            },
        ),
    ]


def test_what_another_site_shows_gives_its_address():
    html = '<iframe src="//player.vimeo.com/video/1"></iframe><p>x</p>'

    assert texts(html) == [
        (
            "paragraph",
            "<p><b>[À compléter] Contenu à ajouter\u00a0: https://player.vimeo.com/video/1</b></p><p>x</p>",
        )
    ]


@pytest.mark.parametrize("mark", ["ul", "ol"])
def test_lists_with_nothing_between_them_are_one(mark):
    html = f"<{mark}>un<br></{mark}><{mark}>deux<br></{mark}>"

    assert texts(html) == [("paragraph", f"<{mark}><li>un</li><li>deux</li></{mark}>")]


def test_elements_inside_one_another_without_end_are_read():
    html = "<div><b>" * 2000 + "mot" + "</b></div>" * 2000

    assert texts(html) == [("paragraph", "<p><b>mot</b></p>")]


def test_too_much_is_refused():
    with pytest.raises(UnreadableError, match="Apportez-le par morceaux"):
        brought("<p>mot</p>" * 600_000)


@given(html=documents)
@example(html='mot<a href="https://example.org/">mot<br>jeton1</a>')
@example(html="<table><tr><td>a</td><td>b<table><tr><td>c</td></tr></table></td></tr></table>")
@example(html='<p>mot<a href="#a" id="b">1</a></p><p id="a"><a href="#b">1</a> jeton1</p>')
def test_any_document_makes_valid_blocks_and_loses_no_word(html):
    converted = brought(html)

    checked(converted.blocks)
    kept = Counter(re.findall(r"jeton\d+", f"{converted.title} {all_words(converted.blocks)}"))
    assert kept == Counter(re.findall(r"jeton\d+", html))


@given(html=st.text(max_size=400))
@example(html="note.htm")
@example(html="https://example.org/")
def test_any_text_at_all_makes_valid_blocks(html):
    checked(brought(html).blocks)


@given(html=documents)
def test_rich_text_is_what_the_editor_stores(html):
    """Once read and stored by the editor, it says the same."""
    for kind, value in simple(brought(html).blocks):
        texts = {"paragraph": [value], "footnotes": value}.get(kind, [])
        editor = ContentstateConverter(PARAGRAPH_FEATURES if kind == "paragraph" else INLINE_FEATURES)
        for text in texts:
            stored = editor.to_database_format(editor.from_database_format(text))
            assert _bare(stored) == _bare(text)
            assert not re.search(r"<(?!/?(?:p|b|i|sup|ul|ol|li|a|br)\b)", text)
            assert "javascript:" not in text


def _bare(html):
    """Its blocks and its words: the editor nests styles in its own order."""
    return (
        re.sub(r' data-block-key="[^"]*"|</?(?:b|i|sup|a)\b[^>]*>|\s', "", html)
        .replace("&quot;", '"')
        .replace("&#x27;", "'")
    )


@given(html=documents)
def test_what_was_brought_and_is_brought_again_stays_what_it_is(html):
    once = brought(html)
    # Numbers in brackets that were there before look like calls to notes.
    assume("[1]" not in html)
    # What was code is no code any more.
    assume("<code" not in html and "<pre" not in html)

    twice = brought(as_html(once.blocks))

    assert simple(twice.blocks) == simple(once.blocks)

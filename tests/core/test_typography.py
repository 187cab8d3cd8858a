"""French typography: what is printed, and what is left alone."""

import datetime
import re
from decimal import Decimal

import pytest
from django.template import Context, Template
from django.utils import timezone, translation
from django.utils.safestring import SafeString
from hypothesis import given
from hypothesis import strategies as st

from core.typography import amount, link_footnotes, typeset, written_date

N, B = "\u202f", "\u00a0"


@pytest.fixture
def french():
    with translation.override("fr"):
        yield


@pytest.fixture
def english():
    with translation.override("en"):
        yield


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("Essayer ; oser ! Et après ?", f"Essayer{N}; oser{N}! Et après{N}?"),
        ("Pourquoi? Parce que!", f"Pourquoi{N}? Parce que{N}!"),
        ("Quoi ?!", f"Quoi{N}?!"),
        ("Deux fonctions : faire, relier", f"Deux fonctions{B}: faire, relier"),
        ("À savoir: rien", f"À savoir{B}: rien"),
        ("« curieux »", f"«{N}curieux{N}»"),
        ("«curieux»", f"«{N}curieux{N}»"),
        ("5 000 €", f"5{N}000{N}€"),
        ("160 000 à 170 000€", f"160{N}000 à 170{N}000{N}€"),
        ("1 M€, 47 % et 53%", f"1{N}M€, 47{N}% et 53{N}%"),
        ("n° 12 et N°3", f"n°{B}12 et N°{B}3"),
        ("en 2016 300 agents", "en 2016 300 agents"),
        ("l'action, aujourd'hui", "l’action, aujourd’hui"),
        ("La 27e Région", "La 27<sup>e</sup> Région"),
        ("le 1er mars, la 1re fois", "le 1<sup>er</sup> mars, la 1<sup>re</sup> fois"),
        ("la 2nde Transfo", "la 2<sup>nde</sup> Transfo"),
        ("mairie du XIXe, Ve République", "mairie du XIX<sup>e</sup>, V<sup>e</sup> République"),
        ("François Ier", "François I<sup>er</sup>"),
        ("de 9 h à 10:30", "de 9 h à 10:30"),
        ("Le De Ce Me Les Des Mes", "Le De Ce Me Les Des Mes"),
        ("https://a.fr/?q=1;2!x 27eregion.fr", "https://a.fr/?q=1;2!x 27eregion.fr"),
        ("a@b.fr", "a@b.fr"),
        ("SIRET 12345678900012", "SIRET 12345678900012"),
        ("", ""),
    ],
)  # fmt: skip
def test_french_is_printed(french, typed, printed):
    assert typeset(typed) == printed


def test_plain_text_is_escaped(french):
    assert typeset("<b>Attention !</b> & l'État") == f"&lt;b&gt;Attention{N}!&lt;/b&gt; &amp; l’État"


@pytest.mark.parametrize(
    ("html", "printed"),
    [
        ('<a href="/?a=1 ; b" title="Quoi ?">Quoi ?</a>', f'<a href="/?a=1 ; b" title="Quoi ?">Quoi{N}?</a>'),
        ("<code>l'if a ; b</code> fin !", f"<code>l'if a ; b</code> fin{N}!"),
        ("un &amp; deux ; <b>trois</b> : fin", f"un &amp; deux{N}; <b>trois</b>{B}: fin"),
        ("<svg><text>a ; b</text></svg>", "<svg><text>a ; b</text></svg>"),
        ("<!-- a ; b -->c ;", f"<!-- a ; b -->c{N};"),
    ],
)
def test_tags_attributes_code_and_entities_are_left_alone(french, html, printed):
    assert typeset(SafeString(html)) == printed


def test_other_languages_pass_through(english):
    assert typeset("What? 27e & 5 000 €") == "What? 27e &amp; 5 000 €"


def test_nothing_is_printed_for_none(french):
    assert typeset(None) == ""


@pytest.mark.parametrize(
    ("value", "printed"),
    [
        (5000, f"5{N}000{N}€"),
        (Decimal("29.00"), f"29{N}€"),
        (Decimal("29.5"), f"29,50{N}€"),
        (1_000_000, f"1{N}000{N}000{N}€"),
        (0, f"0{N}€"),
        (None, ""),
    ],
)
def test_amounts_in_french(french, value, printed):
    assert amount(value) == printed


def test_amounts_in_english(english):
    assert [amount(5000), amount(Decimal("29.5"))] == ["€5,000", "€29.50"]


def test_dates_are_written_out(french):
    first_night = datetime.datetime(2016, 1, 31, 23, 30, tzinfo=datetime.UTC)
    with timezone.override("Europe/Paris"):
        assert written_date(first_night) == "1er février 2016"
    assert written_date(datetime.date(2015, 11, 26)) == "26 novembre 2015"
    assert written_date(datetime.date(2015, 11, 11)) == "11 novembre 2015"
    assert written_date(None) == ""


def test_dates_in_english(english):
    assert written_date(datetime.date(2016, 2, 1)) == "1 February 2016"


def test_filters_are_at_hand_in_every_template(french):
    template = Template("{{ text|typo }} {{ fee|euros }} {{ day|longdate }}")
    context = Context({"text": "Oui !", "fee": 5000, "day": datetime.date(2016, 2, 1)})
    assert template.render(context) == f"Oui{N}! 5{N}000{N}€ 1<sup>er</sup> février 2016"


def test_references_lead_to_notes_that_exist():
    html = link_footnotes('<p title="[1]">a[1] b[1] c[2] d[3] e[0] <code>[1]</code></p>', 2)
    assert html.count('href="#note-1"') == 2
    assert html.count('id="ref-1"') == 1
    assert html.count('href="#note-2"') == 1
    assert "d[3] e[0] <code>[1]</code>" in html
    assert '<p title="[1]">' in html


PIECES = st.lists(
    st.one_of(
        st.text(max_size=8),
        st.sampled_from(
            [" ;", ":", " ?", "!", "«", "»", "27e", "XIXe", "1er", "5 000", "€", "%", "n°", "'", " ", B, N,
             "&", "<", "http://a.fr/;", "a@b.fr", "Le", "."]
        ),
    ),
    max_size=14,
).map("".join)  # fmt: skip
TAGS = st.sampled_from(
    [
        '<a href="/x ; y">',
        "</a>",
        "<b>",
        "</b>",
        "<code>",
        "</code>",
        "<br>",
        '<img alt="a > b !">',
        "<!-- ; -->",
    ]
)
HTML = st.lists(st.one_of(PIECES.map(lambda text: text.replace("<", "&lt;")), TAGS), max_size=10).map("".join)
EVERY_TAG = re.compile(r"""<(?!/?sup>)(?:!--.*?--|[a-zA-Z/](?:"[^"]*"|[^'">])*)>""", re.DOTALL)


@given(HTML)
def test_tags_survive_whatever_the_text(html):
    with translation.override("fr"):
        assert EVERY_TAG.findall(typeset(SafeString(html))) == EVERY_TAG.findall(html)


@given(HTML)
def test_what_is_set_stays_set(html):
    with translation.override("fr"):
        once = typeset(SafeString(html))
        assert typeset(once) == once


@given(PIECES)
def test_plain_text_never_becomes_a_tag(text):
    with translation.override("fr"):
        assert not EVERY_TAG.findall(typeset(text))

"""Cleaning and forms of words, and extracts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.extracts import LENGTH, extract, highlight
from search.words import fold, inflections, stem, terms


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Résidences", ["résidences"]),
        ("  L’administration   au coin  ", ["administration", "au", "coin"]),
        ('"Montfort-sur-Meu" *', ["montfort", "sur", "meu"]),
        ("a b 3 27e", ["27e"]),
        ("RE•ACTEUR\x00PUBLIC", ["re", "acteur", "public"]),
        ("public Public PUBLIC", ["public"]),
        ("978-2-11-009932-7", ["9782110099327"]),
        ("2-11-009932-0", ["11", "009932"]),
        ("", []),
        ("' \" \x00 % _ *", []),
    ],
)
def test_terms(text, expected):
    assert terms(text) == expected


def test_terms_are_capped():
    assert len(terms(" ".join(f"mot{n}" for n in range(3000)))) == 12
    assert terms("é" * 10_000) == ["é" * 200]


@given(st.text(max_size=400))
def test_terms_hold_letters_and_digits_only(text):
    words = terms(text)
    assert len(words) <= 12
    assert all(word.isalnum() and 1 < len(word) <= 200 for word in words)


def test_fold_drops_accents_case_and_ligatures():
    assert fold("CŒUR d’École") == "coeur d’ecole"


def test_inflections():
    assert {"résidence", "résidences"} <= inflections("résidence") & inflections("résidences")
    assert "locaux" in inflections("local")
    assert "local" in inflections("locaux")
    assert "cœur" in inflections("coeurs")
    assert inflections("le") == {"le"}


def test_stem_keeps_short_words_whole():
    assert stem("lycée") == "lycée"
    assert "expérimentation".startswith(stem("expérimenter"))


def test_extract_is_centred_on_the_first_word_found():
    text = "Avant. " * 60 + "Une résidence à Corbigny transforme la gare. " + "Après. " * 60
    html = extract(text, ["residences"])
    assert "<mark>résidence</mark> à Corbigny" in html
    assert html.startswith("… ")
    assert html.endswith(" …")
    assert len(html) < LENGTH + 40


def test_extract_without_the_word_is_the_beginning():
    assert extract("Une gare en Bretagne.", ["lycee"]) == "Une gare en Bretagne."


def test_words_of_the_same_family_are_marked_when_no_exact_one_is_there():
    assert "<mark>expérimentation</mark>" in highlight("Une expérimentation longue", ["expérimenter"])
    assert highlight("Une école, des écoles", ["ecole"]) == "Une <mark>école</mark>, des <mark>écoles</mark>"


def test_pieces_of_a_page_are_told_apart():
    assert extract("Première phrase., Deuxième, suite.", ["rien"]) == "Première phrase. Deuxième, suite."
    assert extract("Un titre\nUne phrase.\nLa suite", ["rien"]) == "Un titre · Une phrase. La suite"


def test_markup_in_the_text_is_escaped():
    html = extract("<script>alert('ville')</script> & ville", ["ville"])
    assert (
        html == "&lt;script&gt;alert(&#x27;<mark>ville</mark>&#x27;)&lt;/script&gt; &amp; <mark>ville</mark>"
    )


@given(st.text(max_size=600), st.lists(st.text(min_size=1, max_size=20), max_size=5))
def test_nothing_but_marks_survives_as_markup(text, words):
    html = extract(text, words) + highlight(text, words)
    assert "<" not in html.replace("<mark>", "").replace("</mark>", "")
    assert html.count("<mark>") == html.count("</mark>")

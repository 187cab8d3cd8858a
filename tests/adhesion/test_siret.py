"""SIRET as people paste it."""

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st
from stdnum import luhn

from home.adhesion.siret import clean_siret, compact, format_siret


@pytest.mark.parametrize(
    "typed",
    [
        "73282932000074",
        "732 829 320 00074",
        "732-829-320-00074",
        "732.829.320.00074",
        "732\u202f829\u202f320\u00a000074\n",
        "７３２８２９３２００００７４",
        "732–829–320–00074",
    ],
)
def test_digits_are_kept_however_they_are_grouped(typed):
    assert clean_siret(typed) == "73282932000074"


def test_la_poste_has_its_own_rule():
    assert clean_siret("356 000 000 49837") == "35600000049837"


@pytest.mark.parametrize("blank", ["", "   ", "\u00a0", "-"])
def test_blank_stays_blank(blank):
    assert clean_siret(blank) == ""


@pytest.mark.parametrize(
    ("typed", "code", "words"),
    [
        ("732829320000745", "siret_length", "15"),
        ("732829320", "siret_length", "9"),
        ("00000000000000", "siret_zeros", ""),
        ("73282932000075", "siret_checksum", ""),
        ("7328293200007A", "siret_characters", ""),
        ("²73282932000074", "siret_length", "15"),
        ("٧٣٢٨٢٩٣٢٠٠٠٠٧٤", "siret_characters", ""),
    ],
)
def test_each_mistake_has_its_own_words(typed, code, words):
    with pytest.raises(ValidationError) as caught:
        clean_siret(typed)
    assert caught.value.code == code
    assert words in caught.value.messages[0]


def _outcome(text):
    try:
        return clean_siret(text)
    except ValidationError as error:
        return error.messages


@given(st.text(max_size=60))
def test_whatever_is_typed_gives_fourteen_digits_nothing_or_a_sentence(text):
    outcome = _outcome(text)
    if isinstance(outcome, list):
        assert outcome[0]
    else:
        assert outcome == "" or (len(outcome) == 14 and outcome.isascii() and outcome.isdigit())


@given(st.text("0123456789", min_size=8, max_size=8), st.text("0123456789", min_size=4, max_size=4))
def test_every_right_number_is_accepted_and_one_wrong_digit_is_not(stem, office):
    siren = stem + luhn.calc_check_digit(stem)
    number = siren + office + luhn.calc_check_digit(siren + office)
    if number == "0" * 14 or siren == "356000000":
        return
    assert clean_siret(format_siret(number)) == number
    wrong = number[:-1] + str((int(number[-1]) + 1) % 10)
    with pytest.raises(ValidationError):
        clean_siret(wrong)


@given(st.text("0123456789 .-\u00a0", max_size=40))
def test_compacting_twice_changes_nothing(text):
    assert compact(compact(text)) == compact(text)

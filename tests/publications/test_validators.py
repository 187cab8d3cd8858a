"""ISBN: what is accepted, what is said otherwise, how it is shown."""

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st
from stdnum import isbn
from stdnum.util import clean

from publications.models import BookPage
from publications.validators import validate_isbn


@pytest.mark.parametrize(
    "number", ["978-2-11-009932-7", "9782110099327", "2110099321", "2-11-009932-1", "080442957X"]
)
def test_right_numbers_are_accepted(number):
    validate_isbn(number)


@pytest.mark.parametrize(
    ("number", "sentence"),
    [
        ("978-2-11-009932-8", "check digit"),
        ("2110099322", "check digit"),
        ("978211009932", "12"),
        ("2-11-009932", "9"),
        ("080442957", "9"),
        ("97821100993270", "14"),
        ("978-2-11-00993X-7", "hyphens"),
        ("bonjour", "hyphens"),
        ("", "hyphens"),
    ],
)
def test_wrong_numbers_are_refused_with_what_to_do(number, sentence):
    with translation.override("en"), pytest.raises(ValidationError) as error:
        validate_isbn(number)
    with translation.override("en"):
        assert sentence in error.value.messages[0]


@given(st.text(max_size=30))
def test_any_text_is_accepted_or_refused(text):
    if isbn.is_valid(text) and len(isbn.compact(text, convert=False)) == len(clean(text, " -").strip()):
        validate_isbn(text)
        return
    with pytest.raises(ValidationError) as error:
        validate_isbn(text)
    assert error.value.messages[0]


@given(st.integers(min_value=0, max_value=999_999_999))
def test_one_wrong_digit_is_always_found(number):
    body = f"978{number:09d}"
    check = (10 - sum((1, 3)[place % 2] * int(digit) for place, digit in enumerate(body))) % 10
    validate_isbn(f"{body}{check}")
    with pytest.raises(ValidationError):
        validate_isbn(f"{body}{(check + 1) % 10}")


@pytest.mark.parametrize("typed", ["978-2-11-009932-7", "9782110099327", "2-11-009932-1", "2110099321"])
def test_stored_as_thirteen_digits_and_shown_hyphenated(typed):
    book = BookPage(title="Chantiers", slug="chantiers", isbn=typed)
    book.clean()
    assert book.isbn == "9782110099327"
    assert book.isbn_hyphenated == "978-2-11-009932-7"


@given(st.text(max_size=20))
def test_an_unfinished_draft_shows_what_was_typed(text):
    assert isinstance(BookPage(isbn=text).isbn_hyphenated, str)

"""Words as a reader types them: cleaned, without accents, in the forms under which they may be written."""

import re
import unicodedata

from stdnum import isbn

MAX_CHARACTERS = 200
MAX_TERMS = 12

#: A word: letters and digits. Everything else separates (quotes, hyphens, control characters).
WORD = re.compile(r"[^\W_]+")
_LIGATURES = {"œ": "oe", "æ": "ae"}


def terms(text: str) -> list[str]:
    """Words to look for, in the order typed: at least two characters each, twelve at most, none twice.

    An ISBN, hyphenated or not, is one word of thirteen digits, as books are indexed.
    """
    text = unicodedata.normalize("NFKC", text[:MAX_CHARACTERS])[:MAX_CHARACTERS]
    if isbn.is_valid(text):
        return [isbn.to_isbn13(isbn.compact(text))]
    words = (word for word in WORD.findall(text.lower()) if len(word) > 1)
    return list(dict.fromkeys(words))[:MAX_TERMS]


def fold(word: str) -> str:
    """Lower case, no accent, no ligature: “Cœur” → “coeur”."""
    word = word.lower()
    for ligature, letters in _LIGATURES.items():
        word = word.replace(ligature, letters)
    return "".join(char for char in unicodedata.normalize("NFKD", word) if not unicodedata.combining(char))


def ligatures(word: str) -> set[str]:
    """The word with and without its ligatures: “coeur” and “cœur”."""
    forms = {word}
    for ligature, letters in _LIGATURES.items():
        forms |= {form.replace(ligature, letters) for form in forms}
        forms |= {form.replace(letters, ligature) for form in forms}
    return forms


def inflections(word: str) -> set[str]:
    """Singular and plural as French and English write them most often, with and without ligatures."""
    forms = {word}
    if len(word) > 3:
        singular = word[:-1] if word[-1] in "sx" else word
        forms |= {singular, f"{singular}s"}
        if word.endswith(("au", "eu", "aux", "eux")):
            forms.add(f"{singular}x")
        if word.endswith("aux"):
            forms.add(f"{word[:-3]}al")
        if word.endswith("al"):
            forms.add(f"{word[:-2]}aux")
    return {written for form in forms for written in ligatures(form)}


def stem(word: str) -> str:
    """What a word shares with its family: enough to recognise why a stemmed search found a page."""
    return word if len(word) <= 5 else word[: max(5, len(word) - 3)]

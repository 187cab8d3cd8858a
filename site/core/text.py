"""What people type, made safe to store, to mail and to export, without changing what they said."""

import re
import unicodedata

# Signs that reverse the direction of what follows them: nobody types them, and they disguise text.
_DIRECTION_OVERRIDES = re.compile(r"[\u202a-\u202e\u2066-\u2069]")


def single_line(text: str) -> str:
    """One line: newlines and runs of spaces become one space, control characters go.

    A newline in the subject of a mail raises `BadHeaderError`; one control character makes a spreadsheet
    unreadable.
    """
    spaced = re.sub(r"[\t\n\r\x0b\x0c\x85\u2028\u2029]+", " ", _normalise(text))
    return " ".join(_without_controls(spaced).split())


def several_lines(text: str) -> str:
    """Paragraphs: newlines are kept, written one way; other control characters go."""
    lines = re.sub(r"\r\n?|[\x0b\x0c\x85\u2028\u2029]", "\n", _normalise(text)).split("\n")
    return "\n".join(_without_controls(line.replace("\t", " ")).rstrip() for line in lines).strip()


def _normalise(text: str) -> str:
    return unicodedata.normalize("NFC", _DIRECTION_OVERRIDES.sub("", text))


def _without_controls(text: str) -> str:
    return "".join(sign for sign in text if not _breaks_documents(sign))


def _breaks_documents(sign: str) -> bool:
    """Control characters, halves of a pair and the two non-characters: XML, hence XLSX, refuses them."""
    return unicodedata.category(sign) in {"Cc", "Cs"} or sign in "\ufffe\uffff"

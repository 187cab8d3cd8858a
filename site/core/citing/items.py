"""An item of CSL-JSON: values that are known, under the names of its schema."""

import re
import unicodedata

#: Begins the key of each item: a thesis cites other houses too.
KEY_PREFIX = "la27eregion"
_BLANKS = re.compile(r"\s+")


def csl_item(kind: str, pk: int | None, title: str, **values) -> dict:
    """An item of type `kind`; empty values are left out, underscores in names stand for hyphens."""
    named = {name.replace("_", "-"): value for name, value in values.items() if value}
    return {"id": f"{KEY_PREFIX}-{pk or 0}", "type": kind, "title": one_line(title)} | {
        name: one_line(value) if isinstance(value, str) else value for name, value in named.items()
    }


def titled(title: str, subtitle: str, language: str) -> str:
    """Title and subtitle as ISO 690 writes them, with the spaces of the language."""
    colon = " : " if language == "fr" else ": "
    return colon.join(filter(None, [title, subtitle]))


def one_line(text: str) -> str:
    """Text without line breaks, nor signs that nobody sees and that files of references do not hold."""
    seen = "".join(" " if sign.isspace() else sign for sign in text if sign.isspace() or _is_seen(sign))
    return _BLANKS.sub(" ", seen).strip()


def _is_seen(sign: str) -> bool:
    """Control signs, halves of signs and code points that stand for none (Unicode, chapter 23.7) are not.

    Joiners stay: emoji are made with them.
    """
    code = ord(sign)
    is_no_character = 0xFDD0 <= code <= 0xFDEF or code & 0xFFFE == 0xFFFE
    return not is_no_character and unicodedata.category(sign) not in ("Cc", "Cs")

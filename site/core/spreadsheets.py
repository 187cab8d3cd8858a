"""Tables that people open in a spreadsheet."""

#: Whatever begins so is run as a formula by one spreadsheet or another (OWASP, CSV injection).
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def harmless(value) -> str:
    """The value as text for a cell of a CSV file; an apostrophe keeps what was typed from being a formula."""
    text = "" if value is None else str(value)
    return f"'{text}" if isinstance(value, str) and text.startswith(FORMULA_SIGNS) else text

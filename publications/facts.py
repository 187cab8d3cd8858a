"""What a reader asks first about a publication, for the side rail."""


def known(*facts: tuple) -> list[dict]:
    """Facts as the component prints them, from (label, value[, note]); those unknown left out."""
    named = (dict(zip(("label", "value", "note"), (*fact, ""), strict=False)) for fact in facts)
    return [fact for fact in named if fact["value"]]

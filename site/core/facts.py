"""What a page tells in its side rail: a label, a value, and what must be known to read the value rightly."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Fact:
    label: str
    value: str
    note: str = ""


def known(*facts: Fact) -> list[Fact]:
    """The facts that have something to say."""
    return [fact for fact in facts if fact.value or fact.note]

"""What each mail of the site looks like: the sections register samples, and one screen shows them all.

A sample is written by the very words that will leave, about people and things that are plainly made up.
"""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Sample:
    """One mail as it would leave."""

    #: Within its section; part of an address.
    key: str
    #: When it leaves, or what it says; lazy, for the screen may be in another language than the mail.
    name: str
    #: Who receives it, in a word or two; lazy as well.
    reader: str
    subject: str
    text: str
    #: Names of the files that come with it.
    enclosed: tuple[str, ...] = ()


@dataclass(frozen=True)
class Section:
    """The mails of one section of the site."""

    #: Part of an address.
    key: str
    #: Lazy.
    heading: str
    #: Whether that user may look at them.
    is_readable: Callable[[object], bool]
    #: For a language, in which the screen stands too.
    samples: Callable[[str], list[Sample]]


_sections: dict[str, Section] = {}


def register(section: Section) -> None:
    _sections[section.key] = section


def readable(user) -> list[Section]:
    """The sections whose mails that user may look at, in the order in which they registered."""
    return [section for section in _sections.values() if section.is_readable(user)]

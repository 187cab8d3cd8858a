"""What the sections of the site hold about one person: each says how to find it, one screen asks them all.

Sections register their `Source` as the site starts: whoever answers that person need know none of them.
"""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Record:
    """Something that holds data about the person."""

    #: Among those of all sources.
    key: str
    #: What it is about, in which state, and under which name and address it knows the person.
    title: str
    state: str
    known_as: str
    #: Where the team reads it, and where it is erased; empty for who may not.
    url: str
    erase_url: str
    #: All that is held there about that person, in words that the person can read.
    values: Callable[[], dict]


@dataclass(frozen=True)
class Source:
    """A section's answer to “what is held about me?”."""

    #: Lazy.
    heading: str
    #: Whether that user may read it.
    is_readable: Callable[[object], bool]
    #: For an address or a name, and the user who asks: records, those of the latest first.
    find: Callable[[str, object], list[Record]]
    #: What the law wants to be said beside it: purpose, legal basis, who sees it, how long.
    notice: Callable[[], dict]


_sources: list[Source] = []


def register(source: Source) -> None:
    if source not in _sources:
        _sources.append(source)


def find(who: str, user) -> list[tuple[Source, list[Record]]]:
    """What each source that the user may read holds about the owner of an address, or bearer of a name."""
    return [(source, source.find(who, user)) for source in _sources if source.is_readable(user)]


def unreadable(user) -> list[str]:
    """What the user may not look into, to be said rather than passed over."""
    return [str(source.heading) for source in _sources if not source.is_readable(user)]

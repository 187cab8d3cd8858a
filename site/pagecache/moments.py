"""The next moment at which time alone changes a page: midnight, the beginning of an event, a deadline."""

import time
from collections.abc import Callable

#: However little happens, no page is given out longer than this, in seconds: see the package.
LIFETIME = 15 * 60
_sources: list[Callable[[], float | None]] = []


def register(source: Callable[[], float | None]) -> Callable[[], float | None]:
    """`source` gives the seconds from now to the next moment it knows of, None if there is none."""
    _sources.append(source)
    return source


def next_moment() -> float:
    """In seconds since the epoch; the sources are asked, and may ask the database."""
    now = time.time()
    waits = [wait for source in _sources if (wait := source()) is not None]
    return now + max(0.0, min([LIFETIME, *waits]))

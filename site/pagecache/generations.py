"""The name of the present generation of pages, shared by every process."""

import contextlib
import logging
import os
import time
import uuid
from functools import cache
from pathlib import Path

from django.conf import settings
from django.core.cache import caches

logger = logging.getLogger(__name__)
#: How long a shared store that does not answer is left alone, in seconds.
PATIENCE = 1


def new_name() -> str:
    """Never given before: a name that came back would bring its pages back."""
    return uuid.uuid4().hex


class _Trouble:
    """What is said once when it begins and once when it is over, whatever happens between."""

    def __init__(self):
        self.is_on = False

    def begins(self, error: Exception) -> None:
        if not self.is_on:
            self.is_on = True
            logger.error("Pages are served without cache: %s: %s", type(error).__name__, error)

    def ends(self) -> None:
        if self.is_on:
            self.is_on = False
            logger.warning("Pages are kept again.")


class LinkedGeneration:
    """On one machine: the target of a symbolic link, which a web server follows to the files below it.

    Reading it costs some microseconds; changing it is one atomic `rename`.
    """

    def __init__(self, root: Path):
        self.root = root
        self.link = root / "current"
        self._path = str(self.link)
        self.trouble = _Trouble()

    def current(self) -> str | None:
        """Its name; None where there is none, and so nothing to be kept or given out."""
        try:
            return os.readlink(self._path)
        except OSError:
            return None

    def renew(self, former: str | None = None) -> None:
        """Gives the next generation its name. With `former`, only if that is still the present one."""
        if former is not None and self.current() != former:
            return
        self.point_at(new_name())

    def point_at(self, name: str) -> None:
        """Gives it that name; without one where that fails."""
        aside = self.root / f".{name}"
        try:
            self.root.mkdir(parents=True, exist_ok=True)
            aside.symlink_to(name)
            aside.replace(self.link)
        except OSError as error:
            self.trouble.begins(error)
            for path in (aside, self.link):
                with contextlib.suppress(OSError):
                    path.unlink()
        else:
            self.trouble.ends()

    def tend(self) -> None:
        """From time to time: begins again where it ended."""
        if self.current() is None:
            self.renew()


class SharedGeneration:
    """On several machines: a key of the shared cache. The link of this machine follows it."""

    KEY = "pagecache:generation"

    def __init__(self, root: Path, alias: str = "default"):
        self._cache = caches[alias]
        self._linked = LinkedGeneration(root)
        self.link = self._linked.link
        self.root = root
        self.trouble = _Trouble()
        self._silent_until = 0.0
        # A change that could not be told: it is, as soon as somebody listens again.
        self._is_owed = False

    def current(self) -> str | None:
        if self._silent_until and time.monotonic() < self._silent_until:
            return None
        try:
            if self._is_owed:
                self._give(new_name())
            name = self._cache.get(self.KEY)
            if name is None:
                # Another process may do the same at this moment: the first wins.
                self._cache.add(self.KEY, new_name(), timeout=None)
                name = self._cache.get(self.KEY)
        except Exception as error:  # the drivers of caches have no error in common
            self._fail(error)
            return None
        self._silent_until = 0.0
        self.trouble.ends()
        return name

    def renew(self, former: str | None = None) -> None:
        if former is not None and self.current() != former:
            return
        try:
            self._give(new_name())
        except Exception as error:
            self._is_owed = True
            self._fail(error)
        self.tend()

    def tend(self) -> None:
        name = self.current()
        if name is None:
            with contextlib.suppress(OSError):
                self.link.unlink()
        elif name != self._linked.current():
            self._linked.point_at(name)

    def _give(self, name: str) -> None:
        self._cache.set(self.KEY, name, timeout=None)
        self._is_owed = False

    def _fail(self, error: Exception) -> None:
        self._silent_until = time.monotonic() + PATIENCE
        self.trouble.begins(error)


@cache
def shared() -> LinkedGeneration | SharedGeneration:
    """The one that the settings ask for."""
    root = Path(settings.PAGE_CACHE["ROOT"])
    return SharedGeneration(root) if settings.PAGE_CACHE["IS_SHARED"] else LinkedGeneration(root)

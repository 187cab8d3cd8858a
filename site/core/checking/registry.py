"""Which checks there are."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import Enum

from django.utils.translation import gettext_lazy as _

from core.checking.contents import Content
from core.checking.known import Known
from core.checking.places import Place


class Level(Enum):
    """What a finding means for publication."""

    BLOCKS = "blocks"
    ADVICE = "advice"

    @property
    def label(self):
        return _("Stops publication") if self is Level.BLOCKS else _("Advice")


@dataclass(frozen=True)
class Check:
    """A question asked of every content.

    `title` is a few words for lists, `find` yields where the answer is no and what to do about it.
    """

    name: str
    level: Level
    title: str
    question: str
    find: Callable[[Content, Known], Iterable[tuple[Place, str]]]


@dataclass(frozen=True)
class Finding:
    """`sentence` says what to do."""

    check: Check
    place: Place
    sentence: str

    @property
    def blocks(self) -> bool:
        return self.check.level is Level.BLOCKS


_checks: dict[str, Check] = {}


def register(name: str, *, level: Level, title: str, question: str):
    """Decorator of what finds; raises `ValueError` where the name is taken."""

    def registering(find):
        if name in _checks:
            raise ValueError(f"There is a check called {name} already.")
        _checks[name] = Check(name, level, title, question, find)
        return find

    return registering


def checks() -> list[Check]:
    """Those that stop publication first."""
    return sorted(_checks.values(), key=lambda check: (check.level is Level.ADVICE, check.name))


def check_named(name: str) -> Check:
    """Raises `KeyError` where there is none."""
    return _checks[name]

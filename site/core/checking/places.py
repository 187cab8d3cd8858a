"""Where something stands in what an editor fills in: said in words, and found again on the screen."""

from dataclasses import dataclass
from enum import Enum, auto

from django.utils.text import capfirst
from django.utils.translation import gettext as _


class Kind(Enum):
    #: A field of the form.
    FIELD = auto()
    #: A row of a panel of rows, for instance an author.
    ROW = auto()
    #: A block of a stream.
    BLOCK = auto()
    #: A block of a list inside a block.
    ITEM = auto()
    #: A named part of a block.
    PART = auto()


@dataclass(frozen=True)
class Step:
    """`key` is a name, or a number from 0; `id` is what the editor knows a block by, if anything."""

    kind: Kind
    key: str | int
    label: str = ""
    id: str = ""


@dataclass(frozen=True)
class Place:
    steps: tuple[Step, ...] = ()

    def __truediv__(self, step: Step) -> "Place":
        return Place((*self.steps, step))

    @property
    def field(self) -> str:
        """Name of the field, or of the panel of rows; empty for the whole."""
        return str(self.steps[0].key) if self.steps else ""

    @property
    def words(self) -> str:
        """“Body, block 3 (Gallery), 2nd of Images”; empty for the whole."""
        return ", ".join(filter(None, (self._said(number) for number in range(len(self.steps)))))

    @property
    def content_path(self) -> str:
        """Names and block ids by which Wagtail's forms find a place (`data-contentpath`), parted by dots.

        A block that has no id yet ends it: its field is found, if not the block.
        """
        path = []
        for step in self.steps:
            name = step.id if step.kind in (Kind.BLOCK, Kind.ITEM, Kind.ROW) else str(step.key)
            if not name:
                break
            path.append(name)
        return ".".join(path)

    def _said(self, number: int) -> str:
        step = self.steps[number]
        if step.kind == Kind.FIELD:
            return str(capfirst(step.label))
        if step.kind in (Kind.BLOCK, Kind.ROW):
            words = {"number": step.key + 1, "name": step.label}
            if step.kind == Kind.ROW:
                return _("row %(number)d") % words
            if step.key == 0:
                return _("first block (%(name)s)") % words
            return _("block %(number)d (%(name)s)") % words
        if step.kind == Kind.ITEM:
            listed = self.steps[number - 1].label
            return _("%(list)s: number %(number)d") % {"list": listed, "number": step.key + 1}
        return ""

"""The agenda as a reader narrows it: by kind, place and programme. Every state of it is an address.

A value that is unknown, or a filter given twice with two values, is left out and said to be: nothing of it is
printed.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.text import slugify
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from programmes.agenda.almanac import Almanac, Row

#: What one narrows by, and the word for it in addresses. Those of both languages are understood.
WORDS = {
    "kind": {"fr": "nature", "en": "kind"},
    "place": {"fr": "lieu", "en": "place"},
    "programme": {"fr": "programme", "en": "programme"},
}


@dataclass(frozen=True)
class Choice:
    """A value that some events have."""

    slug: str
    name: str


@dataclass(frozen=True)
class EventFilters:
    #: By name, those that are set.
    chosen: dict[str, Choice]
    #: By name, all that events have: slug → choice.
    known: dict[str, dict[str, Choice]]
    #: Programmes that anybody may read of, by the key that their translations share.
    programmes: dict
    #: Whether something of the address was not understood.
    misread: bool = False

    @classmethod
    def read(cls, query: QueryDict, almanac: Almanac, kinds: Iterable[tuple], programmes) -> "EventFilters":
        """Filters of an address, whatever it holds. One query where events have programmes.

        `kinds` are (value, word) pairs; `programmes` a queryset of the public ones in the reader's language.
        """
        keys = {row.programme for row in almanac.rows if row.programme}
        found = programmes.filter(translation_key__in=keys).values_list("translation_key", "slug", "title")
        by_key = {key: Choice(slug, title) for key, slug, title in found} if keys else {}
        known = {
            "kind": {value: Choice(value, str(word)) for value, word in kinds},
            "place": {slug: Choice(slug, name) for row in almanac.rows for slug, name in row.places.items()},
            "programme": {choice.slug: choice for choice in by_key.values()},
        }
        chosen, misread = {}, False
        for name, words in WORDS.items():
            given = {value for word in set(words.values()) for value in query.getlist(word) if value}
            if len(given) == 1 and given <= known[name].keys():
                chosen[name] = known[name][given.pop()]
            elif given:
                misread = True
        return cls(chosen, known, by_key, misread)

    def __bool__(self):
        return bool(self.chosen)

    @property
    def are_combined(self) -> bool:
        return len(self.chosen) > 1

    @property
    def words(self) -> str:
        """“Journée découverte, Paris”: what is chosen, for a title."""
        return ", ".join(choice.name for choice in self.chosen.values())

    def keep(self, rows: Iterable[Row]) -> list[Row]:
        """Those that have every value chosen, in the same order."""
        return [
            row for row in rows if all(choice in self._of(row, name) for name, choice in self.chosen.items())
        ]

    @property
    def query(self) -> str:
        """“nature=discovery&lieu=paris”: always in the same order, so that one state has one address."""
        return urlencode({_word(name): self.chosen[name].slug for name in WORDS if name in self.chosen})

    def address(self, url: str) -> str:
        return f"{url}?{self.query}" if self.query else url

    def groups(self, rows: Iterable[Row], url: str) -> list[dict]:
        """Groups of the component filters.html for the list at `url`, which is of `rows`.

        Everything, then what some of them have beside the other choices, with its count, and what is chosen.
        Left out where there is nothing to choose.
        """
        rows = list(rows)
        labels = {"kind": _("Kind of date"), "place": _("Place"), "programme": _("Programme")}
        groups = (
            {"label": label, "options": self._options(name, rows, url)} for name, label in labels.items()
        )
        return [group for group in groups if _leaves_a_choice(*group["options"])]

    def _options(self, name: str, rows: list[Row], url: str) -> list[dict]:
        others = self._with(name, None)
        beside = others.keep(rows)
        counts = Counter(choice for row in beside for choice in self._of(row, name))
        chosen = self.chosen.get(name)
        choices = sorted(counts.keys() | ({chosen} - {None}), key=lambda choice: slugify(choice.name))
        everything = {
            "label": _("Everything"),
            "url": others.address(url),
            "count": len(beside),
            "current": chosen is None,
        }
        return [everything] + [
            {
                "label": choice.name,
                "url": self._with(name, choice).address(url),
                "count": counts[choice],
                "current": choice == chosen,
            }
            for choice in choices
        ]

    def _with(self, name: str, choice: Choice | None) -> "EventFilters":
        """The same but for one filter."""
        chosen = {other: value for other, value in self.chosen.items() if other != name}
        return replace(self, chosen=chosen | ({name: choice} if choice else {}))

    def _of(self, row: Row, name: str) -> list[Choice]:
        """What one event has of `name`."""
        if name == "kind":
            return [self.known["kind"][row.kind]]
        if name == "place":
            return [self.known["place"][slug] for slug in row.places]
        return [self.programmes[row.programme]] if row.programme in self.programmes else []


def _leaves_a_choice(everything: dict, *options: dict) -> bool:
    """Whether something is chosen, or an option shows less than everything."""
    return not everything["current"] or any(option["count"] < everything["count"] for option in options)


def _word(name: str) -> str:
    words = WORDS[name]
    return words.get(get_language(), words["en"])

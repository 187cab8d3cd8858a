"""Everything published about a programme, whichever section publishes it, as one timeline."""

import datetime
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import groupby
from urllib.parse import urlencode

from django.db import models
from django.db.models import F, QuerySet, Value
from django.db.models.functions import Cast
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import Locale, Page

from core import clock
from core.querysets import open_to_all
from core.typography import written_date

#: What an entry may tell of itself, besides the page on which it is read.
COLUMNS = {
    "pk": models.IntegerField(),
    "words": models.CharField(),
    "year": models.IntegerField(),
    "date": models.DateField(),
    "known_since": models.DateField(),
    "starts_at": models.DateTimeField(),
    "ends_at": models.DateTimeField(),
    "all_day": models.BooleanField(),
    "is_cancelled": models.BooleanField(),
    "date_text": models.CharField(),
    "availability": models.CharField(),
    "state": models.CharField(),
    "reason": models.CharField(),
}
PAGE_COLUMNS = ("pk", "title", "slug", "url_path", "translation_key", "locale_id", "locale__language_code")

#: Beyond this many entries, a reader is offered one kind at a time.
MANY = 15


class Kind(models.TextChoices):
    """What an entry is, in a reader's words."""

    POSTS = "posts", gettext_lazy("Post")
    EVENTS = "events", gettext_lazy("Event")
    EPISODES = "episodes", gettext_lazy("Video episode")
    BOOKS = "books", gettext_lazy("Book")
    REPORTS = "reports", gettext_lazy("Report")
    COMMITMENTS = "commitments", gettext_lazy("Commitment")

    @property
    def plural(self) -> str:
        return {
            Kind.POSTS: _("Posts"),
            Kind.EVENTS: _("Events"),
            Kind.EPISODES: _("Video episodes"),
            Kind.BOOKS: _("Books"),
            Kind.REPORTS: _("Reports"),
            Kind.COMMITMENTS: _("Commitments"),
        }[self]


@dataclass(frozen=True)
class Entry:
    """Something that happened or will: what, when as precisely as it is known, and where it is read."""

    kind: Kind
    title: str
    #: The page on which it is read.
    page: Page
    #: Where it stands among the others; None where no day is known.
    date: datetime.date | None
    year: int | None
    when: str
    is_coming: bool = False
    #: Where on that page; empty for its beginning.
    anchor: str = ""
    #: A commitment's, with its word and the reason; that of an event which does not take place.
    state: str = ""
    state_label: str = ""
    reason: str = ""
    #: Of its words; empty where it is that of the programme.
    language: str = ""

    @property
    def moment(self) -> datetime.date:
        """For sorting within its year: what has no day comes after what has one, latest first."""
        return self.date or datetime.date.min


@dataclass(frozen=True)
class Source:
    """A section that publishes about programmes, reached through its link to them: it is not known here."""

    kind: Kind
    related_name: str
    #: Column of the thread → field of the section's model.
    fields: dict[str, str]
    #: The way to the page on which the entry is read, where it is none itself.
    page: str = ""
    #: What hangs on the section's rows and is told instead of them.
    through: str = ""

    @property
    def name(self) -> str:
        return f"{self.related_name}.{self.through}"

    def linked(self, programme) -> type[models.Model]:
        """The model that points at programmes."""
        return getattr(programme, self.related_name).model

    def entries(self, programme) -> QuerySet:
        """Public rows about the programme or a translation of it, with the same columns for every source."""
        model, way = self.linked(programme), "programme"
        if self.through:
            relation = model._meta.get_field(self.through)
            model, way = relation.related_model, f"{relation.field.name}__programme"
        rows = model._base_manager.filter(**{f"{way}__translation_key": programme.translation_key})
        if not self.page:
            rows = rows.filter(locale_id=programme.locale_id)
        columns = {f"page_{name}": F(self._to_page(name)) for name in PAGE_COLUMNS}
        for name, field in COLUMNS.items():
            column = F(self.fields[name]) if name in self.fields else Cast(Value(None), field)
            columns[f"entry_{name}"] = column
        source = Value(self.name, output_field=models.CharField())
        return open_to_all(rows, self._to_page("")).order_by().values(source=source, **columns)

    def _to_page(self, name: str) -> str:
        return f"{self.page}__{name}" if self.page else name


_COMMITMENT = {"words": "title", "date": "state_since", "state": "state", "reason": "state_reason"}
_PUBLICATION = {"date": "published_on", "date_text": "date_text", "availability": "availability"}
SOURCES = (
    Source(Kind.POSTS, "posts", {"date": "date"}),
    Source(
        Kind.EVENTS,
        "events",
        {name: name for name in ("starts_at", "ends_at", "all_day", "date_text", "is_cancelled")},
    ),
    Source(Kind.EPISODES, "episodepages", _PUBLICATION),
    Source(Kind.BOOKS, "bookpages", _PUBLICATION),
    Source(Kind.REPORTS, "reportpages", _PUBLICATION),
    Source(
        Kind.COMMITMENTS,
        "commitments",
        {"pk": "pk", "year": "roadmap__year", "known_since": "roadmap__published_on", **_COMMITMENT},
        page="roadmap",
    ),
    Source(
        Kind.COMMITMENTS,
        "commitments",
        {
            "pk": "commitment_id",
            "words": "commitment__title",
            "year": "commitment__roadmap__year",
            "date": "on",
            "state": "state",
            "reason": "reason",
        },
        page="commitment__roadmap",
        through="changes",
    ),
)


@dataclass(frozen=True)
class Thread:
    """What is to come, then year by year what was, latest first, then what has no date at all."""

    entries: list[Entry]
    #: The only kind shown; None for all.
    kind: Kind | None = None
    #: Whether the address asked for a kind that there is none of.
    misread: bool = False

    @classmethod
    def of(cls, programme, kinds: Iterable[str] = ()) -> "Thread":
        """One query, whatever there is; one more where commitments are recorded in another language.

        `kinds`: what the address asks for, whatever it holds.
        """
        first, *others = (source.entries(programme) for source in SOURCES)
        sources = {source.name: source for source in SOURCES}
        today = clock.today()
        rows = _each_state_once(first.union(*others, all=True))
        translated = _translated_roadmaps(programme, rows)
        entries = [_entry(programme, sources[row["source"]], row, today, translated) for row in rows]
        asked = {kind for kind in kinds if kind}
        present = {entry.kind.value for entry in entries}
        kind = Kind(next(iter(asked))) if len(asked) == 1 and asked <= present else None
        return cls(entries, kind, misread=bool(asked) and kind is None)

    def __bool__(self):
        return bool(self.entries)

    @cached_property
    def shown(self) -> list[Entry]:
        return [entry for entry in self.entries if self.kind in (None, entry.kind)]

    @property
    def coming(self) -> list[Entry]:
        """What is announced: next first, what has no day yet after it."""
        coming = [entry for entry in self.shown if entry.is_coming]
        return sorted(coming, key=lambda entry: (entry.date is None, entry.date or datetime.date.min))

    @property
    def years(self) -> list[tuple[int, list[Entry]]]:
        past = [entry for entry in self.shown if not entry.is_coming and entry.year]
        past.sort(key=lambda entry: (entry.year, entry.moment), reverse=True)
        return [(year, list(entries)) for year, entries in groupby(past, lambda entry: entry.year)]

    @property
    def undated(self) -> list[Entry]:
        return [entry for entry in self.shown if not entry.is_coming and not entry.year]

    def filters(self, url: str) -> list[dict]:
        """A link for everything and one for each kind, with its count; none where all is read at a glance."""
        counts = Counter(entry.kind for entry in self.entries)
        if len(self.entries) <= MANY or len(counts) < 2:
            return []
        everything = {
            "label": _("Everything"),
            "url": f"{url}#thread",
            "count": len(self.entries),
            "current": self.kind is None,
        }
        return [everything] + [
            {
                "label": kind.plural,
                "url": f"{url}?{urlencode({'kind': kind.value})}#thread",
                "count": counts[kind],
                "current": kind is self.kind,
            }
            for kind in Kind
            if counts[kind]
        ]


def _each_state_once(rows: Iterable[dict]) -> list[dict]:
    """Without the change of state that a commitment tells itself, its last one."""
    rows = list(rows)
    told = {
        (row["entry_pk"], row["entry_state"], row["entry_date"])
        for row in rows
        if row["source"] == "commitments."
    }
    return [
        row
        for row in rows
        if row["source"] != "commitments.changes"
        or (row["entry_pk"], row["entry_state"], row["entry_date"]) not in told
    ]


def _translated_roadmaps(programme, rows: list[dict]) -> dict:
    """Public roadmaps in the programme's language of commitments recorded in another, by translation key."""
    keys = {
        row["page_translation_key"]
        for row in rows
        if row["entry_state"] and row["page_locale_id"] != programme.locale_id
    }
    if not keys:
        return {}
    model = _roadmap_model(programme.commitments.model)
    pages = model.objects.filter(locale_id=programme.locale_id, translation_key__in=keys)
    found = open_to_all(pages).select_related("locale").defer_streamfields()
    return {page.translation_key: page for page in found}


def _entry(programme, source: Source, row: dict, today: datetime.date, translated: dict) -> Entry:
    model = source.linked(programme)
    if source.kind is Kind.COMMITMENTS:
        return _commitment(model, row, translated.get(row["page_translation_key"]))
    known = {field: row[f"entry_{column}"] for column, field in source.fields.items()}
    page = _page(model, row, **known)
    if source.kind is Kind.EVENTS:
        return Entry(
            source.kind,
            page.title,
            page,
            page.first_day,
            page.first_day.year,
            page.when_text,
            is_coming=not page.is_past(today),
            state="dropped" if page.is_cancelled else "",
            state_label=_("Cancelled") if page.is_cancelled else "",
        )
    entry = _publication(source.kind, page, row["entry_date"], row["entry_date_text"] or "")
    to_come = row["entry_availability"] == "forthcoming" or (entry.date is not None and entry.date > today)
    return replace(entry, is_coming=to_come)


def _publication(kind: Kind, page: Page, date, date_text: str) -> Entry:
    """Published on a day, or at a time told in words, from which the year at least may be read."""
    told = re.search(r"\b(19|20)\d\d\b", date_text)
    year = date.year if date else int(told[0]) if told else None
    return Entry(kind, page.title, page, date, year, date_text or written_date(date))


def _commitment(model, row: dict, translated) -> Entry:
    """A commitment in one of its states, on the day it entered it or, failing that, that of its roadmap.

    `translated`: its roadmap in the language of the programme, None where it has none.
    """
    roadmap = translated or _page(_roadmap_model(model), row)
    words = translated.commitment_words if translated else {}
    title = words.get(f"{row['entry_pk']}.title")
    reason = words.get(f"{row['entry_pk']}.reason_{row['entry_state']}_{row['entry_date']}")
    state = model(state=row["entry_state"])
    date = row["entry_date"] or row["entry_known_since"]
    year = date.year if date else row["entry_year"]
    return Entry(
        Kind.COMMITMENTS,
        title or row["entry_words"],
        roadmap,
        date,
        year,
        written_date(date) or str(year),
        anchor=f"commitment-{row['entry_pk']}",
        state=row["entry_state"],
        state_label=str(state.get_state_display()),
        reason=reason or row["entry_reason"] or "",
        language="" if title else row["page_locale__language_code"],
    )


def _roadmap_model(model) -> type[Page]:
    return model._meta.get_field("roadmap").related_model


def _page(model: type[Page], row: dict, **known) -> Page:
    """A page known by its title and address."""
    locale = Locale(pk=row["page_locale_id"], language_code=row["page_locale__language_code"])
    page = model(**{name: row[f"page_{name}"] for name in ("pk", "title", "slug", "url_path")}, **known)
    page.locale = locale
    return page

"""Everything published about a programme, whichever section publishes it."""

from dataclasses import dataclass

from django.db import models
from django.db.models import F, QuerySet, Value
from django.db.models.functions import Cast
from wagtail.models import Locale, Page

from core import clock
from core.querysets import open_to_all

#: What an entry may tell of itself, besides the page on which it is read.
COLUMNS = {
    "words": models.CharField(),
    "position": models.IntegerField(),
    "date": models.DateField(),
    "starts_at": models.DateTimeField(),
    "ends_at": models.DateTimeField(),
    "all_day": models.BooleanField(),
    "date_text": models.CharField(),
    "state": models.CharField(),
    "state_since": models.DateField(),
    "state_reason": models.CharField(),
}
PAGE_COLUMNS = ("pk", "title", "slug", "url_path", "locale_id", "locale__language_code")


@dataclass(frozen=True)
class Source:
    """A section that publishes about programmes, reached through its link to them: it is not known here."""

    related_name: str
    #: Column of the thread → field of the section's model.
    fields: dict[str, str]
    #: The way to the page on which the entry is read, where it is none itself.
    page: str = ""

    def entries(self, programme) -> QuerySet:
        """Public rows about the programme or a translation of it, with the same columns for every source."""
        rows = getattr(programme, self.related_name).model._base_manager.filter(
            programme__translation_key=programme.translation_key
        )
        if not self.page:
            rows = rows.filter(locale_id=programme.locale_id)
        columns = {f"page_{name}": F(self._to_page(name)) for name in PAGE_COLUMNS}
        for name, field in COLUMNS.items():
            column = F(self.fields[name]) if name in self.fields else Cast(Value(None), field)
            columns[f"entry_{name}"] = column
        source = Value(self.related_name, output_field=models.CharField())
        return open_to_all(rows, self._to_page("")).order_by().values(source=source, **columns)

    def _to_page(self, name: str) -> str:
        return f"{self.page}__{name}" if self.page else name

    def entry(self, programme, row: dict) -> models.Model:
        """The post, event or commitment of a row, holding what a list shows of it."""
        model = getattr(programme, self.related_name).model
        known = {field: row[f"entry_{column}"] for column, field in self.fields.items()}
        if not self.page:
            return _page(model, row, **known)
        page_model = model._meta.get_field(self.page).related_model
        return model(**{self.page: _page(page_model, row)}, **known)


SOURCES = (
    Source("posts", {"date": "date"}),
    Source("events", {name: name for name in ("starts_at", "ends_at", "all_day", "date_text")}),
    Source(
        "commitments",
        {"words": "title"} | {name: name for name in ("position", "state", "state_since", "state_reason")},
        page="roadmap",
    ),
)


@dataclass(frozen=True)
class Thread:
    """Posts and events in the language of the programme's page; commitments, in that of their roadmap."""

    posts: list
    coming_events: list
    past_events: list
    #: Roadmaps, latest first, with what each promises.
    commitments: list[tuple[Page, list]]

    @classmethod
    def of(cls, programme) -> "Thread":
        """One query, whatever there is."""
        first, *others = (source.entries(programme) for source in SOURCES)
        found = {source.related_name: [] for source in SOURCES}
        sources = {source.related_name: source for source in SOURCES}
        for row in first.union(*others, all=True):
            found[row["source"]].append(sources[row["source"]].entry(programme, row))
        today = clock.today()
        events = sorted(found["events"], key=lambda event: event.starts_at)
        return cls(
            posts=sorted(found["posts"], key=lambda post: post.date, reverse=True),
            coming_events=[event for event in events if not event.is_past(today)],
            past_events=[event for event in reversed(events) if event.is_past(today)],
            commitments=_by_roadmap(found["commitments"]),
        )

    def __bool__(self):
        return bool(self.posts or self.coming_events or self.past_events or self.commitments)


def _by_roadmap(commitments: list) -> list[tuple[Page, list]]:
    roadmaps = {commitment.roadmap.pk: commitment.roadmap for commitment in commitments}
    promised = sorted(commitments, key=lambda commitment: commitment.position)
    return [
        (roadmap, [commitment for commitment in promised if commitment.roadmap.pk == roadmap.pk])
        for roadmap in sorted(roadmaps.values(), key=lambda roadmap: roadmap.slug, reverse=True)
    ]


def _page(model: type[Page], row: dict, **known) -> Page:
    """A page known by its title and address."""
    locale = Locale(pk=row["page_locale_id"], language_code=row["page_locale__language_code"])
    page = model(**{name: row[f"page_{name}"] for name in ("pk", "title", "slug", "url_path")}, **known)
    page.locale = locale
    return page

"""The search of the site: live and public pages in the active language, by relevance."""

import datetime
from collections import Counter
from dataclasses import dataclass, field

from django.contrib.contenttypes.models import ContentType
from django.core.paginator import Page as ResultPage
from django.core.paginator import Paginator
from django.db.models import CharField, DateField, F, Value
from django.db.models.functions import Coalesce, TruncDate
from django.utils.safestring import SafeString
from django.utils.text import capfirst, slugify
from modelsearch.conf import get_app_config
from wagtail.models import Locale, Page

from programmes.models import ProgrammePage
from search.extracts import extract, highlight
from search.kinds import KINDS, OTHER, kinds_by_content_type
from search.words import terms

PER_PAGE = 10
SUGGESTIONS = 5
ARTICLES = ("", "la-", "le-", "les-", "l-", "un-", "une-", "the-")


@dataclass(frozen=True)
class Result:
    """A page found, and why. `date_text` replaces the date where the day is not known."""

    page: Page
    kind: str
    title: SafeString
    extract: SafeString
    date: datetime.date | None
    date_text: str


@dataclass
class Outcome:
    """What was found. `counts` are those of all kinds, whichever is chosen."""

    terms: list[str]
    kind: str = ""
    total: int = 0
    counts: Counter = field(default_factory=Counter)
    page_obj: ResultPage | None = None
    suggestions: list[Result] = field(default_factory=list)


def search(text: str, kind: str = "", number: str | int = 1) -> Outcome:
    """Look for `text`; unknown kinds and page numbers are read as “all” and the nearest page."""
    words = terms(text)
    outcome = Outcome(terms=words, kind=kind if kind in KINDS else "")
    if not words:
        return outcome
    pages, question = searchable_pages(), " ".join(words)
    by_type = kinds_by_content_type()
    for content_type, count in pages.search(question, operator="and").facet("content_type_id").items():
        outcome.counts[by_type.get(content_type, OTHER)] += count
    outcome.total = outcome.counts.total()
    if not outcome.total:
        found = as_listed(pages).autocomplete(question, operator="and")[:SUGGESTIONS]
        outcome.suggestions = results(found, words)
        return outcome
    candidates = as_listed(of_kind(pages, outcome.kind))
    named = list(candidates.filter(slug__in=_slugs_named(question)).order_by("depth", "path")[:PER_PAGE])
    others = candidates.exclude(pk__in=[page.pk for page in named]).search(question, operator="and")
    paginator = Paginator(NamedFirst(named, others), PER_PAGE)
    paginator.count = outcome.counts[outcome.kind] if outcome.kind else outcome.total
    outcome.page_obj = paginator.get_page(number)
    outcome.page_obj.object_list = results(outcome.page_obj.object_list, words)
    return outcome


class NamedFirst:
    """Pages whose very name was asked for, then the others by relevance; read by slices."""

    def __init__(self, named: list[Page], others):
        self.named, self.others = named, others

    def __getitem__(self, part: slice) -> list[Page]:
        start, stop = (max(bound - len(self.named), 0) for bound in (part.start, part.stop))
        return [*self.named[part], *(self.others[start:stop] if stop else [])]


def _slugs_named(question: str) -> list[str]:
    """Addresses of the pages called so, with an article or without: “transfo” names La Transfo."""
    slug = slugify(question)
    return [f"{article}{slug}" for article in ARTICLES] if slug else []


def searchable_pages():
    """What anybody may read in the active language, once: aliases of untranslated pages are left out."""
    originals = Page.objects.filter(alias_of__isnull=True)
    return (
        Page.objects.live()
        .public()
        .filter(locale=Locale.get_active(), depth__gt=1, pk__in=originals.values("pk"))
        .select_related("locale")
    )


def of_kind(pages, kind: str):
    if not kind:
        return pages
    by_type = kinds_by_content_type()
    if kind == OTHER:
        return pages.exclude(content_type__in=list(by_type))
    return pages.filter(content_type__in=[pk for pk, own_kind in by_type.items() if own_kind == kind])


def as_listed(pages):
    """The date that each type of page shows, and the state of a programme, without fetching its whole row."""
    return pages.annotate(
        programme_state=F("programmepage__state"),
        shown_date=Coalesce(
            "postpage__date",
            TruncDate("eventpage__starts_at"),
            "bookpage__published_on",
            "reportpage__published_on",
            "episodepage__published_on",
            "roadmappage__published_on",
            output_field=DateField(),
        ),
        shown_date_text=Coalesce(
            "eventpage__date_text",
            "bookpage__date_text",
            "reportpage__date_text",
            "episodepage__date_text",
            "terrainpage__period",
            Value(""),
            output_field=CharField(),
        ),
    )


def results(pages, words: list[str]) -> list[Result]:
    """Pages as they are listed; their text comes from the index, in one query for all."""
    pages = list(pages)
    texts = _indexed_texts(pages)
    return [
        Result(
            page=page,
            kind=_kind_label(page),
            title=highlight(page.title, words),
            extract=extract(texts.get(page.pk, ""), words),
            date=page.shown_date,
            date_text=page.shown_date_text,
        )
        for page in pages
    ]


def _indexed_texts(pages: list[Page]) -> dict[int, str]:
    entries = get_app_config().get_model("IndexEntry").objects
    # PostgreSQL keeps vectors in `body` and the text beside them; SQLite keeps the text itself.
    column = "body_text" if hasattr(entries.model, "body_text") else "body"
    rows = entries.filter(
        object_id__in=[str(page.pk) for page in pages],
        content_type__in={page.content_type_id for page in pages},
    ).values_list("object_id", column)
    return {int(pk): text or "" for pk, text in rows}


def _kind_label(page: Page) -> str:
    if page.programme_state:
        return capfirst(ProgrammePage(state=page.programme_state).kind)
    model = ContentType.objects.get_for_id(page.content_type_id).model_class()
    return capfirst(str(model._meta.verbose_name))

"""What came out last, whichever sections publish it, as a feed.

A section says nothing of the others: whoever serves a feed names the types of pages that it brings, and what
an entry tells besides is told by each type (`feed_names`, `feed_authors`, `feed_enclosures`).
"""

import uuid
from collections import defaultdict
from datetime import datetime, time
from itertools import groupby
from urllib.parse import urljoin

from django.db.models import CharField, DateField, F, IntegerField, Q, QuerySet, Value
from django.db.models.functions import Cast, Coalesce, TruncDate
from django.http import HttpResponse
from django.utils import timezone
from wagtail.models import Page

from core import feeds
from core.choices import Availability
from core.clock import today
from core.querysets import open_to_all
from core.references import all_known


def named(rows: QuerySet, page: str, kind: str, rank, name) -> QuerySet:
    """Names that entries tell, for `feed_names`: which page, what kind of name (author, tag), in what order.

    `page`, `rank` and `name` are fields or expressions of `rows`.
    """
    return rows.order_by().values_list(
        F(page),
        Value(kind, output_field=CharField()),
        Coalesce(Cast(rank, IntegerField()), 0),
        Cast(name, CharField()),
    )


def day(*fields) -> Coalesce:
    """The day a page came out: the first of those fields that tells it, else the day it came online."""
    return Coalesce(*fields, TruncDate("first_published_at"), output_field=DateField())


def latest(dates: dict[type[Page], str], condition: Q, **values) -> list[Page]:
    """Public pages under a condition, each in its own type, its day as `released`, latest first: one query.

    `dates`: the field of each type that tells the day; where that is not known, it is the day it came online.
    Neither what is announced or dated later nor what is not translated yet has come out. `values`:
    annotations wanted.
    """
    types = {model._meta.model_name: model for model in dates}
    days = [F(f"{name}__{dates[model]}") for name, model in types.items()]
    keys = [f"{name}__{key}" for name, model in types.items() for key in model.feed_with]
    known, announced = Q(), Q()
    for name, model in types.items():
        known |= Q(**{f"{name}__isnull": False})
        if any(field.name == "availability" for field in model._meta.get_fields()):
            announced |= Q(**{f"{name}__availability": Availability.FORTHCOMING})
        announced |= Q(**{f"{name}__{dates[model]}__gt": today()})
    values["released"] = day(*days)
    pages = open_to_all(Page.objects.filter(known, condition, alias_of=None).exclude(announced))
    pages = pages.select_related("locale", *types, *keys).annotate(**values)
    found = []
    for page in pages.exclude(released=None).order_by("-released", "-pk")[: feeds.LENGTH]:
        specific = getattr(page, page.cached_content_type.model)
        for name in ("locale", *values):
            setattr(specific, name, getattr(page, name))
        found.append(specific)
    return found


def serve(request, name: str, channel: feeds.Channel, pages: list[Page]) -> HttpResponse:
    """The feed called `name` (rss or atom) of pages as `latest` finds them."""
    return feeds.serve(request, name, channel, entries(request, pages))


def entries(request, pages: list[Page]) -> list[feeds.Entry]:
    """What feeds tell of pages, each with its day as `released`. Two queries, and those of their bodies."""
    names = _names(pages)
    with all_known([page.body for page in pages]):
        return [_entry(request, page, names[page.pk]) for page in pages]


def _names(pages: list[Page]) -> dict[int, dict[str, tuple[str, ...]]]:
    """Names by page and kind. One query for all types that have some to ask for."""
    names = {page.pk: {"author": page.feed_authors} for page in pages if not _asks_names(page)}
    rows = []
    for model, group in groupby(sorted(filter(_asks_names, pages), key=lambda page: page._meta.label), type):
        rows += model.feed_names(list(group))
    found = defaultdict(list)
    for page, kind, rank, name in rows[0].union(*rows[1:], all=True) if rows else ():
        found[page, kind].append((rank, name))
    for page in filter(_asks_names, pages):
        names[page.pk] = {
            kind: tuple(name for _rank, name in sorted(found[page.pk, kind])) for kind in ("author", "tag")
        }
    return names


def _asks_names(page) -> bool:
    return hasattr(page, "feed_names")


def _entry(request, page, names: dict) -> feeds.Entry:
    url = page.get_full_url(request)
    return feeds.Entry(
        # The versions in each language are entries of their own.
        guid=uuid.uuid5(page.translation_key, page.locale.language_code).urn,
        title=page.title,
        url=url,
        published=timezone.make_aware(datetime.combine(page.released, time())),
        changed=page.last_published_at,
        summary=page.introduction,
        html=feeds.page_html(request, page),
        authors=names["author"],
        categories=names.get("tag", ()),
        enclosures=tuple(
            feeds.Enclosure(urljoin(url, file.url), file.length, file.mime_type)
            for file in page.feed_enclosures
        ),
    )

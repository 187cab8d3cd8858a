"""Queries that every section asks."""

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Length, Substr
from wagtail.models import PageViewRestriction


def is_open_to_all(prefix: str = "") -> Q:
    """Condition of a live page under no view restriction, told within the query: `public()` asks once more.

    `prefix` leads to the page where the query is over something else, for instance `"roadmap__"`.
    """
    return Q(**{f"{prefix}live": True}) & is_unrestricted(prefix)


def is_unrestricted(prefix: str = "") -> Q:
    """Condition of a page under no view restriction, live or not; `prefix` as above."""
    restrictions = PageViewRestriction.objects.filter(
        page__path=Substr(OuterRef(f"{prefix}path"), 1, Length("page__path"))
    )
    return ~Q(Exists(restrictions))


def open_to_all(pages: QuerySet, prefix: str = "") -> QuerySet:
    """Those of `pages` that anybody may read; `prefix` as above."""
    return pages.filter(is_open_to_all(prefix))

"""Queries that every section asks."""

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Length, Substr
from wagtail.models import PageViewRestriction


def open_to_all(pages: QuerySet, prefix: str = "") -> QuerySet:
    """Live pages under no view restriction, told by the query itself: `public()` asks the database once more.

    `prefix` leads to the page where `pages` holds something else, for instance `"roadmap__"`.
    """
    restrictions = PageViewRestriction.objects.filter(
        page__path=Substr(OuterRef(f"{prefix}path"), 1, Length("page__path"))
    )
    return pages.filter(Q(**{f"{prefix}live": True}), ~Exists(restrictions))

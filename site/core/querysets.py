"""Queries that every section asks."""

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Length, Substr
from django.utils.translation import get_language
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


def in_first_language(records: QuerySet) -> QuerySet:
    """Originals alone of records that exist once a language: those that pages point at."""
    return records.filter(locale__language_code=settings.LANGUAGE_CODE)


def as_read(records: QuerySet) -> list:
    """Records, each in the language being read where it is translated. One query, whatever the language.

    In the order of their names in that language, if their model has one.
    """
    if get_language() == settings.LANGUAGE_CODE or not hasattr(records, "query"):
        # A draft being previewed holds its records itself.
        return list(records)
    keys = records.order_by().values("translation_key")
    family = records.model.objects.filter(translation_key__in=keys).select_related("locale")
    found = {(each.translation_key, each.locale.language_code): each for each in family}
    wanted = (get_language(), settings.LANGUAGE_CODE)
    best = {key: code for code in reversed(wanted) for key, language in found if language == code}
    return [each for each in family if best.get(each.translation_key) == each.locale.language_code]

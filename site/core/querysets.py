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


def as_read(records: list) -> list:
    """The same originals, each in the language being read where it is translated.

    One query; none in the first language.
    """
    language = get_language()
    if not records or language == settings.LANGUAGE_CODE:
        return records
    translations = type(records[0]).objects.filter(
        locale__language_code=language, translation_key__in=[each.translation_key for each in records]
    )
    found = {each.translation_key: each for each in translations.select_related("locale")}
    return [found.get(each.translation_key, each) for each in records]

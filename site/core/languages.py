"""What is written in which language, and what a reader of another one is told of it."""

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import get_language
from wagtail.models import Page

from core.querysets import open_to_all


def language_of(page) -> str:
    """Language in which a page is written: an alias shows its original, which nobody has translated yet."""
    return settings.LANGUAGE_CODE if page.alias_of_id else page.locale.language_code


def foreign(page) -> str:
    """The same, empty where it is the language being read: what a link to the page has to say of it."""
    if not isinstance(page, Page):
        return ""
    language = language_of(page)
    return "" if language == get_language() else language


def or_untranslated(pages: QuerySet, locale) -> QuerySet:
    """Those in a language, and those in the first one that nobody may read in it. No query more."""
    own = Q(locale=locale)
    if locale.language_code == settings.LANGUAGE_CODE:
        return pages.filter(own)
    translated = open_to_all(Page.objects.filter(translation_key=OuterRef("translation_key"), locale=locale))
    return pages.filter(
        own | Q(locale__language_code=settings.LANGUAGE_CODE) & ~Exists(translated.order_by())
    )


def number_untranslated(original: Page, locale, *, levels: int) -> int:
    """How many public pages down to so many levels below an original have no version in a language."""
    versions = Page.objects.filter(translation_key=OuterRef("translation_key"), locale=locale, live=True)
    below = Page.objects.descendant_of(original).filter(depth__lte=original.depth + levels)
    return open_to_all(below).filter(~Exists(versions.order_by())).count()


def pages_as_read(pages: list) -> list:
    """The same pages of one type, each in the language being read where anybody may read it there.

    One query; none where all are in that language.
    """
    elsewhere = [page for page in pages if page.locale.language_code != get_language()]
    if not elsewhere:
        return pages
    versions = open_to_all(
        type(elsewhere[0]).objects.filter(
            locale__language_code=get_language(),
            translation_key__in={page.translation_key for page in elsewhere},
        )
    )
    found = {each.translation_key: each for each in versions.select_related("locale").defer_streamfields()}
    return [found.get(page.translation_key, page) for page in pages]
